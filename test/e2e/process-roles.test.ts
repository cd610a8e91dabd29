import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createEmptyDatabase, type TestDatabase } from '../support/database.js';
import { makeDataDir, startService, voorkeur, type Service } from '../support/service-process.js';

const KEY = 'bootstrap-key-of-at-least-32-characters';
const WARNING = 'give the service a role of its own';

const dataDir = makeDataDir();
let database: TestDatabase;
let service: Service | undefined;
beforeAll(async () => {
  database = await createEmptyDatabase();
});
afterEach(async () => {
  await service?.end('SIGKILL');
  service = undefined;
});
afterAll(async () => {
  await database.drop();
  await dataDir.remove();
});

const envWith = (databaseUrl: string) => ({
  ...{ DATABASE_URL: databaseUrl, DATA_DIR: dataDir.path, BOOTSTRAP_KEY: KEY, LOG_LEVEL: 'warn' },
});
const start = async (databaseUrl: string) => (service = await startService(envWith(databaseUrl)));

async function addCustomer({ url }: Pick<Service, 'url'>): Promise<number> {
  const headers = { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/json' };
  return (await fetch(`${url}/v1/customers`, { method: 'POST', headers, body: '{}' })).status;
}

describe('a database with two roles', () => {
  test('is no use to the service before the owner made the schema, and it says what to do', async () => {
    const { code, stderr } = await voorkeur(['start'], { ...envWith(database.serviceUrl), PORT: '0' });
    expect(code).toBe(1);
    expect(stderr).toContain('Run voorkeur migrate, with DATABASE_OWNER_URL');
  });

  test('gets its schema and the grants from the owner, who takes back what the role had too much, and the service starts without a warning', async () => {
    const env = { ...envWith(database.serviceUrl), DATABASE_OWNER_URL: database.url };
    expect((await voorkeur(['migrate'], env)).code).toBe(0);
    const { username } = new URL(database.serviceUrl);
    await database.query(`grant update, delete, truncate on change, access_entry to ${username}`);
    expect(await voorkeur(['migrate'], env)).toMatchObject({ code: 0, stdout: 'Nothing to do.\n' });
    expect(
      await database.query(
        `select has_table_privilege('${username}', 'change', 'update, delete, truncate') as more`,
      ),
    ).toEqual([{ more: false }]);
    const started = await start(database.serviceUrl);
    expect(await addCustomer(started)).toBe(201);
    expect(started.stderr()).not.toContain(WARNING);
  });

  test('with a role that is not there and that the owner may not make: the owner is told the statement', async () => {
    const nobody = Object.assign(new URL(database.serviceUrl), { username: 'nobody_yet' }).href;
    const { code, stderr } = await voorkeur(['migrate'], {
      ...envWith(nobody),
      DATABASE_OWNER_URL: database.url,
    });
    expect(code).toBe(1);
    expect(stderr).toContain('create role "nobody_yet" login password');
  });
});

test('a service that owns the ledger starts, and warns; it has no demo, and writes its log of decisions on stop', async () => {
  const { demoKey, url, stderr, end } = await start(database.url);
  expect(demoKey).toBe('');
  expect(await database.query('select 1 from api_key where name = $1', ['demo'])).toEqual([]);
  expect(await addCustomer({ url })).toBe(201);
  expect(stderr()).toContain(WARNING);
  const headers = { Authorization: `Bearer ${KEY}` };
  const calls = Array.from({ length: 20 }, () =>
    fetch(`${url}/v1/ivr/lookup?phone=%2B447700900101`, { headers }),
  );
  const answers = await Promise.all((await Promise.all(calls)).map((response) => response.json()));
  expect((await end('SIGINT')).code).toBe(0);
  const logged = await database.query<{ id: string }>('select id from decision');
  expect(logged.map(({ id }) => id).sort()).toEqual(
    answers.map((answer) => (answer as { decision_id: string }).decision_id).sort(),
  );
});

test('with DATABASE_URL there is no start without a key for the seals', async () => {
  const { code, stderr } = await voorkeur(['start'], { ...envWith(database.serviceUrl), AUDIT_KEY: '' });
  expect(code).toBe(1);
  expect(stderr).toMatch(/set AUDIT_KEY.* Make one: /s);
});
