import { afterAll, beforeAll, expect, test } from 'vitest';
import { PERSONAL_RECORDS } from '../../src/privacy/index.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

/** Tables that look as if they might tell of customers, each with why they do not. */
const NOT_PERSONAL: Readonly<Record<string, string>> = {
  api_key: 'its jsonb holds limits of a system',
  channel: 'its jsonb holds labels and hours of the company',
  topic: 'its jsonb holds labels of the company',
  erased_customer: 'the ids that nobody gets again: it is what erasure leaves, and tells of nobody',
};

/**
 * Tables that may hold the id of a customer: by the name of a column, by a foreign key to a table that tells of customers,
 * however many steps away, or in a column into which anything fits. Months of a table are part of it.
 */
const SUSPECTS = `
  with recursive own as (
    select c.oid, c.relname::text as name from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  ), named as (
    select distinct table_name::text as name from information_schema.columns
     where table_schema = 'public'
       and (column_name ~ '(customer|subject|holder|merged)' and data_type in ('uuid', 'text')
            or data_type in ('jsonb', 'json') or udt_name = '_uuid'
            or data_type = 'uuid' and column_name ~ '(contact|decision|question)_(point_)?id$')
  ), tied as (
    select 'customer'::regclass::oid as oid
    union
    select k.conrelid from tied t join pg_constraint k on k.contype = 'f' and k.confrelid = t.oid
  )
  select own.name from own
   where own.name in (select named.name from named) or own.oid in (select tied.oid from tied) order by 1`;

/** Tables that tell of customers and are in no list, so that neither export nor erasure knows them. */
async function forgotten(): Promise<string[]> {
  const listed = new Set(PERSONAL_RECORDS.map(({ table }) => table));
  const rows = await database.query<{ name: string }>(SUSPECTS);
  return rows.map(({ name }) => name).filter((name) => !listed.has(name) && !(name in NOT_PERSONAL));
}

/** Columns of listed tables that are neither exported nor left out with a reason, or that are not there. */
async function wrongColumns(): Promise<string[]> {
  const wrong: string[] = [];
  for (const { table, columns, left = {} } of PERSONAL_RECORDS) {
    const rows = await database.query<{ name: string }>(
      `select column_name::text as name from information_schema.columns
        where table_schema = 'public' and table_name = $1`,
      [table],
    );
    const there = new Set(rows.map(({ name }) => name));
    const told = [...Object.keys(columns), ...Object.keys(left)];
    wrong.push(...[...there].filter((name) => !told.includes(name)).map((name) => `${table}.${name}`));
    wrong.push(...told.filter((name) => !there.has(name)).map((name) => `${table}.${name}`));
  }
  return wrong;
}

test('every table that may hold the id of a customer is exported and erased', async () => {
  expect(await forgotten()).toEqual([]);
});

test('every column of such a table is exported with its meaning, or left out with a reason', async () => {
  expect(await wrongColumns()).toEqual([]);
  for (const { table, about, columns, left = {} } of PERSONAL_RECORDS)
    for (const text of [about, ...Object.values(columns), ...Object.values(left)])
      expect(text, table).toMatch(/^\S.*\.$/);
});

test('what goes with the customer hangs on it by a foreign key that takes it along', async () => {
  const rows = await database.query<{ name: string }>(
    `select conrelid::regclass::text as name from pg_constraint
      where contype = 'f' and confrelid = 'customer'::regclass and confdeltype = 'c'`,
  );
  const tied = rows.map(({ name }) => name);
  for (const { table, erasure } of PERSONAL_RECORDS) {
    if (erasure === 'with_customer') expect(tied, table).toContain(table);
    else expect(erasure.length, table).toBeGreaterThan(0);
  }
});

test.each([
  ['has a column with that name', 'create table extra (id integer primary key, customer_id uuid)'],
  ['has another column for it', 'create table extra (id integer primary key, old_customer_id uuid)'],
  ['points at a customer', 'create table extra (id integer primary key, who uuid references customer)'],
  [
    'points at what belongs to one',
    'create table extra (id integer primary key, p uuid references contact_point)',
  ],
  ['holds anything', 'create table extra (id integer primary key, data jsonb)'],
  ['holds ids in a list', 'create table extra (id integer primary key, ids uuid[])'],
])('a new table that %s is noticed', async (_, create) => {
  await database.query(create);
  expect(await forgotten()).toEqual(['extra']);
  await database.query('drop table extra');
});

test('a new column of a listed table is noticed', async () => {
  await database.query('alter table preferences add column mood text');
  expect(await wrongColumns()).toEqual(['preferences.mood']);
  await database.query('alter table preferences drop column mood');
});
