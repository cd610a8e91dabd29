import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Ledger } from '../../src/changes/index.js';
import { CustomerService } from '../../src/customers/index.js';
import { PreferencesService } from '../../src/preferences/index.js';
import { UnitOfWork } from '../../src/platform/unit-of-work.js';
import { startApp, type TestApp } from '../support/app.js';
import { CALLER } from '../support/callers.js';
import { choice } from '../support/examples.js';

let app: TestApp;
let unitOfWork: UnitOfWork;
beforeAll(async () => {
  app = await startApp();
  unitOfWork = app.nest.get(UnitOfWork);
});
afterAll(() => app.stop());

const change = { type: 'catalogue.changed' as const, at: new Date(0), keyId: 'test', paths: ['/channels/x'] };
const append = () => unitOfWork.run((tx) => app.nest.get(Ledger).append(tx, change));
const count = async (table: string) => (await app.database.query(`select 1 from ${table}`)).length;

/** Makes every insert into a table fail while the work runs. */
async function whileBroken(table: string, work: () => Promise<unknown>): Promise<unknown> {
  await app.database.query(`alter table ${table} add constraint broken check (false) not valid`);
  try {
    return await work().catch((error: unknown) => error);
  } finally {
    await app.database.query(`alter table ${table} drop constraint broken`);
  }
}

describe('a unit of work', () => {
  test('stores what it did when it ends', async () => {
    const before = await count('change');
    await append();
    expect(await count('change')).toBe(before + 1);
  });

  test('leaves nothing when it throws, however late', async () => {
    const before = await count('change');
    const work = unitOfWork.run(async (tx) => {
      await app.nest.get(Ledger).append(tx, change);
      throw new Error('too late');
    });
    await expect(work).rejects.toThrow('too late');
    expect(await count('change')).toBe(before);
  });

  test('shows nothing to others before it ends', async () => {
    const before = await count('change');
    await unitOfWork.run(async (tx) => {
      await app.nest.get(Ledger).append(tx, change);
      expect(await count('change')).toBe(before);
    });
    expect(await count('change')).toBe(before + 1);
  });

  test('gives its connection back, also after faults', async () => {
    const failing = () => unitOfWork.run(() => Promise.reject(new Error('no'))).catch(() => undefined);
    await Promise.all(Array.from({ length: 40 }, failing));
    await append();
    const { poolSize } = app.nest.get(DataSource).options as { poolSize?: number };
    const open = await app.database.query(
      `select 1 from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`,
    );
    expect([open.length, poolSize]).toEqual([0, 10]);
  });
});

describe('without its row in the ledger', () => {
  test('no customer is stored', async () => {
    const before = await count('customer');
    const customers = app.nest.get(CustomerService);
    const error = await whileBroken('change', () =>
      customers.create(CALLER, { contactPoints: [{ kind: 'phone', value: '+442079460001' }] }),
    );
    expect(error).toBeInstanceOf(Error);
    expect([await count('customer'), await count('contact_point')]).toEqual([before, 0]);
  });

  test('no preferences are changed', async () => {
    const { body } = await app.nest.get(CustomerService).create(CALLER, {});
    const preferences = app.nest.get(PreferencesService);
    const state = () => preferences.replace(CALLER, body.id, 'any', { general: choice('phone') });
    expect(await whileBroken('change', state)).toBeInstanceOf(Error);
    expect(
      await app.database.query('select version from preferences where customer_id = $1', [body.id]),
    ).toEqual([]);
    expect((await state()).version).toBe(1);
  });
});

test('a customer whose contact points can not be stored is not half there', async () => {
  const before = await count('customer');
  const points = [{ kind: 'phone' as const, value: '+442079460002' }];
  await whileBroken('contact_point', () =>
    app.nest.get(CustomerService).create(CALLER, { contactPoints: points }),
  );
  expect(await count('customer')).toBe(before);
});
