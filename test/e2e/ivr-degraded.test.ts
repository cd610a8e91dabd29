import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startApp, type Client, type TestApp } from '../support/app.js';
import { aCustomer } from '../support/examples.js';
import { faultsOfFlatAnswer } from '../support/ivr.js';
import { addressOf, startTcpProxy, viaProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { until } from '../support/until.js';

let proxy: TcpProxy;
let app: TestApp;
let ivr: Client;
beforeAll(async () => {
  app = await startApp({
    realTime: true,
    databaseUrl: async (url) => {
      proxy = await startTcpProxy(addressOf(url));
      return viaProxy(url, proxy);
    },
  });
  await aCustomer(app.api, { contactPoints: [{ kind: 'phone', value: '+447700900123' }] });
  ivr = app.as((await app.newKey(['decisions:read'])).key);
});
afterEach(async () => {
  proxy.restore();
  await until(async () => (await lookUp()).body.degraded === 'no');
});
afterAll(async () => {
  await app.stop();
  await proxy.close();
});

const lookUp = (query: object = {}) => ivr.get('/v1/ivr/lookup').query({ phone: '+447700900123', ...query });

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const start = performance.now();
  return [await work(), performance.now() - start];
}

describe.each([
  ['is gone', () => proxy.cut()],
  ['hangs', () => proxy.hang()],
])('while the database %s', (_, block) => {
  test('a caller is served, in less than 1.5 seconds', async () => {
    await lookUp();
    block();
    const [{ status, body }, milliseconds] = await timed(async () => lookUp({ arrivedOn: 'phone' }));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      degraded: 'yes',
      action: 'serve',
      mode: 'any',
      channel: 'phone',
      found: 'no',
    });
    expect(faultsOfFlatAnswer(body)).toEqual([]);
    expect(milliseconds).toBeLessThan(1_500);
  });

  test('nobody is called', async () => {
    await lookUp();
    block();
    const { body } = await lookUp({ direction: 'outbound' });
    expect(body).toMatchObject({ degraded: 'yes', action: 'refrain', channel: 'none', mode: 'none' });
  });

  test('twenty callers at once are all served in time', async () => {
    await lookUp();
    block();
    const [answers, milliseconds] = await timed(() =>
      Promise.all(Array.from({ length: 20 }, async () => lookUp())),
    );
    expect(answers.map(({ body }) => body.degraded)).toEqual(Array(20).fill('yes'));
    expect(milliseconds).toBeLessThan(3_000);
  });

  test('callers go on being served after the first second', async () => {
    await lookUp();
    block();
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    const [{ body }, milliseconds] = await timed(async () => lookUp());
    expect(body.degraded).toBe('yes');
    expect(milliseconds).toBeLessThan(1_500);
  });

  test('a decision for the CRM is 503 with the advice to try again', async () => {
    await lookUp();
    block();
    const response = await ivr
      .post('/v1/decisions')
      .send({ customer: { phone: '+447700900123' }, direction: 'outbound' });
    expect([response.status, response.headers['retry-after']]).toEqual([503, '1']);
  });

  test('the service is live but not ready', async () => {
    block();
    expect((await app.as().get('/health/ready')).status).toBe(503);
    expect((await app.as().get('/health/live')).status).toBe(200);
  });
});

test('every answer after the database is back is a decision again, and what was answered is counted', async () => {
  proxy.cut();
  await lookUp();
  proxy.restore();
  await until(async () => (await lookUp()).body.found === 'yes');
  expect((await app.as().get('/metrics')).text).toMatch(/^voorkeur_degraded_lookups_total [1-9]/m);
});
