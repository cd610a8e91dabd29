import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CatalogueService } from '../../src/catalogue/catalogue.service.js';
import { CustomerService } from '../../src/customers/index.js';
import { Problem } from '../../src/platform/problem.js';
import { PreferencesService } from '../../src/preferences/index.js';
import { startApp, type TestApp } from '../support/app.js';
import { CALLER } from '../support/callers.js';
import { choice } from '../support/examples.js';

let app: TestApp;
let customers: CustomerService;
let preferences: PreferencesService;
let catalogue: CatalogueService;
beforeAll(async () => {
  app = await startApp();
  customers = app.nest.get(CustomerService);
  preferences = app.nest.get(PreferencesService);
  catalogue = app.nest.get(CatalogueService);
});
afterAll(() => app.stop());

const aCustomer = async () => (await customers.create(CALLER, {})).body.id;

/** How each of several works at once ended: `done`, or the kind of the problem. */
async function outcomes(works: Promise<unknown>[]): Promise<string[]> {
  const results = await Promise.allSettled(works);
  return results.map((result) => {
    if (result.status === 'fulfilled') return 'done';
    if (result.reason instanceof Problem) return result.reason.kind;
    throw result.reason;
  });
}

const times = <T>(count: number, work: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => work(i));

describe('eight upserts of one external id at once', () => {
  test.each(times(5, (round) => `C-${round}`))('make one customer: %s', async (id) => {
    const body = { contactPoints: [{ kind: 'handle' as const, value: id }] };
    const stored = await Promise.all(
      times(8, () => customers.upsert(CALLER, { system: 'race', id }, null, body)),
    );
    expect(new Set(stored.map((one) => one.body.id)).size).toBe(1);
    expect(stored.filter(({ created }) => created)).toHaveLength(1);
    const rows = await app.database.query(`select type from change where customer_id = $1`, [
      stored[0]?.body.id,
    ]);
    expect(rows).toEqual([{ type: 'customer.created' }]);
  });

  test('with different content are applied one after the other', async () => {
    const upsert = (index: number) =>
      customers.upsert(CALLER, { system: 'race', id: 'D' }, null, {
        contactPoints: [{ kind: 'handle', value: `h${index}` }],
      });
    const stored = await Promise.all(times(8, upsert));
    expect(stored.map(({ body }) => body.version).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(new Set(stored.map(({ body }) => body.id)).size).toBe(1);
  });
});

test('one external id claimed by eight new customers at once goes to one of them', async () => {
  const externalIds = [{ system: 'claim', id: '1' }];
  const ends = await outcomes(times(8, () => customers.create(CALLER, { externalIds })));
  expect(ends.sort()).toEqual([...times(7, () => 'conflict'), 'done']);
});

describe('eight writes of preferences at once', () => {
  test('on the same version: one wins, seven are told', async () => {
    const id = await aCustomer();
    const ends = await outcomes(
      times(8, (index) =>
        preferences.replace(CALLER, id, [0], { general: choice(index % 2 ? 'phone' : 'email') }),
      ),
    );
    expect(ends.sort()).toEqual(['done', ...times(7, () => 'version_mismatch')]);
  });

  test('on any version: versions without a gap or a double, each with one row in the ledger', async () => {
    const id = await aCustomer();
    const patch = (index: number) =>
      preferences.change(CALLER, id, 'any', { languages: [`x${'abcdefgh'[index]}`] });
    const stored = await Promise.all(times(8, patch));
    expect(stored.map(({ version }) => version).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const rows = await app.database.query<{ version: number }>(
      'select version from change where customer_id = $1 and snapshot is not null order by sequence',
      [id],
    );
    expect(rows.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

describe('removing from the catalogue while choices are written', () => {
  const label = { nl: 'Race', en: 'Race' };
  const channel = { label, directions: ['inbound' as const], modes: ['human' as const] };

  test.each(times(8, (round) => round))('a channel: one of the two is refused, round %i', async (round) => {
    const key = `race_${round}`;
    await catalogue.replaceChannel(CALLER, key, channel);
    const id = await aCustomer();
    const ends = await outcomes([
      preferences.replace(CALLER, id, 'any', { general: choice(key) }),
      catalogue.removeChannel(CALLER, key),
    ]);
    expect(['done,in_use', 'invalid,done']).toContain(ends.join());
    await expectNoDangling(id, key, 'channel');
  });

  test.each(times(8, (round) => round))('a topic: one of the two is refused, round %i', async (round) => {
    const key = `race_${round}`;
    await catalogue.replaceTopic(CALLER, key, { label, purpose: 'service' });
    const id = await aCustomer();
    const ends = await outcomes([
      catalogue.removeTopic(CALLER, key),
      preferences.replace(CALLER, id, 'any', { topics: { [key]: choice('email') } }),
    ]);
    expect(['done,invalid', 'in_use,done']).toContain(ends.join());
    await expectNoDangling(id, key, 'topic');
  });

  async function expectNoDangling(id: string, key: string, table: string): Promise<void> {
    const [row] = await app.database.query<{ refers: boolean; there: boolean }>(
      `select exists (select 1 from preferences where customer_id = $1 and document::text like $2) as refers,
              exists (select 1 from ${table} where key = $3) as there`,
      [id, `%"${key}"%`, key],
    );
    expect(row?.refers).toBe(row?.there);
  }
});
