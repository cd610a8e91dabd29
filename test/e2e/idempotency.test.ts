import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { DecisionLog } from '../../src/decisions/decision-log.js';
import { IdempotencyService } from '../../src/idempotency/idempotency.service.js';
import { SCOPES } from '../../src/platform/scopes.js';
import { startApp, startTwin, type TestApp } from '../support/app.js';
import { aCustomer, aPhone, contactPoints } from '../support/examples.js';
import { problemOf } from '../support/problems.js';
import { until } from '../support/until.js';

/** Keys in the test of parallel calls, each with twenty identical calls. */
const KEYS = 30;
const CALLS = 20;

let app: TestApp;
let twin: Awaited<ReturnType<typeof startTwin>>;
let key: string;
beforeAll(async () => {
  app = await startApp({ realTime: true });
  twin = await startTwin(app);
  ({ key } = await app.newKey(SCOPES));
});
afterAll(async () => {
  await twin.stop();
  await app.stop();
});

const once = (path: string, idempotencyKey: string, body?: object) =>
  app.api.post(path).set('Idempotency-Key', idempotencyKey).send(body);
const externalId = (id: string) => ({ externalIds: [{ system: 'crm', id }] });
const customers = async () =>
  Number((await app.database.query('select count(*) from customer'))[0]?.['count']);
const remembered = () => app.database.query<{ row: string }>('select t::text as row from remembered_call t');

describe('a call that is repeated with its key', () => {
  test('is answered by the same reply, and takes effect once', async () => {
    const before = await customers();
    const first = await once('/v1/customers', '"create-1"', contactPoints());
    const body = {
      contactPoints: first.body.contactPoints.map(({ kind, value }: never) => ({ kind, value })),
    };
    const again = await once('/v1/customers', '"create-1"', body);
    expect(first.status).toBe(201);
    expect(first.headers['idempotent-replayed']).toBeUndefined();
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(again.headers).toMatchObject({
      'idempotent-replayed': 'true',
      location: first.headers['location'],
      etag: '"1"',
      'content-type': first.headers['content-type'],
      'cache-control': 'no-store',
    });
    expect(await customers()).toBe(before + 1);
  });

  test('is the same call with its key bare or in quotes, and on another instance', async () => {
    const body = contactPoints();
    const first = await once('/v1/customers', 'create-2', body);
    const twinApi = request.agent(twin.url).auth(key, { type: 'bearer' });
    const other = await twinApi.post('/v1/customers').set('Idempotency-Key', '"create-2"').send(body);
    expect(other.body.id, 'another caller has keys of its own').not.toBe(first.body.id);
    const own = await app.as(key).post('/v1/customers').set('Idempotency-Key', 'own').send({});
    const again = await twinApi.post('/v1/customers').set('Idempotency-Key', '"own"').send({});
    expect(first.status).toBe(201);
    expect(again.body).toEqual(own.body);
  });

  test('is refused with another body, address or version', async () => {
    const { body } = await once('/v1/customers', 'create-3', {});
    const confirm = `/v1/customers/${body.id}/preferences/confirm`;
    expect(problemOf(await once('/v1/customers', 'create-3', externalId('x')))).toBe(
      '422 idempotency_mismatch',
    );
    expect(problemOf(await once(confirm, 'create-3', {}))).toBe('422 idempotency_mismatch');
    expect((await once(confirm, 'confirm', {})).status).toBe(200);
    const other = await once(confirm, 'confirm', {}).set('If-Match', '"0"');
    expect(problemOf(other)).toBe('422 idempotency_mismatch');
  });

  test('gets the same refusal again, also when it would be let through by now', async () => {
    const { id } = await aCustomer(app.api, externalId('taken'));
    const first = await once('/v1/customers', 'refused', externalId('taken'));
    await app.api.patch(`/v1/customers/${id}`).set('If-Match', '*').send({ externalIds: [] });
    const again = await once('/v1/customers', 'refused', externalId('taken'));
    expect([first.status, again.status]).toEqual([409, 409]);
    expect(again.text).toBe(first.text);
  });

  test('may be mended under the same key when the request itself had a fault', async () => {
    expect((await once('/v1/customers', 'mended', { silenced: 'maybe' })).status).toBe(422);
    expect((await once('/v1/customers', 'mended', { silenced: 'legal' })).status).toBe(201);
  });

  test('is a new call after a day', async () => {
    const body = contactPoints();
    const first = await once('/v1/customers', 'daily', body);
    await app.database.query(`update remembered_call set claimed_at = claimed_at - interval '23 h 59 min'`);
    expect((await once('/v1/customers', 'daily', body)).body.id).toBe(first.body.id);
    await app.database.query(`update remembered_call set claimed_at = claimed_at - interval '1 min'`);
    expect((await once('/v1/customers', 'daily', body)).body.id).not.toBe(first.body.id);
    expect((await remembered()).length).toBeGreaterThan(1);
    await app.nest.get(IdempotencyService).forgetOld();
    expect(await remembered()).toHaveLength(1);
  });
});

describe('every POST', () => {
  test.each([
    [
      'a decision, which is logged once',
      '/v1/decisions',
      { direction: 'inbound', customer: { phone: '+442079460001' } },
    ],
    ['a search', '/v1/customers/search', { phone: '+442079460001' }],
    ['a look-up', '/v1/ivr/lookup', { phone: '+442079460001', format: 'xml' }],
    ['a link', '/v1/customers/ID/page-links', {}],
    ['a token', '/v1/customers/ID/tokens', {}],
    ['a confirmation', '/v1/customers/ID/preferences/confirm', { source: { authority: 'customer' } }],
  ])('can be repeated: %s', async (_, path, body) => {
    const { id } = await aCustomer(app.api);
    const address = path.replace('ID', id);
    const idempotencyKey = randomUUID();
    const log = app.nest.get(DecisionLog);
    await log.flush();
    const decided = () => app.database.query('select 1 from decision');
    const before = (await decided()).length;
    const first = await once(address, idempotencyKey, body);
    const again = await once(address, idempotencyKey, body);
    expect(first.status, first.text).toBeLessThan(300);
    expect([again.status, again.headers['content-type'], again.text]).toEqual([
      first.status,
      first.headers['content-type'],
      first.text,
    ]);
    expect(again.headers['idempotent-replayed']).toBe('true');
    await log.flush();
    expect((await decided()).length - before).toBe(/decisions|ivr/.test(path) ? 1 : 0);
  });

  test('that is streamed refuses the key', async () => {
    const call = once('/v1/decisions/batch', 'streamed').set('Content-Type', 'application/x-ndjson');
    expect(problemOf(await call.send('' as never))).toMatch(/^422 invalid Idempotency-Key$|^400 malformed$/);
    const lines = app.api.post('/v1/decisions/batch').set('Idempotency-Key', 'streamed');
    const answer = await lines.set('Content-Type', 'application/x-ndjson').send('{}\n');
    expect(problemOf(answer)).toBe('422 invalid Idempotency-Key');
  });

  test.each(['', '""', '"a', 'a b', 'a,b', '"a", "b"', '"é"', 'x'.repeat(256), '"a";b=1', ':'.repeat(300)])(
    'refuses a key that is none: %s',
    async (header) => {
      const answer = await once('/v1/customers', header, {});
      expect(problemOf(answer)).toBe('400 malformed');
    },
  );

  test.each(['"a b, \\"c\\" \\\\ ;"', 'x'.repeat(255), '8e03978e-40d5-43dd-bc93-6894a57f9324'])(
    'takes the key %s',
    async (header) => {
      expect((await once('/v1/customers', header, {})).status).toBe(201);
    },
  );
});

test('of a call that is under way a second one is told so, and when to come again', async () => {
  const blocker = await lockCustomers();
  const first = once('/v1/customers', 'slow', {}).then((answer) => answer);
  await until(async () => (await remembered()).some(({ row }) => row.includes(',f,,{')));
  const second = await once('/v1/customers', 'slow', {});
  expect(problemOf(second)).toBe('409 idempotency_running');
  expect(second.headers['retry-after']).toBe('1');
  await blocker.release();
  expect((await first).status).toBe(201);
  expect((await once('/v1/customers', 'slow', {})).body).toEqual((await first).body);
});

test('a call at the IVR does not wait for its answer to be remembered', async () => {
  const keep = vi
    .spyOn(app.nest.get(IdempotencyService), 'keep')
    .mockReturnValue(new Promise(() => undefined));
  const from = performance.now();
  const { status, body } = await once('/v1/ivr/lookup', 'never-kept', { phone: '+442079460001' });
  keep.mockRestore();
  expect([status, body.degraded]).toEqual([200, 'no']);
  expect(performance.now() - from).toBeLessThan(1_500);
});

test('an attempt that was given up takes no effect any more', async () => {
  const before = await customers();
  const blocker = await lockCustomers();
  const first = once('/v1/customers', 'given-up', {}).then((answer) => answer);
  await until(async () => (await remembered()).some(({ row }) => row.includes(',f,,{')));
  await app.database.query(
    `update remembered_call set leased_until = now() - interval '1 s' where reply is null`,
  );
  const second = once('/v1/customers', 'given-up', {}).then((answer) => answer);
  await until(
    async () =>
      (await app.database.query(`select 1 from remembered_call where reply is null and leased_until > now()`))
        .length > 0,
  );
  await blocker.release();
  const answers = [await first, await second];
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect(await customers()).toBe(before + 1);
});

test('after a crash between the effect and its reply a repetition is told that it took effect', async () => {
  await once('/v1/customers', 'crashed', {});
  const before = await customers();
  await app.database.query(
    `update remembered_call set reply = null, leased_until = now() - interval '1 s'
      where claimed_at = (select max(claimed_at) from remembered_call)`,
  );
  expect(problemOf(await once('/v1/customers', 'crashed', {}))).toBe('409 idempotency_reply_lost');
  expect(await customers()).toBe(before);
});

test('nothing of a reply, a call or a key can be read in the database', async () => {
  const phone = aPhone();
  const { body } = await once('/v1/customers', 'legible-key', contactPoints(phone));
  const { body: token } = await once(`/v1/customers/${body.id}/tokens`, 'legible-token', {});
  const rows = await app.database.query<{ row: string; reply: Buffer | null }>(
    'select t::text as row, reply from remembered_call t',
  );
  const text = rows.map(({ row, reply }) => row + (reply?.toString('latin1') ?? '')).join('\n');
  expect(rows.filter(({ reply }) => reply !== null).length).toBeGreaterThan(1);
  // The ids of customers stand there, so that what is kept of them can be erased
  for (const secret of [phone.slice(-9), token.token, 'legible', 'contactPoints'])
    expect(text).not.toContain(secret);
});

test(
  `of ${CALLS} identical calls at once, on two instances, one takes effect, for each of ${KEYS} keys`,
  { timeout: 60_000 + KEYS * 500 },
  async () => {
    const before = await customers();
    const apis = [app.url, twin.url].map((url) => request.agent(url).auth(key, { type: 'bearer' }));
    const statuses = new Map<number, number>();
    for (let index = 0; index < KEYS; index += 1) {
      const ids = new Set<string>();
      const call = async (_: unknown, nth: number) => {
        const api = apis[nth % apis.length] ?? app.api;
        const sent = api.post('/v1/customers').set('Idempotency-Key', `"parallel-${index}"`);
        const { status, body } = await sent.send(externalId(`parallel-${index}`));
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (status === 201) ids.add(body.id);
        else expect(body.type).toBe('urn:voorkeur:problem:idempotency_running');
      };
      await Promise.all(Array.from({ length: CALLS }, call));
      expect(ids.size).toBe(1);
    }
    expect(await customers()).toBe(before + KEYS);
    expect([...statuses.keys()].sort()).toEqual([201, 409]);
  },
);

/** Holds up every new customer until it is released. */
async function lockCustomers() {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: app.database.url });
  await client.connect();
  await client.query('begin; lock table customer in share mode');
  return {
    release: async () => {
      await client.query('rollback');
      await client.end();
    },
  };
}
