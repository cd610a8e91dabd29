import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KeysService } from '../../src/access/index.js';
import { Redis } from '../../src/rate-limits/redis.js';
import { startApp, startTwin, type Client, type TestApp } from '../support/app.js';
import { aCustomer } from '../support/examples.js';
import { hasRedis, startRedis, type RedisServer } from '../support/redis-server.js';
import { strangers } from '../support/strangers.js';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { until } from '../support/until.js';

const KNOWN = '+447911123456';
const ALLOWED = 150;

const decide = (client: Client, phone: string) =>
  client.post('/v1/decisions').send({ customer: { phone }, direction: 'inbound' });

const newKey = (app: TestApp, limits = {}) =>
  app.nest.get(KeysService).create({ name: 'asker', scopes: ['decisions:read', 'customers:read'], limits });

/** What a stopped answer looks like, and how long answers took. */
async function misses(client: Client, count: number, from = 0) {
  const answers = [];
  for (const phone of strangers(count, from)) answers.push(await decide(client, phone));
  return answers.filter(({ status }) => status === 200).length;
}

describe.runIf(hasRedis())('instances with a Redis', () => {
  let redis: RedisServer;
  let proxy: TcpProxy;
  let app: TestApp;
  let twin: { url: string; stop(): Promise<void> };
  let settings: Record<string, string>;
  beforeAll(async () => {
    redis = await startRedis();
    proxy = await startTcpProxy({ host: '127.0.0.1', port: redis.port });
    settings = { REDIS_URL: `redis://127.0.0.1:${proxy.port}`, RATE_LIMITS: 'reads=40' };
    app = await startApp({ settings, realTime: true }); // as the twin: instances have one time
    await aCustomer(app.api, { contactPoints: [{ kind: 'phone', value: KNOWN }] });
    twin = await startTwin(app, settings);
    await until(isReady);
  });
  afterAll(async () => {
    await twin.stop();
    await app.stop();
    await proxy.close();
    await redis.stop();
  });

  const isReady = () => app.nest.get(Redis).client?.isReady ?? false;
  const there = (key: string): Client => Object.assign(app.as(key), { app: twin.url });
  const leftAt = async (client: Client) =>
    Number(/r=(\d+)/.exec((await client.get('/v1/topics')).headers['ratelimit'] ?? '')?.[1]);

  test('count the calls of a key together', async () => {
    const { key } = await newKey(app);
    const [here, other] = [app.as(key), there(key)];
    for (let call = 0; call < 15; call += 1) {
      await here.get('/v1/topics');
      await other.get('/v1/topics');
    }
    await until(async () => (await leftAt(here)) <= 9);
    await until(async () => (await here.get('/v1/topics')).status === 429);
    await until(async () => (await other.get('/v1/topics')).status === 429);
  });

  test('stop a key that tries out numbers at both of them, and tell of it once', async () => {
    const { id, key } = await newKey(app);
    const [here, other] = [app.as(key), there(key)];
    let answered = 0;
    for (let round = 0; round < 20; round += 1) {
      answered += await misses(here, 10, 1_000 + round * 20);
      answered += await misses(other, 10, 1_010 + round * 20);
    }
    expect(answered).toBeGreaterThanOrEqual(ALLOWED);
    expect(answered).toBeLessThanOrEqual(200); // more than 150 only where Redis took too long to answer
    expect([(await decide(here, KNOWN)).status, (await decide(other, KNOWN)).status]).toEqual([429, 429]);
    const told = async () => {
      const { body } = await app.api.get('/v1/changes').query({ types: 'security.enumeration_suspected' });
      return (body.items as { data: { keyId: string } }[]).filter(({ data }) => data.keyId === id).length;
    };
    await until(async () => (await told()) > 0);
    expect(await told()).toBe(1);
  });

  test('count the same stranger once, wherever it is asked for', async () => {
    const { key } = await newKey(app, { misses: 20 });
    expect(await misses(app.as(key), 20, 2_000)).toBe(20);
    expect(await misses(there(key), 20, 2_000)).toBe(20);
    expect(await misses(there(key), 1, 3_000)).toBe(0);
  });

  test('keep no number there', async () => {
    const client = app.nest.get(Redis).client;
    const names = (await client?.keys('*')) ?? [];
    expect(names.some((name) => name.startsWith('voorkeur:misses:'))).toBe(true);
    for (const name of names) {
      expect(name).not.toMatch(/447700\d{6}/);
      expect(await client?.pTTL(name), name).toBeGreaterThan(0);
      if (!name.startsWith('voorkeur:misses:')) continue;
      for (const mark of (await client?.sMembers(name)) ?? []) expect(mark).toMatch(/^[0-9a-z]{1,10}$/);
    }
  });

  test.each([
    ['hangs', () => proxy.hang()],
    ['is gone', () => proxy.cut()],
  ])('go on by themselves, and at once, when it %s', async (_, goAway) => {
    await until(isReady);
    goAway();
    try {
      const { key } = await newKey(app);
      const start = performance.now();
      expect(await misses(app.as(key), 200, 4_000)).toBe(ALLOWED);
      // no more than one in a second waits for Redis, for a tenth of a second
      const seconds = (performance.now() - start) / 1_000;
      expect(seconds).toBeLessThan(30);
      const calls = await newKey(app);
      for (let call = 0; call < 40; call += 1)
        expect((await app.as(calls.key).get('/v1/topics')).status).toBe(200);
      expect((await app.as(calls.key).get('/v1/topics')).status).toBe(429);
    } finally {
      proxy.restore();
    }
    await until(isReady, 20_000);
  });
});

describe('a Redis that is not there', () => {
  test('keeps nobody from starting, and limits hold', async () => {
    const nowhere = await startTcpProxy({ host: '127.0.0.1', port: 1 });
    nowhere.hang();
    const settings = { REDIS_URL: `redis://127.0.0.1:${nowhere.port}`, RATE_LIMITS: 'reads=5' };
    const app = await startApp({ settings });
    try {
      const client = app.as((await newKey(app, { misses: 7 })).key);
      for (let call = 0; call < 5; call += 1) expect((await client.get('/v1/topics')).status).toBe(200);
      expect((await client.get('/v1/topics')).status).toBe(429);
      expect(await misses(client, 20)).toBe(7);
    } finally {
      await app.stop();
      await nowhere.close();
    }
  });
});
