import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CustomerService } from '../../src/customers/index.js';
import { CustomerLookup, type Identifier } from '../../src/decisions/customer-lookup.js';
import { poolOf } from '../../src/platform/database.module.js';
import { PreferencesService } from '../../src/preferences/index.js';
import { startApp, type TestApp } from '../support/app.js';
import { CALLER } from '../support/callers.js';
import { choice } from '../support/examples.js';
import { hashOf } from '../support/sealing.js';

let app: TestApp;
let lookup: CustomerLookup;
const ids: string[] = [];
const phoneOf = (index: number) => `+442079460${String(index).padStart(3, '0')}`;
beforeAll(async () => {
  app = await startApp();
  lookup = app.nest.get(CustomerLookup);
  for (let index = 0; index < 50; index += 1) {
    const { body } = await app.nest.get(CustomerService).create(CALLER, {
      externalIds: [{ system: 'crm', id: `C-${index}` }],
      contactPoints: [
        { kind: 'phone', value: phoneOf(index) },
        { kind: 'email', value: `c${index}@example.org` },
      ],
    });
    ids.push(body.id);
  }
});
afterAll(() => app.stop());

/** Watches the statements by which customers are looked up while the work runs. */
async function watching<T>(
  work: () => Promise<T>,
): Promise<{ result: T; statements: number; mostAtOnce: number }> {
  const pool = poolOf(app.nest.get(DataSource));
  const original = pool.query.bind(pool) as (...args: unknown[]) => Promise<unknown>;
  const seen = { statements: 0, underWay: 0, mostAtOnce: 0 };
  Object.assign(pool, {
    query: async (...args: unknown[]) => {
      seen.statements += 1;
      seen.underWay += 1;
      seen.mostAtOnce = Math.max(seen.mostAtOnce, seen.underWay);
      try {
        return await original(...args);
      } finally {
        seen.underWay -= 1;
      }
    },
  });
  try {
    return { result: await work(), ...seen, mostAtOnce: seen.mostAtOnce };
  } finally {
    Reflect.deleteProperty(pool, 'query');
  }
}

const idsOf = (identifier: Identifier) => lookup.find(identifier).then((found) => found.map(({ id }) => id));

test('a hundred look-ups at once, of every kind, each get their own answer', async () => {
  const asked = Array.from({ length: 100 }, (_, index): [Identifier, string[]] => {
    const who = index % 50;
    const own = [ids[who] ?? ''];
    if (index % 5 === 0) return [{ phone: phoneOf(900 + (index % 7)) }, []];
    if (index % 5 === 1) return [{ phone: phoneOf(who) }, own];
    if (index % 5 === 2) return [{ email: `c${who}@example.org` }, own];
    if (index % 5 === 3) return [{ externalId: { system: 'crm', id: `C-${who}` } }, own];
    return [{ id: ids[who] ?? '' }, own];
  });
  const answers = await Promise.all(asked.map(([identifier]) => idsOf(identifier)));
  expect(answers).toEqual(asked.map(([, expected]) => expected));
});

test('look-ups that wait at the same time share statements, of which at most two are under way', async () => {
  const many = Array.from({ length: 1_000 }, (_, index) => index % 50);
  const { result, statements, mostAtOnce } = await watching(() =>
    Promise.all(many.map((who) => idsOf({ phone: phoneOf(who) }))),
  );
  expect(result).toEqual(many.map((who) => [ids[who]]));
  expect(mostAtOnce).toBe(2);
  expect(statements).toBe(Math.ceil(1_000 / 64));
});

test('a look-up that fails fails alone with those of its statement, and the next ones are answered', async () => {
  await expect(idsOf({ id: 'no uuid' })).rejects.toThrow();
  expect(await idsOf({ id: ids[0] ?? '' })).toEqual([ids[0]]);
});

test('nothing is remembered: a choice counts in the very next look-up', async () => {
  const id = ids[0] ?? '';
  const version = async () => (await lookup.find({ id }))[0]?.preferencesVersion;
  expect(await version()).toBe(0);
  await app.nest.get(PreferencesService).replace(CALLER, id, 'any', { general: choice('phone') });
  expect(await version()).toBe(1);
});

test('of a number that very many share, a hundred are looked at', async () => {
  const value = phoneOf(999);
  await app.database.query(
    `with c as (insert into customer (id, version, created_at, updated_at)
                select gen_random_uuid(), 1, now(), now() from generate_series(1, 150) returning id)
     insert into contact_point (id, customer_id, kind, sealed, value_hash, undeliverable, position, statements)
     select gen_random_uuid(), id, 'phone', '', $1, false, 0, '{}' from c`,
    [hashOf('phone', value)],
  );
  expect(await lookup.find({ phone: value })).toHaveLength(100);
});
