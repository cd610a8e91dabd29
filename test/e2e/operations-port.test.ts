import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/app.setup.js';
import { listen } from '../../src/platform/listen.js';
import { createLogger } from '../../src/platform/logging.js';
import { testConfig } from '../support/app.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let nest: NestFastifyApplication;
let publicUrl: string;
let operatorUrl: string;
const dataDir = mkdtempSync(join(tmpdir(), 'voorkeur-operations-'));

beforeAll(async () => {
  database = await createDatabase();
  const started = await start();
  ({ nest, url: publicUrl } = started);
  operatorUrl = `http://127.0.0.1:${started.operationsPort}`;
});
afterAll(async () => {
  await nest.close();
  await database.drop();
  rmSync(dataDir, { recursive: true });
});

test.each(['/health/live', '/health/ready', '/metrics', '/docs', '/openapi.json'])(
  '%s is on the port of the operator alone',
  async (path) => {
    expect((await request(operatorUrl).get(path)).status).toBe(200);
    expect((await request(publicUrl).get(path)).status).toBe(404);
  },
);

test.each(['/%6Detrics', '/%64ocs/', '/openapi%2Ejson', '/health%2Flive'])(
  'another spelling, %s, does not open it to the public',
  async (path) => expect((await request(publicUrl).get(path)).status).toBe(404),
);

test('the API is on the public port alone', async () => {
  expect((await request(publicUrl).get('/v1/channels')).status).toBe(401);
  expect((await request(operatorUrl).get('/v1/channels')).status).toBe(404);
});

test('a request that was sent by half does not hold up a stop', async () => {
  const other = await start();
  const socket = connect({ host: '127.0.0.1', port: other.operationsPort });
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('connect', resolve));
  await new Promise((resolve) => socket.write('GET /health/live HTTP/1.1\r\nHost: a\r\n', resolve));
  expect((await request(`http://127.0.0.1:${other.operationsPort}`).get('/health/live')).status).toBe(200);
  const from = performance.now();
  await other.nest.close();
  expect(performance.now() - from).toBeLessThan(4_000);
  socket.destroy();
});

async function start() {
  const operationsPort = await freePort();
  const config = { ...testConfig(database.url, dataDir), operationsPort };
  const nest = await createApp(config, createLogger('silent'));
  return { nest, operationsPort, url: await listen(nest, config) };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
