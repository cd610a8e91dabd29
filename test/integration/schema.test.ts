import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DataSource } from 'typeorm';
import { startApp, type TestApp } from '../support/app.js';
import { createEmptyDatabase, type TestDatabase } from '../support/database.js';
import type { migrate as migrateDatabase } from '../../src/platform/migrate.js';
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
  return built.migrate(database.url, direction);
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
  await app.database.query('create index contact_point_by_value on contact_point (kind, value, customer_id)');
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
