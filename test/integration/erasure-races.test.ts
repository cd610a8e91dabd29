import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DataSource } from 'typeorm';
import { PageLinksService } from '../../src/access/index.js';
import { ContactsService } from '../../src/contacts/contacts.service.js';
import { CustomerService, OwnContactPointsService, VerificationsService } from '../../src/customers/index.js';
import { DecisionLog } from '../../src/decisions/decision-log.js';
import { MergesService } from '../../src/merges/merges.service.js';
import { Problem } from '../../src/platform/problem.js';
import { PreferencesService } from '../../src/preferences/index.js';
import { ErasureRepository } from '../../src/privacy/erasure.repository.js';
import { ErasureService, RetentionTimer } from '../../src/privacy/index.js';
import { QuestionsService } from '../../src/questions/questions.service.js';
import { newId } from '../../src/platform/ids.js';
import { startApp, type TestApp } from '../support/app.js';
import { CALLER } from '../support/callers.js';
import { choice } from '../support/examples.js';
import { tablesWith } from '../support/tables.js';

let app: TestApp;
let erasures: ErasureService;
beforeAll(async () => {
  app = await startApp({ settings: { DATABASE_POOL_SIZE: '30' } });
  erasures = app.nest.get(ErasureService);
});
afterAll(() => app.stop());

const ERASER = { keyId: 'test' };
let made = 0;

async function aCustomer(): Promise<{ id: string; key: { system: string; id: string } }> {
  made += 1;
  const key = { system: 'race', id: `canary${made}` };
  const { body } = await app.nest.get(CustomerService).create(CALLER, {
    contactPoints: [{ kind: 'handle', value: `canary${made}` }],
    externalIds: [key],
  });
  return { id: body.id, key };
}

/** How each of several works at once ended: `done`, or the kind of the problem; anything else fails the test. */
async function outcomes(works: Promise<unknown>[]): Promise<string[]> {
  const results = await Promise.allSettled(works);
  return results.map((result) => {
    if (result.status === 'fulfilled') return 'done';
    if (result.reason instanceof Problem) return result.reason.kind;
    throw result.reason;
  });
}

/** Where an erased customer still stands: the id in what erasure leaves, and nothing in a row of the ledger. */
async function leftOf(id: string): Promise<string[]> {
  await app.nest.get(DecisionLog).flush();
  const told = await app.database.query(
    `select type from change where customer_id = $1 and type <> 'customer.erased'
        and (snapshot is not null or authority is not null or paths <> '{}')`,
    [id],
  );
  return [...(await tablesWith(app.database, id)), ...told.map(() => 'a change that tells something')];
}

/** What a system, or the customer, may be doing at that very moment. */
const WORKS: Readonly<Record<string, (id: string, key: { system: string; id: string }) => Promise<unknown>>> =
  {
    'a change of contact points': (id) =>
      app.nest.get(CustomerService).change(CALLER, id, 'any', { silenced: 'legal' }),
    'a first word': (id) =>
      app.nest.get(PreferencesService).replace(CALLER, id, 'any', { general: choice('email') }),
    'a confirmation': (id) => app.nest.get(PreferencesService).confirm(CALLER, id, 'any', {}),
    'a report': (id) =>
      app.nest.get(ContactsService).report(CALLER, {
        customer: { id },
        direction: 'outbound',
        channel: 'phone',
        at: '2026-11-23T08:00:00Z',
      }),
    'a claim of a number': (id) =>
      app.nest.get(VerificationsService).start(CALLER, id, {
        kind: 'phone',
        value: '+447700900111',
        replaces: null,
        language: 'en',
      }),
    'a link': (id) => app.nest.get(PageLinksService).create(CALLER, id, {}),
    'a decision that asks': (id) =>
      app.api
        .post('/v1/decisions')
        .send({ customer: { id }, direction: 'inbound', arrivedOn: 'phone', mayAsk: true })
        .expect(200),
    'another erasure': (id) => erasures.erase(ERASER, id),
  };

describe.each(Object.keys(WORKS))('an erasure beside %s', (name) => {
  test('ends with nothing left of the customer, whichever comes first', async () => {
    const work = WORKS[name] ?? (() => Promise.reject(new Error('There is no such work.')));
    for (let round = 0; round < 4; round += 1) {
      const { id, key } = await aCustomer();
      if (round % 2 === 1)
        await app.nest.get(PreferencesService).replace(CALLER, id, 'any', { languages: ['nl'] });
      const both =
        round < 2 ? [work(id, key), erasures.erase(ERASER, id)] : [erasures.erase(ERASER, id), work(id, key)];
      const ends = await outcomes([...both, work(id, key), work(id, key)]);
      expect(ends[round < 2 ? 1 : 0]).toBe('done');
      for (const end of ends) expect(['done', 'not_found', 'invalid']).toContain(end);
      expect(await leftOf(id)).toEqual(['change', 'erased_customer']);
    }
  });
});

describe('an erasure beside a merge', () => {
  const merge = (from: string, into: string) =>
    app.nest.get(MergesService).merge(CALLER, from, 'any', { into });

  test.each([0, 1, 2, 3])(
    'leaves nothing of who was erased, and all of the other one: round %i',
    async () => {
      const [a, b] = [await aCustomer(), await aCustomer()];
      const [merged, erased] = await outcomes([merge(a.id, b.id), erasures.erase(ERASER, b.id)]);
      expect(erased).toBe('done');
      expect(['done', 'not_found']).toContain(merged);
      expect(await leftOf(b.id)).toEqual(['change', 'erased_customer']);
      const gone = await app.database.query('select 1 from erased_customer where id = $1', [a.id]);
      expect(gone).toHaveLength(merged === 'done' ? 1 : 0);
      const there = await app.database.query('select 1 from customer where id = $1', [a.id]);
      expect(there).toHaveLength(merged === 'done' ? 0 : 1);
    },
  );

  test.each([0, 1, 2, 3])('and beside its undoing brings nobody back: round %i', async () => {
    const [a, b] = [await aCustomer(), await aCustomer()];
    await merge(a.id, b.id);
    const undo = app.nest.get(MergesService).undo(CALLER, a.id, {});
    const [undone, erased] = await outcomes([undo, erasures.erase(ERASER, b.id)]);
    expect(erased).toBe('done');
    expect(await leftOf(b.id)).toEqual(['change', 'erased_customer']);
    const [row] = await app.database.query('select 1 from customer where id = $1', [a.id]);
    expect(row === undefined).toBe(undone !== 'done');
  });
});

test('an answer and an outcome that come at the same moment are refused or erased, and never fail', async () => {
  for (let round = 0; round < 6; round += 1) {
    const { id } = await aCustomer();
    const asked = { customer: { id }, direction: 'inbound', arrivedOn: 'phone', mayAsk: true };
    const { body } = await app.api.post('/v1/decisions').send(asked).expect(200);
    const answer = app.nest
      .get(QuestionsService)
      .answer(CALLER, body.question.id, { channels: [{ channel: 'phone' }] } as never);
    const outcome = app.nest.get(ContactsService).reportOutcome(CALLER, body.id, { channel: 'phone' });
    const ends = await outcomes([answer, outcome, erasures.erase(ERASER, id)]);
    expect(ends[2]).toBe('done');
    for (const end of ends) expect(['done', 'not_found', 'conflict']).toContain(end);
    expect(await leftOf(id)).toEqual(['change', 'erased_customer']);
    const contactPoints = app.nest.get(OwnContactPointsService).remove(CALLER, id, id);
    expect(await outcomes([contactPoints])).toEqual(['not_found']);
  }
});

test('a fault in the middle leaves everything as it was', async () => {
  const { id } = await aCustomer();
  await app.nest.get(PreferencesService).replace(CALLER, id, 'any', { general: choice('email') });
  const before = await app.database.query('select t::text from change t where customer_id = $1', [id]);
  const records = app.nest.get(ErasureRepository);
  const erase = records.erase.bind(records);
  records.erase = async (tx, ids) => {
    await erase(tx, ids);
    throw new Error('the process ends here');
  };
  await expect(erasures.erase(ERASER, id)).rejects.toThrow('the process ends here');
  records.erase = erase;
  expect(await app.database.query('select t::text from change t where customer_id = $1', [id])).toEqual(
    before,
  );
  await app.api.get(`/v1/customers/${id}/export`).expect(200);
});

test('a decision that is logged late is of nobody, as those are that were logged in time', async () => {
  const { id } = await aCustomer();
  await erasures.erase(ERASER, id);
  const decisionId = newId();
  await app.nest.get(DataSource).query(
    `insert into decision (id, at, key_id, customer_id, direction, action, reason, preferences_version, arrived_on, deadline)
       values ($2, '2026-11-23T09:07:33Z', 'late', $1, 'inbound', 'serve', 'late', 7, 'phone', now())`,
    [id, decisionId],
  );
  expect(await leftOf(id)).toEqual(['change', 'erased_customer']);
  const [row] = await app.database.query(`select * from decision where key_id = 'late'`);
  const bare = { preferences_version: 0, arrived_on: null, deadline: null };
  expect(row).toMatchObject({ at: new Date('2026-11-23T09:00:00Z'), ...bare });
  expect([id, null]).not.toContain(row?.['customer_id']);
  expect(row?.['id']).not.toBe(decisionId);
});

test('what arrives late in any other way is erased by the next round', async () => {
  const { id } = await aCustomer();
  await erasures.erase(ERASER, id);
  await app.database.query(
    `insert into contact_revision (contact_id, revision, customer_id, at, replaced_at, row)
     values (gen_random_uuid(), 1, $1, now(), now(), '{}')`,
    [id],
  );
  expect(await leftOf(id)).toContain('contact_revision');
  await app.nest.get(RetentionTimer).runNow();
  expect(await leftOf(id)).toEqual(['change', 'erased_customer']);
});
