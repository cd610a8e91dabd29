import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { aCustomer } from '../support/examples.js';
import { faultsOfFlatAnswer } from '../support/ivr.js';
import { problemOf } from '../support/problems.js';
import { addressOf, startTcpProxy, viaProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { until } from '../support/until.js';

const PHONE = '+447911123456';

/** What is under way waits for a database that hangs, so that as much is to be done as a test wants. */
let proxy: TcpProxy;
let app: TestApp;
let id: string;
beforeAll(async () => {
  app = await startApp({
    settings: { OVERLOAD_REQUESTS: '20', OVERLOAD_DELAY: 'PT0.5S' },
    databaseUrl: async (url) => {
      proxy = await startTcpProxy(addressOf(url));
      return viaProxy(url, proxy);
    },
  });
  ({ id } = await aCustomer(app.api, { contactPoints: [{ kind: 'phone', value: PHONE }] }));
  await app.api.get('/v1/topics');
});
afterEach(async () => {
  proxy.restore();
  await until(async () => (await app.as().get('/health/ready')).status === 200);
});
afterAll(async () => {
  await app.stop();
  await proxy.close();
});

/** Has so many requests wait; answers what ends when they were all answered. */
async function busyWith(count: number): Promise<() => Promise<number[]>> {
  proxy.hang();
  const waiting = Array.from({ length: count }, () =>
    app.api.get(`/v1/customers/${id}`).then(({ status }) => status),
  );
  await pressureOf(count / 20);
  return () => Promise.all(waiting);
}

async function pressure(): Promise<number> {
  const { text } = await app.as().get('/metrics');
  return Number(/^voorkeur_pressure ([\d.]+)$/m.exec(text)?.[1]);
}

function pressureOf(least: number): Promise<void> {
  return until(async () => (await pressure()) >= least);
}

test('bulk and reports are turned away first, with 503 and the time to wait; the rest goes on', async () => {
  const answered = await busyWith(10);
  for (const path of ['/v1/exports', '/v1/reports/coverage']) {
    const refused = await app.api.get(path);
    expect(problemOf(refused), path).toBe('503 overloaded');
    expect(refused.headers['retry-after']).toBe('10');
  }
  expect(problemOf(await app.api.get('/v1/topics'))).toBe('503 unavailable'); // it was let in
  expect(new Set(await answered())).toEqual(new Set([503])); // the database did not answer them
});

test('then all but look-ups; health and metrics never are', async () => {
  const answered = await busyWith(15);
  for (const call of [
    app.api.get('/v1/topics'),
    app.api.post('/v1/customers').send({}),
    app.api.put('/v1/channels/fax').send({}),
    app.as().get('/page/contact'),
  ]) {
    const refused = await call;
    expect(problemOf(refused)).toBe('503 overloaded');
    expect(refused.headers['retry-after']).toBe('1');
  }
  expect(problemOf(await app.api.post('/v1/decisions').send({ direction: 'inbound' }))).toMatch(/^422/);
  expect((await app.as().get('/health/live')).status).toBe(200);
  await answered();
});

test('then look-ups too, but a call at the IVR is answered at once and goes on', async () => {
  const answered = await busyWith(14);
  const lookUps = Array.from({ length: 12 }, () =>
    app.api
      .post('/v1/decisions')
      .send({ customer: { phone: PHONE }, direction: 'inbound' })
      .then((answer) => answer),
  );
  await pressureOf(1);
  const { status, body, headers } = await app.api.get('/v1/ivr/lookup').query({ phone: PHONE });
  expect([status, headers['retry-after']]).toEqual([200, '1']); // not the deadline: that names no time to wait
  expect(faultsOfFlatAnswer(body)).toEqual([]);
  expect(body).toMatchObject({ degraded: 'yes', action: 'serve', mode: 'any' });
  const keyed = app.api.post('/v1/ivr/lookup').set('Idempotency-Key', 'a-call').send({ phone: PHONE });
  const spared = await keyed;
  expect([spared.status, spared.body.degraded]).toEqual([200, 'yes']);
  const kinds = (await Promise.all(lookUps)).map(({ body: { type } }) => String(type).split(':').at(-1));
  expect(kinds.filter((kind) => kind === 'overloaded')).toHaveLength(6);
  await answered();
  proxy.restore();
  await until(async () => (await app.api.get(`/v1/customers/${id}`)).status === 200);
  expect(
    await app.database.query('select 1 from remembered_call'),
    'nothing took effect to be remembered',
  ).toEqual([]);
  const repeated = await app.api
    .post('/v1/ivr/lookup')
    .set('Idempotency-Key', 'a-call')
    .send({ phone: PHONE });
  expect(repeated.body).toMatchObject({ degraded: 'no', found: 'yes' });
});

test('afterwards everything is answered again', async () => {
  await (
    await busyWith(15)
  )();
  proxy.restore();
  await until(async () => (await app.api.get(`/v1/customers/${id}`)).status === 200);
  expect((await app.api.get('/v1/reports/coverage')).status).toBe(200);
});

test('who sends a body slowly is no work, however many they are', async () => {
  const sockets = await Promise.all(Array.from({ length: 30 }, slowClient));
  expect(await pressure()).toBeLessThan(0.5);
  expect((await app.api.get('/v1/reports/coverage')).status).toBe(200);
  for (const socket of sockets) socket.destroy();
});

test('who asks for much and goes away, or reads slowly, is no work', async () => {
  const { hostname, port } = new URL(app.url);
  const ask = (path: string) => `GET ${path} HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`;
  const open = () =>
    new Promise<Socket>((resolve) => {
      const socket = connect(Number(port), hostname, () => resolve(socket)).on('error', () => undefined);
    });
  // All but the first wait for the answer before, on a connection that is gone
  proxy.hang();
  for (let count = 0; count < 3; count += 1) {
    const socket = await open();
    socket.write(ask('/page/link/nobody').repeat(10));
    await pressureOf(0.05);
    socket.resetAndDestroy();
  }
  proxy.restore();
  await until(async () => (await pressure()) === 0);
  const readers = await Promise.all(Array.from({ length: 10 }, open));
  for (const socket of readers) socket.pause().write(ask('/docs/swagger-ui-bundle.js').repeat(5));
  await until(async () => (await pressure()) === 0, 20_000);
  expect((await app.api.get('/v1/reports/coverage')).status).toBe(200);
  for (const socket of readers) socket.destroy();
});

/** One whose headers were read, and whose body does not come. */
function slowClient(): Promise<Socket> {
  const { hostname, port } = new URL(app.url);
  const head = ['POST /v1/decisions HTTP/1.1', `Host: ${hostname}`, 'Content-Type: application/json'];
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    socket.on('error', reject).once('data', () => resolve(socket)); // it may go on: its headers were read
    socket.write([...head, 'Content-Length: 20000', 'Expect: 100-continue', '', ''].join('\r\n'));
  });
}
