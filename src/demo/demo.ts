import type { INestApplicationContext } from '@nestjs/common';
import { PageLinksService } from '../access/index.js';
import { CustomerService } from '../customers/index.js';
import { AUTHORITIES } from '../domain/authority.js';
import { DAY } from '../domain/zones.js';
import type { Caller } from '../platform/caller.js';
import { Clock } from '../platform/clock.js';
import { SCOPES } from '../platform/scopes.js';
import { PreferencesService } from '../preferences/index.js';
import { RollUpTimer } from '../reports/index.js';
import { DEMO_CUSTOMERS } from './customers.js';
import { createSystems, letItHappen } from './history.js';

/** A call that shows a decision on the demo data. */
export const DEMO_CALL = '/v1/ivr/lookup?phone=%2B447700900101&topic=billing';
/** Days before today on which the customers of the demo stated what they want. */
const DAYS = 400;
/** Days between two on which something happens. */
const STEP = 2;
const HOUR = DAY / 24;
/** Past midnight in UTC, when offices in Europe are open. */
const OFFICE_HOUR = 8 * HOUR;

const CALLER: Caller = { keyId: 'demo', name: 'demo', scopes: new Set(SCOPES), authorities: AUTHORITIES };

/**
 * Loads the demo: customers, what they stated a year ago, and what happened since. What was loaded or changed before
 * stays as it is. Answers how many customers there are. The clock of this application is put back meanwhile, so nothing
 * else may use it yet.
 */
export async function loadDemo(app: INestApplicationContext): Promise<number> {
  const clock = app.get(Clock);
  const start = clock.now() - (clock.now() % DAY) - DAYS * DAY;
  const customerIds = await at(clock, start, () => loadCustomers(app));
  if (customerIds.length > 0) {
    const systems = await createSystems(app);
    for (let day = 1; day < DAYS; day += STEP)
      await at(clock, start + day * DAY + OFFICE_HOUR + (day % 7) * HOUR, () =>
        letItHappen(app, systems, customerIds, day / DAYS),
      );
    app.get(RollUpTimer).runSoon();
  }
  return DEMO_CUSTOMERS.length;
}

/** The ids of the customers that were not there yet. */
async function loadCustomers(app: INestApplicationContext): Promise<string[]> {
  const [customers, preferences] = [app.get(CustomerService), app.get(PreferencesService)];
  const ids: string[] = [];
  for (const { id, customer, preferences: stated } of DEMO_CUSTOMERS) {
    const { body, created } = await customers.upsert(CALLER, { system: 'demo', id }, null, customer);
    if (created) ids.push(body.id);
    if (created && stated) await preferences.replace(CALLER, body.id, [0], stated);
  }
  return ids;
}

/** Runs work as if it were another instant. */
async function at<T>(clock: Clock, instant: number, work: () => Promise<T>): Promise<T> {
  const { now } = clock;
  clock.now = () => instant;
  try {
    return await work();
  } finally {
    clock.now = now;
  }
}

/** A link to the page of the first demo customer. */
export async function createDemoLink(app: INestApplicationContext): Promise<string> {
  const [first] = DEMO_CUSTOMERS;
  const { body } = await app
    .get(CustomerService)
    .upsert(CALLER, { system: 'demo', id: first?.id ?? '' }, null, {});
  const link = await app.get(PageLinksService).create(CALLER, body.id, { expiresIn: 'P1D' });
  return link.url;
}
