import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CustomerService, type CustomerDto } from '../../src/customers/index.js';
import { DecisionsService } from '../../src/decisions/decisions.service.js';
import { MergesService } from '../../src/merges/merges.service.js';
import { Problem } from '../../src/platform/problem.js';
import { PreferencesService } from '../../src/preferences/index.js';
import { startApp, type TestApp } from '../support/app.js';
import { CALLER } from '../support/callers.js';
import { choice } from '../support/examples.js';
import { openedPoints } from '../support/sealing.js';

let app: TestApp;
let customers: CustomerService;
let preferences: PreferencesService;
let merges: MergesService;
beforeAll(async () => {
  app = await startApp();
  customers = app.nest.get(CustomerService);
  preferences = app.nest.get(PreferencesService);
  merges = app.nest.get(MergesService);
});
afterAll(() => app.stop());

const ROUNDS = Array.from({ length: 6 }, (_, round) => round);
let made = 0;

/** A customer with a handle and an external id of its own. */
async function aCustomer(): Promise<CustomerDto> {
  made += 1;
  const name = `m${made}`;
  const { body } = await customers.create(CALLER, {
    contactPoints: [{ kind: 'handle', value: name }],
    externalIds: [{ system: 'race', id: name }],
  });
  return body;
}
const keyOf = ({ externalIds }: CustomerDto) => externalIds[0] ?? { system: 'none', id: 'none' };
const merge = (from: string, into: string) => merges.merge(CALLER, from, 'any', { into });

/** How each of several works at once ended: `done`, or the kind of the problem; anything else fails the test. */
async function outcomes(works: Promise<unknown>[]): Promise<string[]> {
  const results = await Promise.allSettled(works);
  return results.map((result) => {
    if (result.status === 'fulfilled') return 'done';
    if (result.reason instanceof Problem) return result.reason.kind;
    throw result.reason;
  });
}

/** Which of some customers are still there, and the handles that they have together. */
async function left(...all: CustomerDto[]): Promise<{ ids: string[]; handles: string[] }> {
  const ids = all.map(({ id }) => id);
  const points = (await openedPoints(app.database)).filter(({ customerId }) => ids.includes(customerId));
  return {
    ids: [...new Set(points.map(({ customerId }) => customerId))],
    handles: points.map(({ value }) => value).sort(),
  };
}

const handlesOf = (...all: CustomerDto[]) =>
  all.flatMap(({ contactPoints }) => contactPoints.map((point) => point.value));

describe('two merges that cross', () => {
  test.each(ROUNDS)('leave one customer with all that both had: round %i', async () => {
    const [a, b] = [await aCustomer(), await aCustomer()];
    const ends = await outcomes([merge(a.id, b.id), merge(b.id, a.id)]);
    expect(ends.filter((end) => end === 'done')).toHaveLength(1);
    expect(['conflict', 'not_found']).toContain(ends.find((end) => end !== 'done'));
    const { ids, handles } = await left(a, b);
    expect([ids.length, handles]).toEqual([1, handlesOf(a, b).sort()]);
  });

  test.each(ROUNDS)(
    'in a ring of three end, and every old id leads to one that is there: round %i',
    async () => {
      const [a, b, c] = [await aCustomer(), await aCustomer(), await aCustomer()];
      await outcomes([merge(a.id, b.id), merge(b.id, c.id), merge(c.id, a.id)]);
      const { ids, handles } = await left(a, b, c);
      expect(handles).toEqual(handlesOf(a, b, c).sort());
      const rows = await app.database.query<{ id: string; holder: string }>(
        'select id, holder from merged_customer where id = any($1)',
        [[a.id, b.id, c.id]],
      );
      expect(rows.length + ids.length).toBe(3);
      for (const { holder } of rows) expect(ids).toContain(holder);
    },
  );
});

describe('a merge while the customer is written to', () => {
  test.each(ROUNDS)('loses no write that was answered: choices, round %i', async (round) => {
    const [a, b] = [await aCustomer(), await aCustomer()];
    if (round % 2 === 0) await preferences.replace(CALLER, a.id, 'any', { languages: ['de'] });
    const write = (topic: string) =>
      preferences.change(CALLER, a.id, 'any', { topics: { [topic]: choice('phone') } });
    const topics = ['billing', 'order', 'delivery'];
    const ends = await outcomes([write('billing'), merge(a.id, b.id), write('order'), write('delivery')]);
    expect(ends[1]).toBe('done');
    const written = [ends[0], ends[2], ends[3]];
    for (const end of written) expect(['done', 'not_found', 'invalid']).toContain(end);
    const rows = await app.database.query<{ customer_id: string; document: { topics?: object } }>(
      'select customer_id, document from preferences where customer_id = any($1)',
      [[a.id, b.id]],
    );
    const stored = rows.flatMap(({ document }) => Object.keys(document.topics ?? {})).sort();
    expect(stored).toEqual(topics.filter((_, index) => written[index] === 'done').sort());
    expect(rows.map((row) => row.customer_id)).not.toContain(a.id);
    const versions = await app.database.query<{ version: number }>(
      'select version from change where customer_id = $1 and snapshot is not null order by sequence',
      [b.id],
    );
    expect(versions.map(({ version }) => version)).toEqual(versions.map((_, index) => index + 1));
  });

  test.each(ROUNDS)('an upsert by its external id reaches who is there: round %i', async () => {
    const [a, b] = [await aCustomer(), await aCustomer()];
    const upsert = (system: string) =>
      customers.upsert(CALLER, keyOf(a), null, {
        externalIds: [keyOf(a), { system, id: a.id }],
      });
    const ends = await outcomes([upsert('x'), merge(a.id, b.id), upsert('y')]);
    expect(ends).toEqual(['done', 'done', 'done']);
    expect((await left(a, b)).ids).toEqual([b.id]);
  });
});

test('of two undoings at once one is done, and the other is told', async () => {
  const [a, b] = [await aCustomer(), await aCustomer()];
  await merge(a.id, b.id);
  const ends = await outcomes([merges.undo(CALLER, a.id, {}), merges.undo(CALLER, a.id, {})]);
  expect(ends.sort()).toEqual(['conflict', 'done']);
  expect((await left(a, b)).ids).toHaveLength(2);
});

test('merging and undoing at once leaves both or one, and nobody without contact points', async () => {
  const [a, b] = [await aCustomer(), await aCustomer()];
  await merge(a.id, b.id);
  await outcomes([merges.undo(CALLER, a.id, {}), merge(b.id, (await aCustomer()).id), merge(a.id, b.id)]);
  const handles = (await openedPoints(app.database)).map(({ value }) => value);
  expect(handles.filter((handle) => handlesOf(a, b).includes(handle))).toHaveLength(2);
});

test('a decision by either id is answered all the while', async () => {
  const decisions = app.nest.get(DecisionsService);
  const [a, b] = [await aCustomer(), await aCustomer()];
  const decide = (id: string) => decisions.decide(CALLER, { customer: { id }, direction: 'inbound' });
  for (const _ of ROUNDS) {
    const answers = Array.from({ length: 8 }, (__, index) => decide(index % 2 ? a.id : b.id));
    const [, ...given] = await Promise.all([merge(a.id, b.id), ...answers]);
    for (const { match } of given) expect(match).toBe('single');
    const undone = Array.from({ length: 8 }, (__, index) => decide(index % 2 ? a.id : b.id));
    const [, ...again] = await Promise.all([merges.undo(CALLER, a.id, {}), ...undone]);
    for (const { match } of again) expect(match).toBe('single');
  }
});
