import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { EFFORT_FACTS, readEffortFacts, scoreEffort, type EffortContact } from '../../src/domain/effort.js';
import { newId } from '../../src/platform/ids.js';
import { RollUpTimer } from '../../src/reports/index.js';
import { RollUpService } from '../../src/reports/roll-up.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { connectRows, contactColumns, type ContactColumns, type Rows } from '../support/contact-rows.js';

let app: TestApp;
let rows: Rows;
let rollUp: RollUpService;
beforeAll(async () => {
  app = await startApp();
  rows = await connectRows(app.database.url);
  await rows.prepare('2026-10-01', '2026-12-01');
  rollUp = app.nest.get(RollUpService);
});
afterAll(async () => {
  await rows.end();
  await app.stop();
});

const NOW = '2026-11-23T10:00:00+01:00';
const TABLES = ['contact', 'flow', 'customers', 'decision', 'question', 'change'].map(
  (name) => `report_${name}`,
);

async function empty(): Promise<void> {
  app.clock.set(NOW);
  await rows.client.query(
    `truncate contact, decision, decision_outcome, question, question_turn, customer, change, report_mark, report_state,
       report_silence, ${TABLES.join(', ')} cascade`,
  );
}
beforeEach(empty);

/** All that the reports are made of, in an order that is always the same. */
async function rolledUp(): Promise<Record<string, unknown[]>> {
  const dumps = TABLES.map(async (table) => {
    const { rows: all } = await rows.client.query(`select t::text as row from ${table} t order by 1`);
    return [table, all.map(({ row }) => row)] as const;
  });
  return Object.fromEntries(await Promise.all(dumps));
}

async function rolledUpFromScratch(): Promise<Record<string, unknown[]>> {
  await rows.client.query(`truncate report_mark, report_state, ${TABLES.join(', ')}`);
  await rollUp.run();
  return rolledUp();
}

const query = async (text: string, values: unknown[] = []) => (await rows.client.query(text, values)).rows;
const insertContact = (contact: ContactColumns) => rows.insert('contact', [contact]);

async function contactsOn(day: string): Promise<number> {
  const [row] = await query(`select contacts from report_contact where grain = 'all' and day = $1`, [day]);
  return row?.contacts ?? 0;
}

describe('rolling up', () => {
  test('counts a contact on its day in the zone of the organisation', async () => {
    await insertContact(contactColumns({ at: '2026-11-20T22:59:59.999Z' }));
    await insertContact(contactColumns({ at: '2026-11-20T23:00:00Z' }));
    await rollUp.run();
    expect([await contactsOn('2026-11-20'), await contactsOn('2026-11-21')]).toEqual([1, 1]);
  });

  test('takes in what is reported late, and what is corrected to another day', async () => {
    await insertContact(contactColumns({ at: '2026-11-20T12:00:00Z' }));
    await rollUp.run();
    const late = contactColumns({ at: '2026-10-02T12:00:00Z' });
    await insertContact(late);
    await rollUp.run();
    expect(await contactsOn('2026-10-02')).toBe(1);
    await query(`update contact set at = '2026-11-19T12:00:00Z' where id = $1`, [late.id]);
    await rollUp.run();
    expect([await contactsOn('2026-10-02'), await contactsOn('2026-11-19')]).toEqual([0, 1]);
  });

  test('counts what was written before it and committed after it, the next time', async () => {
    const other = await connectRows(app.database.url);
    await other.client.query('begin');
    await other.insert('contact', [contactColumns({ at: '2026-11-20T12:00:00Z' })]);
    await insertContact(contactColumns({ at: '2026-11-20T13:00:00Z' }));
    await rollUp.run();
    expect(await contactsOn('2026-11-20')).toBe(1);
    await other.client.query('commit');
    await other.end();
    await rollUp.run();
    expect(await contactsOn('2026-11-20')).toBe(2);
  });

  test('does nothing when nothing was written', async () => {
    await insertContact(contactColumns({ at: '2026-11-20T12:00:00Z' }));
    expect(await rollUp.run()).toEqual({ buckets: 1 });
    expect(await rollUp.run()).toEqual({ buckets: 0 });
  });

  test('is done by one instance at a time', async () => {
    await rollUp.run();
    const other = await connectRows(app.database.url);
    await other.client.query('begin');
    await other.client.query('lock table report_state in exclusive mode');
    expect(await rollUp.run()).toBe('busy');
    await other.end();
    expect(await rollUp.run()).toEqual({ buckets: 0 });
  });

  test('goes on where it was ended, and says nothing is rolled up before all is', async () => {
    for (let day = 1; day <= 30; day += 1)
      await insertContact(contactColumns({ at: `2026-10-${String(day).padStart(2, '0')}T12:00:00Z` }));
    let steps = 0;
    await rollUp.run({ goesOn: () => (steps += 1) <= 1 });
    const days = `select count(distinct day)::int as days from report_contact`;
    expect(await query(days)).toEqual([{ days: 16 }]);
    expect(await query('select rolled_up_at from report_state')).toEqual([{ rolled_up_at: null }]);
    await rollUp.run();
    expect(await query(days)).toEqual([{ days: 30 }]);
    expect(await query('select rolled_up_at from report_state')).toEqual([{ rolled_up_at: new Date(NOW) }]);
  });

  test('counts a decision as unreported when it is a day old, and no longer when its outcome comes late', async () => {
    const id = newId();
    const decision = {
      ...{ id, at: '2026-11-22T08:30:00Z', key_id: 'ivr', customer_id: newId(), topic: null },
      ...A_DECISION,
    };
    await rows.insert('decision', [decision]);
    const counts = async () => {
      await rollUp.run();
      const [row] = await query(`select due, reported from report_decision where grain = 'all'`);
      return row ?? null;
    };
    app.clock.set('2026-11-23T08:59:00Z');
    expect(await counts()).toBeNull();
    app.clock.set('2026-11-23T09:00:00Z');
    expect(await counts()).toEqual({ due: 1, reported: 0 });
    await rows.insert('decision_outcome', [
      { decision_id: id, contact_id: newId(), contact_at: decision.at },
    ]);
    expect(await counts()).toEqual({ due: 1, reported: 1 });
  });

  test('counts a decision of a day that is partly due, also from scratch', async () => {
    const decide = (at: string) =>
      rows.insert('decision', [
        { ...{ id: newId(), at, key_id: 'ivr', customer_id: newId(), topic: null }, ...A_DECISION },
      ]);
    await decide('2026-11-23T07:00:00Z');
    await decide('2026-11-23T23:30:00Z');
    await decide('2026-11-24T09:00:00Z'); // not due yet
    app.clock.set('2026-11-25T02:00:00Z');
    await rollUp.run();
    const due = `select day::text, due from report_decision where grain = 'all' order by day`;
    expect(await query(due)).toEqual([
      { day: '2026-11-23', due: 1 },
      { day: '2026-11-24', due: 1 },
    ]);
  });

  test('counts a question as expired when its lease has ended', async () => {
    const [id] = await aCustomerRow();
    await rows.insert('question', [aQuestion({ customer_id: id, expires_at: '2026-11-23T09:30:00Z' })]);
    const expired = async () => {
      await rollUp.run();
      return (await query(`select asked, expired from report_question where grain = 'all'`))[0];
    };
    expect(await expired()).toEqual({ asked: 1, expired: 0 });
    app.clock.set('2026-11-23T09:30:00Z');
    expect(await expired()).toEqual({ asked: 1, expired: 1 });
  });

  test('counts the silent once a day, and again from scratch', async () => {
    await aCustomerRow();
    const timer = app.nest.get(RollUpTimer);
    const customers = async () =>
      query(`select day::text, count from report_silence where kind = 'customers' order by day`);
    await timer.runNow(false);
    await aCustomerRow();
    await timer.runNow(false);
    expect(await customers()).toEqual([{ day: '2026-11-23', count: 1 }]);
    await timer.runNow(true);
    expect(await customers()).toEqual([{ day: '2026-11-23', count: 2 }]);
    app.clock.advance(24 * 3_600_000);
    await timer.runNow(false);
    expect(await customers()).toHaveLength(2);
  });
});

const A_DECISION = {
  ...{
    direction: 'inbound',
    action: 'serve',
    channel: 'phone',
    reason: 'ranked_open',
    preferences_version: 1,
  },
  ...{ arrived_on: null, deadline: null },
};

async function aCustomerRow(): Promise<[id: string]> {
  const id = newId();
  await rows.insert('customer', [
    { id, silenced: null, version: 1, created_at: '2026-01-01T00:00:00Z', updated_at: NOW },
  ]);
  return [id];
}

function aQuestion(columns: object) {
  return {
    ...{ id: newId(), kind: 'confirm', topic: null, channel: 'phone', key_id: 'ivr', decision_id: null },
    ...{
      asked_at: '2026-11-23T08:00:00Z',
      state: 'open',
      ended_at: null,
      ended_by: null,
      answer: null,
      ...columns,
    },
  };
}

/** What may happen between two roll-ups, in any order. */
type Event =
  | {
      readonly what: 'report' | 'report twice';
      readonly contact: Partial<ContactColumns>;
      readonly hoursAgo: number;
    }
  | { readonly what: 'correct'; readonly contact: Partial<ContactColumns>; readonly hoursAgo: number }
  | { readonly what: 'decide'; readonly hoursAgo: number; readonly waits: boolean }
  | { readonly what: 'pass'; readonly hours: number }
  | {
      readonly what:
        'remove' | 'outcome' | 'ask' | 'answer' | 'say' | 'roll up' | 'roll up in part' | 'crash';
    };

const arbitraryContact = fc.record({
  key_id: fc.constantFrom('crm', 'ivr'),
  direction: fc.constantFrom('inbound', 'outbound'),
  channel: fc.constantFrom('email', 'phone', 'chat'),
  topic: fc.constantFrom(null, 'order'),
  arrived_on: fc.constantFrom(null, 'phone', 'chat'),
  switched_by: fc.constantFrom(null, null, 'customer', 'company'),
  transfers: fc.constantFrom(null, 0, 1, 3),
  repeated_identification: fc.constantFrom(null, true, false),
  override_reason: fc.constantFrom(null, 'cost'),
  adherence: fc.constantFrom('honoured', 'overridden', 'impossible', 'customer_changed', null),
  basis: fc.constantFrom('general', 'arrival', 'default', 'unknown_customer'),
  breaches: fc.uniqueArray(fc.constantFrom('moved', 'rank', 'pause', 'declined', 'mode'), { maxLength: 2 }),
  wanted_channel: fc.constantFrom(null, 'email', 'phone'),
  window_kept: fc.constantFrom(null, true, false),
  mode_kept: fc.constantFrom(null, true, false),
});
const arbitraryAge = fc.integer({ min: 0, max: 24 * 20 });
const arbitraryEvent: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      what: fc.constantFrom('report' as const, 'report twice' as const),
      contact: arbitraryContact,
      hoursAgo: arbitraryAge,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('correct' as const),
      contact: arbitraryContact,
      hoursAgo: arbitraryAge,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant('decide' as const),
      hoursAgo: fc.integer({ min: 0, max: 22 }),
      waits: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('pass' as const), hours: fc.integer({ min: 1, max: 40 }) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      what: fc.constantFrom(
        'remove' as const,
        'outcome' as const,
        'ask' as const,
        'answer' as const,
        'say' as const,
        'roll up' as const,
        'roll up in part' as const,
        'crash' as const,
      ),
    }),
  },
);

const ANY_CONTACT = `(select id from contact order by md5(id::text) limit 1)`;
const hours = (count: number) => count * 3_600_000;
const before = (hoursAgo: number) => new Date(app.clock.now() - hours(hoursAgo)).toISOString();

/** Makes one event happen to a registry of three customers. */
async function happen(event: Event, customers: readonly string[]): Promise<void> {
  const now = new Date(app.clock.now()).toISOString();
  const someone = customers[Math.floor(app.clock.now() / 60_000) % customers.length] as string;
  app.clock.advance(60_000);
  switch (event.what) {
    case 'report':
    case 'report twice': {
      const isUnknown = event.contact.basis === 'unknown_customer';
      const row = contactColumns({
        ...event.contact,
        at: before(event.hoursAgo),
        customer_id: isUnknown ? null : someone,
      });
      await rows.insert('contact', event.what === 'report' ? [row] : [row, row]);
      return;
    }
    case 'correct': {
      const { channel, adherence, transfers } = event.contact;
      await query(
        `update contact set at = $1, channel = $2, adherence = $3, transfers = $4, revision = revision + 1 where id = ${ANY_CONTACT}`,
        [before(event.hoursAgo), channel, adherence, transfers],
      );
      return;
    }
    case 'decide':
      return rows.insert('decision', [
        {
          ...A_DECISION,
          id: newId(),
          at: before(event.hoursAgo),
          key_id: 'ivr',
          customer_id: someone,
          topic: null,
          action: event.waits ? 'wait' : 'serve',
        },
      ]);
    case 'remove':
      await query(`delete from contact where id = ${ANY_CONTACT}`);
      return;
    case 'outcome':
      await query(
        `insert into decision_outcome select id, id, at from decision order by md5(id::text) limit 2 on conflict do nothing`,
      );
      return;
    case 'ask':
      return rows.insert('question', [
        aQuestion({
          customer_id: someone,
          asked_at: now,
          expires_at: new Date(app.clock.now() + hours(30)).toISOString(),
        }),
      ]);
    case 'answer':
      await query(
        `update question set state = 'answered' where id = (select id from question where state = 'open' order by md5(id::text) limit 1)`,
      );
      return;
    case 'say':
      await query(
        `insert into change (id, type, at, customer_id, version, key_id, authority, paths)
         values ($1, 'preferences.confirmed', $2, $3, 1, 'crm', 'customer', '{}')`,
        [newId(), now, someone],
      );
      return;
    case 'pass':
      app.clock.advance(hours(event.hours));
      return;
    case 'roll up in part': {
      let steps = 0;
      await rollUp.run({ goesOn: () => (steps += 1) <= 1 });
      return;
    }
    case 'crash':
      await query('alter table report_flow add constraint crash check (false) not valid');
      await rollUp.run().catch(() => undefined);
      await query('alter table report_flow drop constraint crash');
      return;
    case 'roll up':
      await rollUp.run();
  }
}

/** What the contacts add up to, counted without SQL and with the formula itself. */
async function countedByHand() {
  const contacts = await query('select * from contact');
  const words = await query(
    `select customer_id, at from change union all select customer_id, asked_at from question`,
  );
  const YEAR = 365 * 24 * 3_600_000;
  const totals = {
    contacts: contacts.length,
    honoured: 0,
    overridden: 0,
    scored: 0,
    scoreSum: 0,
    known: EFFORT_FACTS.map(() => 0),
    kept: EFFORT_FACTS.map(() => 0),
    scores: Array<number>(21).fill(0),
  };
  for (const row of contacts) {
    const asked =
      row.customer_id === null
        ? null
        : words.some(
            (word) =>
              word.customer_id === row.customer_id &&
              word.at <= row.at &&
              word.at.getTime() > row.at.getTime() - YEAR,
          );
    const facts = readEffortFacts(
      {
        ...row,
        arrivedOn: row.arrived_on,
        switchedBy: row.switched_by,
        wantedChannel: row.wanted_channel,
        windowKept: row.window_kept,
        modeKept: row.mode_kept,
        repeatedIdentification: row.repeated_identification,
      } as EffortContact,
      asked,
    );
    const score = scoreEffort(facts);
    if (row.adherence === 'honoured') totals.honoured += 1;
    if (row.adherence === 'overridden') totals.overridden += 1;
    EFFORT_FACTS.forEach((fact, index) => {
      if (facts[fact] === null) return;
      totals.known[index] = (totals.known[index] ?? 0) + 1;
      totals.kept[index] = (totals.kept[index] ?? 0) + facts[fact];
    });
    if (score === null) continue;
    totals.scored += 1;
    totals.scoreSum += score;
    const bin = Math.floor(score / 5);
    totals.scores[bin] = (totals.scores[bin] ?? 0) + 1;
  }
  return totals;
}

async function countedByGrain(grain: string) {
  const all = await query(`select * from report_contact where grain = $1`, [grain]);
  const sum = (column: string) => all.reduce((total, row) => total + row[column], 0);
  const sums = (column: string, length: number) =>
    Array.from({ length }, (_, index) => all.reduce((total, row) => total + row[column][index], 0));
  return {
    contacts: sum('contacts'),
    honoured: sum('honoured'),
    overridden: sum('overridden'),
    scored: sum('scored'),
    scoreSum: sum('score_sum'),
    known: sums('facts_known', EFFORT_FACTS.length),
    kept: sums('facts_kept', EFFORT_FACTS.length),
    scores: sums('scores', 21),
  };
}

test('whatever happens in whatever order, rolling up bit by bit is the same as counting from scratch, and as counting by hand', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(arbitraryEvent, { minLength: 10, maxLength: 40 }), async (events) => {
      await empty();
      const customers: string[] = [];
      for (let count = 0; count < 3; count += 1) customers.push(...(await aCustomerRow()));
      for (const event of events) await happen(event, customers);
      await rollUp.run();
      const bitByBit = await rolledUp();
      expect(await query('select 1 from report_mark where about <> $1', ['decision'])).toEqual([]);
      const byHand = await countedByHand();
      for (const grain of ['all', 'system', 'channel', 'topic', 'detail'])
        expect(await countedByGrain(grain), grain).toEqual(byHand);
      expect(await rolledUpFromScratch()).toEqual(bitByBit);
    }),
    { numRuns: 8, endOnFailure: true },
  );
}, 120_000);
