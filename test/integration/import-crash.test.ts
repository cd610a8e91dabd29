import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { command } from '../support/command.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { customers, makeImportFolder } from '../support/import-files.js';
import { dumpPlain } from '../support/registry.js';
import { environmentOf, makeDataDir } from '../support/service-process.js';
import { until } from '../support/until.js';

const LINES = 4_000;
const dataDir = makeDataDir();
const folder = makeImportFolder();
let file: string;
let calm: TestDatabase;
let expected: { rows: object[]; errors: object[] };
let database: TestDatabase;

const envOf = ({ url }: TestDatabase) => ({ DATABASE_URL: url, DATA_DIR: dataDir.path });
const importInto = (target: TestDatabase, errors: string, ...more: string[]) =>
  command(['import', file, '--errors', `${folder.path}/${errors}`, ...more], envOf(target));

/** Good lines with a bad one now and then, and a customer that comes again much later. */
function linesOfFile(): object[] {
  const lines = customers(LINES);
  for (let at = 10; at < LINES; at += 501)
    lines[at] = { externalIds: [{ system: 'crm', id: `bad-${at}` }], silenced: 'no' };
  lines[LINES - 5] = lines[3] ?? {};
  return lines;
}

beforeAll(async () => {
  file = folder.write('customers.ndjson', linesOfFile());
  calm = await createDatabase();
  expect((await importInto(calm, 'calm.ndjson')).code).toBe(2);
  expected = { rows: await dumpPlain(calm), errors: folder.read('calm.ndjson') };
  expect(expected.errors).toHaveLength(8);
}, 240_000);
beforeEach(async () => {
  database = await createDatabase();
  return () => database.drop();
});
afterAll(async () => {
  await calm.drop();
  folder.remove();
  await dataDir.remove();
});

const linesDone = async () =>
  (await database.query<{ lines: number }>('select lines from import_progress'))[0]?.lines ?? 0;

/** Starts the import as a process, and ends it with a signal when so many lines are stored. */
async function interrupt(
  signal: NodeJS.Signals,
  after: number,
  errors: string,
): Promise<{ code: number | null; stdout: string }> {
  const child = spawn(
    process.execPath,
    ['dist/src/cli.js', 'import', file, '--errors', `${folder.path}/${errors}`],
    {
      env: environmentOf(envOf(database)),
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  let stdout = '';
  child.stdout.on('data', (data) => (stdout += String(data)));
  const closed = once(child, 'close');
  await until(async () => (await linesDone()) >= after, 60_000);
  child.kill(signal);
  const [code] = (await closed) as [number | null];
  return { code, stdout };
}

test('an import that is killed comes to the same as one that was left alone', async () => {
  await interrupt('SIGKILL', 1, 'killed.ndjson');
  expect(await linesDone()).toBeLessThan(LINES);
  const { stdout, code } = await importInto(database, 'killed.ndjson');
  expect(stdout).toMatch(/Goes on after line \d+, where it broke off/);
  expect(stdout).toMatch(/: 3,991 created, 0 changed, 1 unchanged, 8 refused/);
  expect(code).toBe(2);
  expect(await dumpPlain(database)).toEqual(expected.rows);
  expect(folder.read('killed.ndjson')).toEqual(expected.errors);
}, 240_000);

test('Ctrl-C stops at a chunk and says how to go on; --restart begins at the start all the same', async () => {
  const stopped = await interrupt('SIGINT', 1, 'stopped.ndjson');
  expect([stopped.code, stopped.stdout]).toEqual([
    130,
    expect.stringContaining('The same command goes on from here.'),
  ]);
  expect((await linesDone()) % 2_000).toBe(0);
  const { stdout } = await importInto(database, 'stopped.ndjson', '--restart');
  expect(stdout).not.toContain('Goes on');
  expect(stdout).toMatch(/ 8 refused/);
  expect(await dumpPlain(database)).toEqual(expected.rows);
}, 240_000);
