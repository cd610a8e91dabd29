import { QueryFailedError } from 'typeorm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CatalogueService } from '../../src/catalogue/catalogue.service.js';
import { CustomerService } from '../../src/customers/index.js';
import { brokenConstraint, isStoreUnavailable, translating } from '../../src/platform/database-errors.js';
import { Problem } from '../../src/platform/problem.js';
import { UnitOfWork } from '../../src/platform/unit-of-work.js';
import { PreferencesService } from '../../src/preferences/index.js';
import { startApp, type TestApp } from '../support/app.js';
import { CALLER } from '../support/callers.js';

const NOBODY = '019aa001-7b1c-7000-8000-000000000009';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const statement = (text: string) => app.nest.get(UnitOfWork).run((tx) => tx.query(text));
const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('the breach of a constraint is told as the problem that it means', () => {
  test('an external id that is taken: conflict', async () => {
    const customers = app.nest.get(CustomerService);
    const externalIds = [{ system: 'crm', id: 'taken' }];
    await customers.create(CALLER, { externalIds });
    expect(await failure(customers.create(CALLER, { externalIds }))).toMatchObject({ kind: 'conflict' });
  });

  test('preferences of nobody: not found', async () => {
    const preferences = app.nest.get(PreferencesService);
    expect(await failure(preferences.replace(CALLER, NOBODY, 'any', {}))).toMatchObject({
      kind: 'not_found',
    });
  });

  test('a parent topic that is not there: invalid, with its pointer', async () => {
    const body = { label: { nl: 'a', en: 'a' }, purpose: 'service' as const, parent: 'nowhere' };
    expect(await failure(app.nest.get(CatalogueService).replaceTopic(CALLER, 'x', body))).toMatchObject({
      kind: 'invalid',
      faults: [{ pointer: '/parent' }],
    });
  });

  test('a parent topic that is to go: in use', async () => {
    const error = await failure(app.nest.get(CatalogueService).removeTopic(CALLER, 'billing'));
    expect(error).toMatchObject({ kind: 'in_use' });
  });
});

test('the breach of a constraint that nobody translates stays what it is', async () => {
  const work = statement(
    `insert into customer (id, silenced, version, created_at, updated_at) values ('${NOBODY}', 'bored', 1, now(), now())`,
  );
  const problems = { another_constraint: () => new Problem('conflict', 'Another one.') };
  const error = await failure(translating(work, problems));
  expect(error).toBeInstanceOf(QueryFailedError);
  expect(brokenConstraint(error)).toBe('customer_silenced_known');
  expect(isStoreUnavailable(error)).toBe(false);
});

test('a statement that is cancelled or a connection that is ended means that the store is unavailable', async () => {
  const cancelled = await failure(statement(`set local statement_timeout = '20ms'; select pg_sleep(5)`));
  expect(isStoreUnavailable(cancelled)).toBe(true);
  const ended = await failure(statement('select pg_terminate_backend(pg_backend_pid())'));
  expect(isStoreUnavailable(ended)).toBe(true);
});
