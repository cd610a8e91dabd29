import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { startReceiver } from '../support/receiver.js';
import { startService, type Service } from '../support/service-process.js';
import { until } from '../support/until.js';
import { storm, STORM_KEY } from '../support/webhook-storm.js';

let database: TestDatabase;
let dataDir: string;
beforeAll(async () => {
  database = await createDatabase();
  dataDir = mkdtempSync(join(tmpdir(), 'voorkeur-storm-'));
});
afterAll(async () => {
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

const services: Service[] = [];
afterEach(async () => {
  for (const service of services.splice(0)) await service.end('SIGKILL');
});

test(
  'a receiver that fails four times in ten, and a service that is killed meanwhile: none lost, all verify, order kept',
  { timeout: 300_000 },
  async () => {
    const report = await storm({
      ...{ databaseUrl: database.url, dataDir, changes: 80, customers: 10, kills: 1 },
      ...{ failing: 0.4, rate: 100, patience: 120_000 },
    });
    expect(report).toMatchObject({ lost: 0, unverified: 0, outOfOrder: 0, kills: 1 });
    expect(report.changes).toBeGreaterThanOrEqual(80);
    // The faults were there: more requests than changes
    expect(report.requests).toBeGreaterThan(report.changes * 1.4);
  },
);

test('of two instances one sends; when it dies the other one does', { timeout: 120_000 }, async () => {
  const receiver = await startReceiver();
  const start = async () => {
    const service = await startService({
      ...{ DATABASE_URL: database.url, DATA_DIR: dataDir, BOOTSTRAP_KEY: STORM_KEY },
      ...{ WEBHOOK_LOOPBACK: 'yes', LOG_LEVEL: 'error' },
    });
    services.push(service);
    return service;
  };
  const post = async ({ url }: Service, path: string, body: object) => {
    const headers = { Authorization: `Bearer ${STORM_KEY}`, 'Content-Type': 'application/json' };
    const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(response.status).toBe(201);
  };
  const leaders = async () => {
    const rows = await database.query<{ port: number }>(
      `select a.client_port as port from pg_locks l join pg_stat_activity a on a.pid = l.pid
        where l.locktype = 'advisory' and l.classid = 0 and l.objid = 7040003 and l.granted
          and l.database = (select oid from pg_database where datname = current_database())`,
    );
    return rows.map(({ port }) => port);
  };
  const one = await start();
  await post(one, '/v1/webhooks', { url: receiver.url, types: ['customer.created'] });
  await until(async () => (await leaders()).length === 1);
  const other = await start();
  for (let index = 0; index < 10; index += 1) await post(index % 2 ? one : other, '/v1/customers', {});
  await until(() => receiver.received.length === 10);
  expect(await leaders()).toHaveLength(1);
  await one.end('SIGKILL');
  for (let index = 0; index < 10; index += 1) await post(other, '/v1/customers', {});
  await until(() => receiver.received.length === 20, 30_000);
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(20);
  expect(await leaders()).toHaveLength(1);
  expect((await other.end('SIGTERM')).code).toBe(0);
  expect(await leaders()).toEqual([]);
  await receiver.stop();
});
