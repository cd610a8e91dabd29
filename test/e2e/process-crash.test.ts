import { randomBytes } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { startEmbeddedDatabase } from '../../src/platform/embedded-database.js';
import { onServer } from '../support/sql.js';
import { makeDataDir, startService, type Service } from '../support/service-process.js';
import { until } from '../support/until.js';

const ROUNDS = 3;
const WRITERS = 8;
/** Customers that were stored, or look-ups that were answered, before the service is killed. */
const LOAD = 60;

const dataDir = makeDataDir();
let service: Service | undefined;
afterAll(async () => {
  await service?.end('SIGKILL');
  await dataDir.remove();
});

/** Starts what was killed; every start takes seconds, so one that runs goes on being used. */
const restart = async () => (service = await startService({ DATA_DIR: dataDir.path }));
const running = async () => service ?? (await restart());

/** What a writer was told: the customer, and the last version that was acknowledged. */
interface Acknowledged {
  readonly id: string;
  version: number;
}

test(
  'kill -9 under write load loses nothing that was acknowledged, and makes nothing double',
  { timeout: 600_000 },
  async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { url, demoKey, end } = await running();
      const call = caller(url, demoKey);
      const told: Acknowledged[] = [];
      const writers = Array.from({ length: WRITERS }, () => writeUntilItDies(call, told));
      await until(() => told.length >= LOAD, 120_000);
      await end('SIGKILL');
      await Promise.all(writers);

      const again = await restart();
      await expectAllThere(caller(again.url, again.demoKey), told);
    }
  },
);

test('of the log of decisions, kill -9 loses no more than the last 200 ms', async () => {
  const { url, demoKey, end } = await running();
  const call = caller(url, demoKey);
  const answered: { id: string; at: number }[] = [];
  const dead = { yes: false };
  const asking = (async () => {
    while (!dead.yes) {
      const answer = await call('GET', '/v1/ivr/lookup?phone=%2B447700900101').catch(() => null);
      if (answer) answered.push({ id: answer.body['decision_id'] as string, at: performance.now() });
    }
  })();
  const begun = performance.now();
  await until(() => answered.length >= LOAD && performance.now() - begun > 1_000, 120_000);
  const killedAt = performance.now();
  await end('SIGKILL');
  dead.yes = true;
  await asking;
  await restart();
  const kept = new Set((await rows('select id from decision')).map(({ id }) => id));
  expect(kept.size).toBeGreaterThan(0);
  const lost = answered.filter(({ id }) => !kept.has(id));
  const pauses = answered.slice(1).map(({ at }, index) => at - (answered[index]?.at ?? at));
  const slowness = SLOW_WRITE + 2 * Math.max(...pauses);
  for (const { at } of lost) expect(killedAt - at).toBeLessThanOrEqual(200 + slowness);
}, 600_000);

/** What a write itself may take, milliseconds; on a busy machine look-ups pause too, which tells how busy it is. */
const SLOW_WRITE = 200;

type Call = (
  method: string,
  path: string,
  body?: object,
  headers?: Record<string, string>,
) => Promise<{ status: number; body: Record<string, unknown> }>;

function caller(url: string, key: string): Call {
  return async (method, path, body, headers) => {
    const response = await fetch(url + path, {
      method,
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
}

/**
 * Stores a customer and three versions of preferences, again and again; ends when the service does. On a busy machine
 * the service may refuse for want of time: that is no acknowledgement.
 */
async function writeUntilItDies(call: Call, told: Acknowledged[]): Promise<void> {
  for (;;) {
    try {
      const { status, body } = await call(
        'PUT',
        `/v1/customers/by-external-id/load/${randomBytes(8).toString('hex')}`,
        {},
      );
      if (status === 503) continue;
      if (status !== 201) throw new Error(`A customer was not stored: ${status}.`);
      const customer: Acknowledged = { id: body['id'] as string, version: 0 };
      told.push(customer);
      for (const channel of ['phone', 'email', 'chat']) {
        const path = `/v1/customers/${customer.id}/preferences`;
        const match = { 'If-Match': `"${customer.version}"` };
        const answer = await call('PUT', path, { general: { channels: [{ channel }] } }, match);
        if (answer.status === 503) break;
        if (answer.status !== 200) throw new Error(`Preferences were not stored: ${answer.status}.`);
        customer.version += 1;
      }
    } catch (error) {
      if (error instanceof TypeError || error instanceof SyntaxError) return;
      throw error;
    }
  }
}

/** A write that was under way when the service died may be there or not; all that was acknowledged must be, once. */
async function expectAllThere(call: Call, told: readonly Acknowledged[]): Promise<void> {
  const ledger = await rows(
    `select customer_id as id, array_agg(version order by sequence) as versions
       from change where snapshot is not null group by customer_id`,
  );
  const versionsOf = new Map(ledger.map(({ id, versions }) => [id, versions as number[]]));
  const states = await rows(
    `select c.id, coalesce(p.version, 0) as version,
            (select count(*)::int from change where customer_id = c.id and type = 'customer.created') as created
       from customer c left join preferences p on p.customer_id = c.id`,
  );
  const stateOf = new Map(states.map((state) => [state['id'], state]));
  for (const { id, version } of told) {
    const state = stateOf.get(id);
    expect(state, `customer ${id}`).toMatchObject({ created: 1 });
    expect([version, version + 1]).toContain(state?.['version']);
    const whole = Array.from({ length: state?.['version'] as number }, (_, index) => index + 1);
    expect(versionsOf.get(id) ?? []).toEqual(whole);
  }
  const last = told.at(-1);
  expect((await call('GET', `/v1/customers/${last?.id}/preferences`)).status).toBe(200);
}

/** Rows from the embedded database, past the service. */
async function rows(text: string): Promise<Record<string, unknown>[]> {
  const { url } = await startEmbeddedDatabase(dataDir.path);
  return onServer(url, text);
}
