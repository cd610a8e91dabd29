import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { command } from '../support/command.js';
import { createDatabase, createEmptyDatabase, type TestDatabase } from '../support/database.js';
import { makeDataDir, startService, voorkeur, type Service } from '../support/service-process.js';
import { until } from '../support/until.js';

const dataDir = makeDataDir();
let database: TestDatabase;
let env: Record<string, string>;
beforeAll(async () => {
  database = await createDatabase();
  env = { DATABASE_URL: database.url, DATA_DIR: dataDir.path };
});
afterAll(async () => {
  await database.drop();
  await dataDir.remove();
});

describe('bad settings stop the start', () => {
  test('with every fault named, and no value', async () => {
    const { code, stdout, stderr } = await voorkeur(['start'], {
      PORT: '70000',
      DATABASE_URL: 'mysql://root:hunter2@db',
      BOOTSTRAP_KEY: 'too-short-secret',
      ORGANISATION_TIME_ZONE: 'Europe/Utrecht',
      DEFAULT_REGION: 'Holland',
      LOG_LEVEL: 'loud',
      STALE_AFTER: 'a year',
      DATABASE_POOL_SIZE: '1',
    });
    expect([code, stdout]).toEqual([1, '']);
    const names = ['PORT', 'DATABASE_URL', 'BOOTSTRAP_KEY', 'ORGANISATION_TIME_ZONE', 'DEFAULT_REGION'];
    for (const name of [...names, 'LOG_LEVEL', 'STALE_AFTER', 'DATABASE_POOL_SIZE'])
      expect(stderr).toContain(`  ${name} must be `);
    expect(stderr).not.toMatch(/70000|hunter2|too-short|Utrecht|Holland|loud|a year/);
  });

  test('also for a command that needs no service', async () => {
    expect((await command(['keys', 'list'], { PORT: 'x' })).stderr).toMatch(/PORT must be/);
  });
});

describe('a database that can not be used is told in one line', () => {
  test.each([
    ['does not answer', 'postgres://voorkeur:hunter2@127.0.0.1:1/x', /does not answer/],
    [
      'is on a host that nobody knows',
      'postgres://voorkeur:hunter2@nowhere.invalid/x',
      /host in DATABASE_URL/,
    ],
  ])('when it %s', async (_, url, advice) => {
    const { code, stderr } = await command(['keys', 'list'], { ...env, DATABASE_URL: url });
    expect([code, stderr]).toEqual([1, expect.stringMatching(advice)]);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).not.toContain('hunter2');
  });

  test('when it does not exist', async () => {
    const url = Object.assign(new URL(database.url), { pathname: '/no_such_database' }).href;
    expect((await command(['keys', 'list'], { ...env, DATABASE_URL: url })).stderr).toMatch(/does not exist/);
  });
});

describe('voorkeur keys', () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService(env);
  });
  afterAll(() => service.end('SIGTERM'));

  const status = async (key: string, path = '/v1/topics') =>
    (await fetch(service.url + path, { headers: { Authorization: `Bearer ${key}` } })).status;

  test('create makes a key that works at once; list shows it without its secret; revoke ends it within a second', async () => {
    const created = await command(['keys', 'create', '--name', 'ivr', '--scopes', 'decisions:read'], env);
    const [, id = '', key = ''] = /Key (\w+) for ivr.*\n(vk_\w+_\S+)\n$/.exec(created.stdout) ?? [];
    expect(await status(key)).toBe(200);
    expect(await status(key, '/v1/customers')).toBe(403);
    const listed = await command(['keys', 'list'], env);
    expect(listed.stdout).toMatch(new RegExp(`^${id} +ivr +active .*decisions:read`, 'm'));
    expect(listed.stdout).not.toContain(key.split('_')[2]);
    expect((await command(['keys', 'revoke', id], env)).stdout).toContain(id);
    await until(async () => (await status(key)) === 401, 2_000);
    expect((await command(['keys', 'list'], env)).stdout).toMatch(new RegExp(`^${id} +ivr +revoked`, 'm'));
    expect((await command(['keys', 'revoke', id], env)).code).toBe(1);
  });

  test.each([
    ['without scopes', ['--name', 'ivr']],
    ['with a scope that does not exist', ['--name', 'ivr', '--scopes', 'decisions:read,everything']],
    ['with an authority that does not exist', ['--name', 'ivr', '--scopes', 'all', '--authorities', 'ceo']],
    ['with a name over two lines', ['--name', 'a\nb', '--scopes', 'all']],
  ])('create refuses a key %s', async (_, args) => {
    const { code, stdout, stderr } = await command(['keys', 'create', ...args], env);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/error: /);
  });
});

/** Names of the migrations, as their files say: `1795291200000-create-the-registry.ts` is `CreateTheRegistry1795291200000`. */
const MIGRATIONS = readdirSync('migrations')
  .filter((file) => file.endsWith('.ts'))
  .sort()
  .map((file) => {
    const [time = '', ...words] = file.replace('.ts', '').split('-');
    return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('') + time;
  });

test('voorkeur migrate takes nothing back where nothing was done', async () => {
  const empty = await createEmptyDatabase();
  const { stdout } = await voorkeur(['migrate', '--revert'], { ...env, DATABASE_URL: empty.url });
  expect(stdout).toBe('Nothing to do.\n');
  await empty.drop();
});

test('voorkeur migrate goes up, and takes back one step', async () => {
  const empty = await createEmptyDatabase();
  const run = async (...args: string[]) =>
    (await voorkeur(['migrate', ...args], { ...env, DATABASE_URL: empty.url })).stdout;
  expect(await run()).toBe(MIGRATIONS.map((name) => `Did ${name}.\n`).join(''));
  expect(await run('--revert')).toBe(`Took back ${MIGRATIONS.at(-1)}.\n`);
  await empty.drop();
});

test('voorkeur --help names every command', async () => {
  const { code, stdout } = await voorkeur(['--help']);
  expect(code).toBe(0);
  for (const command of ['start', 'migrate', 'demo', 'keys', 'import', 'export', 'openapi'])
    expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
});

test('voorkeur openapi prints the document without a database', async () => {
  const { stdout } = await command(['openapi'], { DATA_DIR: dataDir.path });
  expect(JSON.parse(stdout)).toMatchObject({ openapi: '3.1.0' });
});
