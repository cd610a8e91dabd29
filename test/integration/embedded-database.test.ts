import { afterAll, expect, test } from 'vitest';
import { holdDatabase, startEmbeddedDatabase } from '../../src/platform/embedded-database.js';
import { isRunning, makeDataDir } from '../support/service-process.js';
import { onServer } from '../support/sql.js';
import { until } from '../support/until.js';

const dataDir = makeDataDir();
afterAll(() => dataDir.remove());

test('an embedded database keeps its data, is adopted while it runs, and serves one service at a time', async () => {
  const first = await startEmbeddedDatabase(dataDir.path, { fsync: 'off' });
  expect(first.started).toBe(true);
  await onServer(first.url, 'create table kept as select 7 as value');
  const pid = dataDir.postgresPid() ?? 0;

  const adopted = await startEmbeddedDatabase(dataDir.path);
  expect([adopted.started, adopted.url, dataDir.postgresPid()]).toEqual([false, first.url, pid]);

  const release = await holdDatabase(first.url);
  expect(await holdDatabase(adopted.url)).toBeNull();
  await release?.();
  const held = await holdDatabase(adopted.url);
  expect(held).not.toBeNull();
  await held?.();

  await adopted.stop();
  await until(() => !isRunning(pid));
  const again = await startEmbeddedDatabase(dataDir.path, { fsync: 'off' });
  expect(again.started).toBe(true);
  expect(await onServer(again.url, 'select value from kept')).toEqual([{ value: 7 }]);
  await again.stop();
});

test('it is reachable with its password only, from this machine only', async () => {
  const { url, stop } = await startEmbeddedDatabase(dataDir.path, { fsync: 'off' });
  const [row] = await onServer<{ value: string }>(
    url,
    `select setting as value from pg_settings where name = 'listen_addresses'`,
  );
  expect(row?.value).toBe('127.0.0.1');
  const wrong = Object.assign(new URL(url), { password: 'wrong' }).href;
  await expect(onServer(wrong, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  await stop();
});
