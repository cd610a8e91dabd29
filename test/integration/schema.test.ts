import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DataSource } from 'typeorm';
import { startApp, type TestApp } from '../support/app.js';
import { createEmptyDatabase, type TestDatabase } from '../support/database.js';
import type { migrate as migrateDatabase } from '../../src/platform/migrate.js';
import { SEALING_SECRETS } from '../support/sealing-secrets.js';
import { hashOf, openedPoints } from '../support/sealing.js';
import { voorkeur } from '../support/service-process.js';

let app: TestApp;
let database: TestDatabase;
beforeAll(async () => {
  app = await startApp();
  database = await createEmptyDatabase();
});
afterAll(async () => {
  await app.stop();
  await database.drop();
});

/** As built: migrations are loaded from where the build puts them. */
const BUILT = new URL('../../dist/src/platform/migrate.js', import.meta.url).href;

async function migrate(direction: 'up' | 'down' = 'up'): Promise<string[]> {
  const built = (await import(BUILT)) as { migrate: typeof migrateDatabase };
  const secrets = () => ({
    masterKeys: [SEALING_SECRETS.MASTER_KEYS],
    indexKeys: [SEALING_SECRETS.INDEX_KEYS],
  });
  return built.migrate(database.url, direction, { secrets });
}

const TABLES = `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`;
const COLUMNS = `select table_name, column_name, data_type, is_nullable from information_schema.columns
                  where table_schema = 'public' order by 1, 2`;

/** What TypeORM would change to make a database fit the entities. */
async function schemaDiff(): Promise<string[]> {
  const { upQueries } = await app.nest.get(DataSource).driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query);
}

test('the migrations make exactly the schema that the entities describe', async () => {
  expect(await schemaDiff()).toEqual([]);
});

test('the comparison notices a difference', async () => {
  await app.database.query('drop index contact_point_by_value');
  expect(await schemaDiff()).toHaveLength(1);
  await app.database.query('create index contact_point_by_value on contact_point (value_hash, customer_id)');
});

const MIGRATIONS = readdirSync('migrations').filter((file) => file.endsWith('.ts')).length;

async function revertAll(): Promise<void> {
  for (let step = 0; step < MIGRATIONS; step += 1) await migrate('down');
}

test('the migrations go up, down and up again, and leave nothing behind', async () => {
  await migrate();
  const up = await database.query(COLUMNS);
  const catalogue = await database.query('select * from channel order by key');
  await revertAll();
  expect(await database.query(TABLES)).toEqual([{ name: 'migration' }]);
  await migrate();
  expect(await database.query(COLUMNS)).toEqual(up);
  expect(await database.query('select * from channel order by key')).toEqual(catalogue);
});

test('two instances that migrate at once do each step once', async () => {
  await revertAll();
  const instance = () => voorkeur(['migrate'], { DATABASE_URL: database.url });
  const both = await Promise.all([instance(), instance()]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(await database.query('select 1 from migration')).toHaveLength(MIGRATIONS);
});

test('every table has a primary key', async () => {
  const without = await app.database.query(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind = 'r'
        and not exists (select 1 from pg_constraint p where p.conrelid = c.oid and p.contype = 'p')`,
  );
  expect(without).toEqual([]);
  expect((await app.database.query(TABLES)).length).toBeGreaterThan(8);
});

test('contact points that were there before anyone knew who stated them count as imported', async () => {
  await migrate();
  const isKnown = async () =>
    (
      await database.query(`select 1 from information_schema.columns where column_name = 'statements'
                            and table_name = 'contact_point'`)
    ).length > 0;
  while (await isKnown()) await migrate('down');
  await database.query(
    `with c as (insert into customer (id, version, created_at, updated_at)
                values (gen_random_uuid(), 1, now(), '2026-11-23T09:00:00Z') returning id)
     insert into contact_point (id, customer_id, kind, value, use, undeliverable, position)
     select gen_random_uuid(), id, 'phone', '+447700900001', 'work', false, 0 from c`,
  );
  await migrate();
  const [row] = await database.query<{ statements: object }>('select statements from contact_point');
  const statement = { authority: 'import', via: null, at: '2026-11-23T09:00:00.000Z', key: 'unknown' };
  expect(row?.statements).toEqual({ '/value': statement, '/use': statement });
});

/** All that is in a database, row by row. */
async function contents(): Promise<string> {
  const tables = await database.query<{ name: string }>(TABLES);
  const all = tables.map(({ name }) => database.query(`select t::text as row from ${name} t order by 1`));
  return JSON.stringify(await Promise.all(all));
}

test('numbers and addresses that were there before are sealed, found, and given back when it is taken back', async () => {
  await migrate();
  const isSealed = async () =>
    (await database.query("select 1 from information_schema.tables where table_name = 'customer_key'"))
      .length > 0;
  while (await isSealed()) await migrate('down');
  await database.query(`
    delete from customer;
    insert into customer (id, version, created_at, updated_at)
      select ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 1, now(), now() from generate_series(1, 2500) i;
    insert into contact_point (id, customer_id, kind, value, address, undeliverable, position, statements)
      select gen_random_uuid(), id, 'phone', '+44770' || substr(id::text, 30), null, false, 0, '{}'::jsonb from customer
      union all
      select gen_random_uuid(), id, 'post', 'CANARY STREET 1, , ONS DORP, , NL',
             '{"street": "Canary  street 1", "locality": "Ons Dorp", "country": "NL"}'::jsonb, false, 1, '{}'::jsonb from customer
       where id < '00000000-0000-7000-8000-000000000003';
    insert into verification (id, customer_id, kind, value, replaces, language, attempts, created_at, expires_at)
      select gen_random_uuid(), customer_id, 'email', 'canary@example.org', id, 'nl', 0, now(), now() from contact_point limit 1;
    insert into merged_customer (id, merged_into, holder, at, kept)
      select gen_random_uuid(), id, id, now(), '{"value": "canary@example.org"}' from customer limit 1;
    insert into merged_customer (id, merged_into, holder, at, kept)
      select gen_random_uuid(), id, id, now(), null from customer limit 1;
  `);
  const before = await contents();
  expect(before).toMatch(/canary/i);

  await migrate();
  expect(await contents()).not.toMatch(/canary|\+44770/i);
  const points = await openedPoints(database);
  expect(points).toHaveLength(2_502);
  const post = points.filter(({ kind }) => kind === 'post');
  expect(post.map(({ value, address }) => [value, address?.street])).toEqual(
    Array(2).fill(['CANARY STREET 1, , ONS DORP, , NL', 'Canary  street 1']),
  );
  const [found] = await database.query('select customer_id as id from contact_point where value_hash = $1', [
    hashOf('phone', '+447700000007'),
  ]);
  expect(found).toEqual({ id: '00000000-0000-7000-8000-000000000007' });
  expect(await database.query('select 1 from merged_customer')).toHaveLength(2);

  while (await isSealed()) await migrate('down');
  const strip = (text: string) => text.replace(/SealNumbers\w+|\(\d+,\d{13},\w+\)/g, '');
  expect(strip(await contents())).toBe(strip(before));
});

test('numbers that are to be sealed without a key stop the migration, and nothing of it is done', async () => {
  const [step] = await database.query<{ name: string }>(
    'select name from migration order by id desc limit 1',
  );
  const { code, stderr } = await voorkeur(['migrate'], {
    ...{ DATABASE_URL: database.url, MASTER_KEYS: '', INDEX_KEYS: '' },
  });
  expect(code).toBe(1);
  expect(stderr).toContain('MASTER_KEYS and INDEX_KEYS must be set');
  expect(await database.query('select name from migration order by id desc limit 1')).toEqual([step]);
});
