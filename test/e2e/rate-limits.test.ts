import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KeysService } from '../../src/access/index.js';
import { startApp, type Client, type TestApp } from '../support/app.js';
import { aCustomer } from '../support/examples.js';
import { faultsOfFlatAnswer } from '../support/ivr.js';
import { problemOf } from '../support/problems.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ settings: { RATE_LIMITS: 'reads=20 bulk=3 lookups=20 self=3' } });
  await aCustomer(app.api, { contactPoints: [{ kind: 'phone', value: '+447700900999' }] });
});
afterAll(() => app.stop());

const aKey = async (limits = {}): Promise<Client> => {
  const wanted = {
    name: 'limited',
    scopes: ['customers:read', 'preferences:read', 'decisions:read'] as const,
  };
  return app.as((await app.nest.get(KeysService).create({ ...wanted, limits })).key);
};
const metric = async (line: string) =>
  Number(new RegExp(`^${line} (\\d+)$`, 'm').exec((await app.api.get('/metrics')).text)?.[1] ?? 0);

describe('the limit of a key', () => {
  test('is told in every answer, by group of routes', async () => {
    const key = await aKey();
    const first = await key.get('/v1/topics');
    expect(first.headers['ratelimit-policy']).toBe('"reads";q=20;w=60');
    expect(first.headers['ratelimit']).toBe('"reads";r=19;t=60');
    const second = await key.get('/v1/customers');
    expect(second.headers['ratelimit']).toMatch(/^"reads";r=18;t=(60|5\d)$/);
    const bulk = await key.get('/v1/exports');
    expect(bulk.headers['ratelimit']).toBe('"bulk";r=2;t=60');
    expect(first.headers['retry-after']).toBeUndefined();
  });

  test('refuses what is beyond it with 429 and the time to wait, and is of that key and group alone', async () => {
    const [key, other] = [await aKey(), await aKey()];
    const before = await metric('voorkeur_refused_total\\{group="bulk",reason="quota"\\}');
    const statuses = [];
    for (let call = 0; call < 4; call += 1) statuses.push((await key.get('/v1/exports')).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    const refused = await key.get('/v1/exports');
    expect(problemOf(refused)).toBe('429 rate_limited');
    expect(refused.headers['ratelimit']).toMatch(/^"bulk";r=0;t=\d+$/);
    const wait = Number(refused.headers['retry-after']);
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect((await key.get('/v1/topics')).status).toBe(200);
    expect((await other.get('/v1/exports')).status).toBe(200);
    expect(await metric('voorkeur_refused_total\\{group="bulk",reason="quota"\\}')).toBe(before + 2);
  });

  test('counts calls that come at once', async () => {
    const key = await aKey();
    const answers = await Promise.all(Array.from({ length: 30 }, () => key.get('/v1/topics')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10);
  });

  test('does not end a call: the IVR is answered without the store', async () => {
    const key = await aKey({ lookups: 2 });
    const ask = (query = {}) => key.get('/v1/ivr/lookup').query({ phone: '+447700900999', ...query });
    expect([(await ask()).body.degraded, (await ask()).body.degraded]).toEqual(['no', 'no']);
    const spared = await ask();
    expect(spared.status).toBe(200);
    expect(faultsOfFlatAnswer(spared.body)).toEqual([]);
    expect(spared.body).toMatchObject({ degraded: 'yes', action: 'serve', mode: 'any', found: 'no' });
    expect(Number(spared.headers['retry-after'])).toBeGreaterThan(0);
    expect((await ask({ direction: 'outbound' })).body).toMatchObject({ action: 'refrain' });
    expect((await ask({ format: 'no' })).status).toBe(400);
    const body = { customer: { phone: '+447700900999' }, direction: 'inbound' };
    expect(problemOf(await key.post('/v1/decisions').send(body))).toBe('429 rate_limited');
  });

  test('can be another one for a key, and be changed while the service runs', async () => {
    const keys = app.nest.get(KeysService);
    const { id, key } = await keys.create({
      name: 'wide',
      scopes: ['customers:read'],
      limits: { reads: 25 },
    });
    const client = app.as(key);
    expect((await client.get('/v1/topics')).headers['ratelimit-policy']).toBe('"reads";q=25;w=60');
    await keys.limit(id, { reads: 1 });
    app.clock.advance(2_000);
    await expect.poll(async () => (await client.get('/v1/topics')).status).toBe(429);
    await keys.limit(id, {});
    app.clock.advance(2_000);
    await expect.poll(async () => (await client.get('/v1/topics')).status).toBe(200);
    await expect(keys.limit('nobody', {})).rejects.toMatchObject({ kind: 'not_found' });
  });

  test("counts a customer's own token for that customer", async () => {
    const [one, other] = [await aCustomer(app.api, {}), await aCustomer(app.api, {})];
    const tokenOf = async (id: string) =>
      app.as((await app.api.post(`/v1/customers/${id}/tokens`).send({})).body.token as string);
    const first = await tokenOf(one.id);
    for (let call = 0; call < 3; call += 1) expect((await first.get('/v1/me')).status).toBe(200);
    expect(problemOf(await first.get('/v1/me'))).toBe('429 rate_limited');
    expect(problemOf(await (await tokenOf(one.id)).get('/v1/me'))).toBe('429 rate_limited');
    expect((await (await tokenOf(other.id)).get('/v1/me')).status).toBe(200);
  });

  test('is not there for health and metrics, nor for who has no key', async () => {
    for (const path of ['/health/live', '/metrics', '/v1/topics']) {
      const { headers } = await app.as().get(path);
      expect(headers['ratelimit'], path).toBeUndefined();
    }
  });

  test('is told by no key, name or secret in the metrics', async () => {
    const { text } = await app.api.get('/metrics');
    expect(text).toContain('voorkeur_refused_total');
    expect(text).not.toMatch(/vk_|limited"|wide/);
  });
});
