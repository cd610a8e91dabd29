import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { openedPoints } from '../support/sealing.js';
import { makeDataDir, startService, type Service } from '../support/service-process.js';
import { until } from '../support/until.js';

// Once here, for everyone and always; a hundred times, with everything else that can break, in `npm run test:faults`.

const WRITERS = 6;
/** Customers, calls with a key of their own, and look-ups that were answered before the service is killed. */
const LOAD = 40;
const KEY = 'bootstrap-key-of-at-least-32-characters';
/** What a write itself may take, milliseconds; on a busy machine look-ups pause too, which tells how busy it is. */
const SLOW_WRITE = 200;

/** What a writer was told: the customer, and the last version that was acknowledged. */
interface Acknowledged {
  readonly id: string;
  version: number;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

const dataDir = makeDataDir();
let database: TestDatabase;
let service: Service;
let killedAt = 0;
const told: Acknowledged[] = [];
/** Calls by their idempotency key, with what was answered; null where nothing was. */
const added = new Map<string, string | null>();
const lookUps: { id: string; at: number }[] = [];

beforeAll(async () => {
  database = await createDatabase();
  service = await start();
  const callers = [
    ...Array.from({ length: WRITERS }, () => untilItDies(writeCustomer)),
    ...Array.from({ length: WRITERS }, () => untilItDies(addOnce)),
    untilItDies(lookUp),
  ];
  const answered = () => [...added.values()].filter((text) => text !== null).length;
  const begun = performance.now();
  await until(
    () => Math.min(told.length, answered(), lookUps.length) >= LOAD && performance.now() - begun > 1_000,
    120_000,
  );
  killedAt = performance.now();
  await service.end('SIGKILL');
  await Promise.all(callers);
  service = await start();
});
afterAll(async () => {
  await service.end('SIGKILL');
  await database.drop();
  await dataDir.remove();
});

const start = () => startService({ DATABASE_URL: database.url, DATA_DIR: dataDir.path, BOOTSTRAP_KEY: KEY });

test('kill -9 under write load loses nothing that was acknowledged, and makes nothing double', async () => {
  const ledger = await database.query<{ id: string; versions: number[] }>(
    `select customer_id as id, array_agg(version order by sequence) as versions
       from change where snapshot is not null group by customer_id`,
  );
  const versionsOf = new Map(ledger.map(({ id, versions }) => [id, versions]));
  const states = await database.query<{ id: string; version: number; created: number }>(
    `select c.id, coalesce(p.version, 0) as version,
            (select count(*)::int from change where customer_id = c.id and type = 'customer.created') as created
       from customer c left join preferences p on p.customer_id = c.id`,
  );
  const stateOf = new Map(states.map((state) => [state.id, state]));
  for (const { id, version } of told) {
    const state = stateOf.get(id);
    expect(state, `customer ${id}`).toMatchObject({ created: 1 });
    // a write that was under way may be there or not
    expect([version, version + 1]).toContain(state?.version);
    const whole = Array.from({ length: state?.version ?? 0 }, (_, index) => index + 1);
    expect(versionsOf.get(id) ?? []).toEqual(whole);
  }
  expect((await call('GET', `/v1/customers/${told.at(-1)?.id}/preferences`)).status).toBe(200);
});

test('after it every call can be repeated with its key, and none took effect twice', async () => {
  await database.query(`update remembered_call set leased_until = now() - interval '1 s'`);
  for (const [handle, text] of added) {
    const again = await add(handle);
    if (text !== null) expect(again).toMatchObject({ status: 201, text });
    else expect(again.text).toMatch(/"id":|idempotency_reply_lost/);
  }
  const stored = (await openedPoints(database)).map(({ value }) => value);
  expect(stored.sort()).toEqual([...added.keys()].sort());
});

test('of the log of decisions it loses no more than the last 200 ms', async () => {
  const kept = new Set((await database.query<{ id: string }>('select id from decision')).map(({ id }) => id));
  expect(kept.size).toBeGreaterThan(0);
  const lost = lookUps.filter(({ id }) => !kept.has(id));
  const pauses = lookUps.slice(1).map(({ at }, index) => at - (lookUps[index]?.at ?? at));
  const slowness = SLOW_WRITE + 2 * Math.max(...pauses);
  for (const { at } of lost) expect(killedAt - at).toBeLessThanOrEqual(200 + slowness);
});

async function call(method: string, path: string, body?: object, headers?: Record<string, string>) {
  const response = await fetch(service.url + path, {
    method,
    headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/json', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) } as Answer;
}

/** Again and again; what is cut off is no answer. */
async function untilItDies(work: () => Promise<unknown>): Promise<void> {
  try {
    for (;;) await work();
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
  }
}

/** A customer and three versions of choices. A busy service may refuse for want of time: that is no acknowledgement. */
async function writeCustomer(): Promise<void> {
  const path = `/v1/customers/by-external-id/load/${randomBytes(8).toString('hex')}`;
  const { status, body } = await call('PUT', path, {});
  if (status === 503) return;
  if (status !== 201) throw new Error(`A customer was not stored: ${status}.`);
  const customer: Acknowledged = { id: body['id'] as string, version: 0 };
  told.push(customer);
  for (const channel of ['phone', 'email', 'chat']) {
    const match = { 'If-Match': `"${customer.version}"` };
    const choices = { general: { channels: [{ channel }] } };
    const answer = await call('PUT', `/v1/customers/${customer.id}/preferences`, choices, match);
    if (answer.status === 503) return;
    if (answer.status !== 200) throw new Error(`Preferences were not stored: ${answer.status}.`);
    customer.version += 1;
  }
}

/** Adds a customer with a handle, under an idempotency key that is the same. */
function add(handle: string): Promise<Answer> {
  const body = { contactPoints: [{ kind: 'handle', value: handle }] };
  return call('POST', '/v1/customers', body, { 'Idempotency-Key': handle });
}

async function addOnce(): Promise<void> {
  const handle = `handle-${randomBytes(8).toString('hex')}`;
  added.set(handle, null);
  added.set(handle, (await add(handle)).text);
}

async function lookUp(): Promise<void> {
  const { body } = await call('GET', '/v1/ivr/lookup?phone=%2B447700900101');
  lookUps.push({ id: body['decision_id'] as string, at: performance.now() });
}
