import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { makeDataDir, startService } from '../support/service-process.js';
import { until } from '../support/until.js';

const KEY = 'leaving-key-that-is-long-enough-for-the-bootstrap';

const dataDir = makeDataDir();
let database: TestDatabase;
beforeAll(async () => void (database = await createDatabase()));
afterAll(async () => {
  await database.drop();
  await dataDir.remove();
});

test('a service that is told to stop says for STOP_DELAY that it is not ready, and answers all the same', async () => {
  const env = { DATABASE_URL: database.url, DATA_DIR: dataDir.path, BOOTSTRAP_KEY: KEY, STOP_DELAY: 'PT2S' };
  const { url, end } = await startService(env);
  const status = async (path: string) =>
    (await fetch(url + path, { headers: { Authorization: `Bearer ${KEY}`, Connection: 'close' } })).status;
  expect(await status('/health/ready')).toBe(200);
  const from = performance.now();
  const ended = end('SIGTERM');
  await until(async () => (await status('/health/ready')) === 503, 1_500);
  expect([await status('/v1/topics'), await status('/health/live')]).toEqual([200, 200]);
  expect((await ended).code).toBe(0);
  expect(performance.now() - from).toBeGreaterThanOrEqual(2_000);
});
