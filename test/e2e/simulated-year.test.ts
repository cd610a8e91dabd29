import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CatalogueReader } from '../../src/catalogue/index.js';
import { judgeAdherence, type AdherenceJudgement, type ContactFacts } from '../../src/domain/adherence.js';
import type { Catalogue, ContactPointKind } from '../../src/domain/catalogue.js';
import type { Customer } from '../../src/domain/customer.js';
import { readEffortFacts, scoreEffort } from '../../src/domain/effort.js';
import { RollUpTimer } from '../../src/reports/index.js';
import { startApp, type TestApp } from '../support/app.js';
import { connectRows, contactColumns, type ContactColumns, type Rows } from '../support/contact-rows.js';
import { sealedColumns } from '../support/sealing.js';
import { problemOf } from '../support/problems.js';

/**
 * A year of a company with four systems, of which it is known what each does: `obeys` asks and does as it is told, `ignores`
 * never asks and always writes e-mails, `steers` moves callers to the chat for its cost, `silent` asks and never reports.
 * What is expected of the reports is added up here while the year is made, by what the systems are meant to do.
 */
const CUSTOMERS = 10_000;
const YEAR_START = '2025-11-24';
const WEEKS = 52;
const FIRST_CHOICES = ['email', 'phone', 'sms'] as const;

let app: TestApp;
let rows: Rows;
const keys: Record<string, string> = {};

const idOf = (kind: number, i: number) => `0000000${kind}-0000-7000-8000-${String(i).padStart(12, '0')}`;
/** One in five stated nothing. */
const hasSaid = (i: number) => i % 5 !== 0;
const firstChoice = (i: number) => FIRST_CHOICES[i % 3] as string;

const QUESTIONS_AT = '2026-11-10T09:00:00.000Z';
const isQuestioned = (i: number) => i % 5 === 0 && i < 5_000;
const wasAsked = (i: number, at: string) => hasSaid(i) || (isQuestioned(i) && at >= QUESTIONS_AT);

/** Tuesday of a week of the year, in office hours: every channel is open, and can wait for nothing better. */
function timeOf(week: number, i: number): string {
  const start = Date.parse(`${YEAR_START}T10:00:00Z`) + (week * 7 + 1) * 86_400_000;
  return new Date(start + (i % 10_000) * 1_000).toISOString();
}

function customerOf(i: number): Customer {
  const point = (kind: ContactPointKind) => ({ id: `${kind}${i}`, kind, value: 'x', undeliverable: false });
  const general = { channels: [{ channel: firstChoice(i) }], declined: [] };
  return {
    id: idOf(1, i),
    silenced: null,
    contactPoints: [point('phone'), point('email')],
    preferences: hasSaid(i) ? { general } : {},
    preferencesVersion: hasSaid(i) ? 1 : 0,
    lastSaidAt: null,
  };
}

/** What the simulation put in, by name. */
const expected: Record<string, number> = {};
const count = (name: string, by = 1) => (expected[name] = (expected[name] ?? 0) + by);
const scores: number[] = [];

interface Act {
  readonly system: 'obeys' | 'ignores' | 'steers';
  readonly i: number;
  readonly at: string;
  readonly channel: string;
  readonly meant: 'honoured' | 'overridden' | null;
  readonly arrivedOn?: string;
  readonly moved?: boolean;
  readonly decided: boolean;
}

/** A contact as it is stored, judged by the rules of the product; the intention is only counted. */
function contactOf(act: Act, id: string, catalogue: Catalogue): ContactColumns {
  const { system, i, at, channel, moved = false, arrivedOn = null } = act;
  const direction = arrivedOn === null ? 'outbound' : 'inbound';
  const switchedBy = moved ? 'company' : null;
  const facts: ContactFacts = {
    direction,
    topic: 'order',
    channel,
    mode: null,
    at: Date.parse(at),
    arrivedOn,
    switchedBy,
    deadline: null,
  };
  const judged = judgeAdherence(facts, customerOf(i), catalogue);
  const transfers = moved ? 1 : 0;
  countContact(act, judged);
  const score = scoreEffort(
    readEffortFacts({ ...facts, ...judged, transfers, repeatedIdentification: moved }, wasAsked(i, at)),
  );
  if (score !== null) scores.push(score);
  return contactColumns({
    ...{ id, at, customer_id: idOf(1, i), key_id: keys[system] ?? '', reported_by: keys[system] ?? '' },
    ...{
      decision_id: act.decided ? id : null,
      direction,
      channel,
      arrived_on: arrivedOn,
      switched_by: switchedBy,
    },
    ...{
      transfers,
      repeated_identification: moved,
      result: 'reached',
      override_reason: moved ? 'cost' : null,
    },
    ...{
      adherence: judged.adherence,
      basis: judged.basis,
      breaches: [...judged.breaches],
      rank: judged.rank,
    },
    ...{ wanted_channel: judged.wantedChannel, wanted_mode: judged.wantedMode },
    ...{ window_kept: judged.windowKept, mode_kept: judged.modeKept },
  });
}

function countContact({ system, at, channel, meant, moved }: Act, judged: AdherenceJudgement): void {
  const month = at.slice(0, 7);
  for (const scope of ['total', system, month, channel]) {
    count(`${scope} contacts`);
    count(`${scope} ${meant ?? 'nothing'}`);
  }
  if (meant !== null) count(`${judged.wantedChannel}>${channel}`);
  if (moved) count('cost');
}

function decisionOf(system: string, i: number, at: string, id: string, channel: string) {
  const direction = system === 'steers' ? 'inbound' : 'outbound';
  const action = direction === 'inbound' ? 'serve' : 'contact';
  return {
    ...{ id, at, key_id: keys[system], customer_id: idOf(1, i), topic: 'order', direction, action, channel },
    ...{ reason: 'ranked_open', preferences_version: 1, arrived_on: null, deadline: null },
  };
}

async function storeCustomers(): Promise<void> {
  const all = Array.from({ length: CUSTOMERS }, (_, i) => i);
  const at = `${YEAR_START}T08:00:00Z`;
  await rows.insert(
    'customer',
    all.map((i) => ({ id: idOf(1, i), silenced: null, version: 1, created_at: at, updated_at: at })),
  );
  const sealed = all.map((i) =>
    sealedColumns({ id: idOf(2, i), customer_id: idOf(1, i), kind: 'email', value: `c${i}@example.org` }),
  );
  await rows.insert(
    'customer_key',
    sealed.map(({ key }) => key),
  );
  await rows.insert(
    'contact_point',
    sealed.map(({ point }, i) => ({
      ...point,
      undeliverable: (all[i] ?? 0) % 100 === 7,
      statements: {},
      position: 0,
    })),
  );
  await rows.insert(
    'external_id',
    all.map((i) => ({ system: 'crm', id: `C-${i}`, customer_id: idOf(1, i) })),
  );
  const said = all.filter(hasSaid);
  await rows.insert(
    'preferences',
    said.map((i) => ({
      customer_id: idOf(1, i),
      version: 1,
      document: customerOf(i).preferences,
      statements: {},
      confirmed_at: at,
      last_said_at: at,
      updated_at: at,
    })),
  );
  await rows.client.query(
    `insert into change (id, type, at, customer_id, version, key_id, authority, paths)
     select gen_random_uuid(), 'preferences.changed', $1, id::uuid, 1, $2, 'customer', '{}' from unnest($3::text[]) id`,
    [at, keys['crm'], said.map((i) => idOf(1, i))],
  );
}

/** A week in which each system meets its share of the customers. */
async function storeWeek(week: number, catalogue: Catalogue): Promise<void> {
  const contacts: ContactColumns[] = [];
  const decisions: object[] = [];
  const outcomes: object[] = [];
  for (let i = week; i < CUSTOMERS; i += WEEKS) {
    const at = timeOf(week, i);
    const meant = (isGood: boolean) => (hasSaid(i) ? (isGood ? 'honoured' : 'overridden') : null);
    const channel = hasSaid(i) ? firstChoice(i) : 'email';
    const isMoved = i % 4 === 0;
    const acts: Act[] = [
      { system: 'obeys', i, at, channel, meant: meant(true), decided: true },
      {
        system: 'ignores',
        i,
        at,
        channel: 'email',
        meant: meant(firstChoice(i) === 'email'),
        decided: false,
      },
      isMoved
        ? {
            system: 'steers',
            i,
            at,
            channel: 'chat',
            meant: 'overridden',
            arrivedOn: 'phone',
            moved: true,
            decided: true,
          }
        : {
            system: 'steers',
            i,
            at,
            channel: 'phone',
            meant: meant(true),
            arrivedOn: 'phone',
            decided: true,
          },
    ];
    for (const [index, act] of acts.entries()) {
      const id = idOf(3 + index, i);
      contacts.push(contactOf(act, id, catalogue));
      if (!act.decided) continue;
      decisions.push(decisionOf(act.system, i, at, id, act.channel));
      outcomes.push({ decision_id: id, contact_id: id, contact_at: at });
      count(`${act.system} due`);
    }
    decisions.push(decisionOf('silent', i, at, idOf(6, i), channel));
    count('silent due');
  }
  await rows.insert('decision', decisions);
  await rows.insert('contact', contacts);
  await rows.insert('decision_outcome', outcomes);
}

const STATES = ['answered', 'declined', 'overtaken', 'open'] as const;

async function storeQuestions(): Promise<void> {
  const asked = Array.from({ length: CUSTOMERS }, (_, i) => i).filter(isQuestioned);
  await rows.insert(
    'question',
    asked.map((i, index) => ({
      ...{
        id: idOf(7, i),
        customer_id: idOf(1, i),
        kind: 'preferred_channel',
        topic: null,
        channel: 'phone',
        key_id: keys['obeys'],
      },
      ...{
        asked_at: QUESTIONS_AT,
        expires_at: '2026-11-17T09:00:00Z',
        state: STATES[index % 4],
      },
    })),
  );
}

beforeAll(async () => {
  app = await startApp();
  rows = await connectRows(app.database.url);
  for (const name of ['obeys', 'ignores', 'steers', 'silent', 'crm']) {
    const { id } = await app.newKey(['decisions:read', 'contacts:write']);
    await rows.client.query('update api_key set name = $2 where id = $1', [id, name]);
    keys[name] = id;
  }
  await rows.prepare(YEAR_START, '2026-12-01');
  await storeCustomers();
  await storeQuestions();
  const catalogue = await app.nest.get(CatalogueReader).current();
  const rollUp = app.nest.get(RollUpTimer);
  for (let week = 0; week < WEEKS; week += 1) {
    await storeWeek(week, catalogue);
    app.clock.set(new Date(Date.parse(timeOf(week, 0)) + 3 * 86_400_000).toISOString());
    if (week % 13 === 12) await rollUp.runNow(false);
  }
  app.clock.set('2026-11-23T10:00:00+01:00');
  await rollUp.runNow(false);
}, 180_000);
afterAll(async () => {
  await rows.end();
  await app.stop();
});

const SPAN = 'from=2025-11-24&until=2026-11-24';

// A report answers with JSON that is looked at in many ways
// eslint-disable-next-line @typescript-eslint/no-explicit-any
async function report(path: string): Promise<any> {
  const response = await app.api.get(`/v1/reports/${path}${path.includes('?') ? '&' : '?'}${SPAN}`);
  expect(response.status, JSON.stringify(response.body)).toBe(200);
  return response.body;
}

const share = (part: number | undefined, of: number | undefined) => ({
  count: part ?? 0,
  of: of ?? 0,
  share: of ? Math.round(((part ?? 0) / of) * 10_000) / 10_000 : null,
});

function adherenceOf(scope: string) {
  const honoured = expected[`${scope} honoured`] ?? 0;
  const overridden = expected[`${scope} overridden`] ?? 0;
  const compared = honoured + overridden;
  return {
    contacts: expected[`${scope} contacts`] ?? 0,
    compared,
    honoured: share(honoured, compared),
    overridden: share(overridden, compared),
    impossible: share(0, compared),
    customerChanged: share(0, compared),
    nothingToCompare: share(expected[`${scope} nothing`], expected[`${scope} contacts`]),
  };
}

describe('a year of four systems', () => {
  test('is large enough, and each system did what it was meant to', () => {
    expect(expected['total contacts']).toBe(30_000);
    expect(expected['obeys overridden']).toBeUndefined();
    expect(expected['ignores overridden']).toBeGreaterThan(5_000);
    expect(expected['cost']).toBe(2_500);
  });

  test('shows in adherence, in total and by system, with nobody counted as honoured who stated nothing', async () => {
    const { rows: systems, total } = await report('adherence?by=system');
    expect(total).toMatchObject({ key: 'total', ...adherenceOf('total') });
    for (const name of ['obeys', 'ignores', 'steers'])
      expect(systems.find((row: { key: string }) => row.key === keys[name])).toMatchObject({
        name,
        ...adherenceOf(name),
      });
    expect(total.nothingToCompare.count).toBe(expected['total nothing']);
  });

  test('shows who never reports', async () => {
    const { rows: systems, total } = await report('adherence?by=system');
    const unreported = (name: string) =>
      systems.find((row: { key: string }) => row.key === keys[name])?.unreported;
    expect(unreported('silent')).toEqual(share(10_000, 10_000));
    expect(unreported('obeys')).toEqual(share(0, 10_000));
    expect(unreported('ignores')).toEqual(share(0, 0));
    expect(total.unreported).toEqual(share(10_000, 30_000));
  });

  test('shows by month, completely, and by channel', async () => {
    const { rows: months } = await report('adherence?by=month');
    expect(months.map(({ key }: { key: string }) => key)).toHaveLength(13);
    for (const month of months) expect(month).toMatchObject(adherenceOf(month.key));
    const { rows: channels } = await report('adherence?by=channel');
    for (const channel of ['email', 'phone', 'sms', 'chat'])
      expect(channels.find((row: { key: string }) => row.key === channel)).toMatchObject(
        adherenceOf(channel),
      );
  });

  test('is the same when it is filtered to the same', async () => {
    const { total } = await report(`adherence?by=channel&system=${keys['steers']}&topic=order`);
    expect(total).toMatchObject(adherenceOf('steers'));
    const { total: none } = await report('adherence?topic=billing');
    expect(none).toMatchObject({ contacts: 0, honoured: { count: 0, of: 0, share: null } });
  });

  test('shows the steering: from which channel to which, and for which reason', async () => {
    const { flow, reasons, total } = await report('steering?by=system');
    expect(total.against).toEqual(share(expected['total overridden'], adherenceOf('total').compared));
    for (const { from, to, contacts, against } of flow) {
      expect(contacts, `${from}>${to}`).toBe(expected[`${from}>${to}`]);
      expect(against, `${from}>${to}`).toBe(from === to ? 0 : contacts);
    }
    expect(
      flow.find((way: { from: string; to: string }) => way.from === 'phone' && way.to === 'chat').contacts,
    ).toBe(2_500);
    expect(reasons).toEqual([
      {
        reason: 'not_said',
        system: keys['ignores'],
        name: 'ignores',
        contacts: expected['ignores overridden'],
      },
      { reason: 'cost', system: keys['steers'], name: 'steers', contacts: 2_500 },
    ]);
  });

  test('has the effort that the formula gives each contact, with its spread and its coverage', async () => {
    const { total, rows: systems, formula, formulaVersion } = await report('company-effort?by=system');
    const sorted = [...scores].sort((a, b) => a - b);
    const at = (percent: number) =>
      Math.floor((sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? 0) / 5) * 5;
    expect(total).toMatchObject({
      scored: share(scores.length, 30_000),
      mean: Math.round((scores.reduce((sum, score) => sum + score, 0) / scores.length) * 10) / 10,
      ...{ p10: at(10), p25: at(25), median: at(50), p75: at(75), p90: at(90) },
      unreported: share(10_000, 30_000),
    });
    expect(Math.abs(total.customers - CUSTOMERS)).toBeLessThan(CUSTOMERS / 10);
    const meanOf = (name: string) => systems.find((row: { key: string }) => row.key === keys[name]).mean;
    expect(meanOf('obeys')).toBeGreaterThan(meanOf('steers'));
    expect(meanOf('obeys')).toBeGreaterThan(meanOf('ignores'));
    expect(`${formulaVersion} ${formula}`).toContain('first_choice (25)');
  });

  test('shows who was asked, and what became of it', async () => {
    const { rows: channels, total, customers } = await report('coverage');
    const row = {
      asked: 1_000,
      answered: share(250, 1_000),
      declined: share(250, 1_000),
      overtaken: share(250, 1_000),
      expired: share(250, 1_000),
      open: share(0, 1_000),
    };
    expect(total).toMatchObject(row);
    expect(channels).toEqual([{ key: 'phone', name: null, ...row }]);
    expect(customers).toEqual({
      asOf: '2026-11-23',
      customers: CUSTOMERS,
      stated: share(8_000, CUSTOMERS),
      asked: share(1_000, CUSTOMERS),
      fresh: share(8_000, CUSTOMERS),
    });
  });

  test('shows the silent as counts and as a list', async () => {
    const { total } = await report('silence?months=6');
    const { rows: reached } = await rows.client.query(
      `select count(*)::int as silent from (select max(at) as last from contact group by customer_id) c where last <= '2026-05-23T09:00:00Z'`,
    );
    expect(total).toMatchObject({
      ...{ asOf: '2026-11-23', customers: CUSTOMERS },
      neverAsked: share(1_000, CUSTOMERS),
      stale: share(0, CUSTOMERS),
      noContact: share(reached[0].silent, CUSTOMERS),
      undeliverablePoints: share(100, CUSTOMERS),
    });
    const { text, headers } = await app.api
      .get('/v1/reports/silence/customers?kind=no_contact&months=6')
      .buffer(true)
      .parse((answer, done) => {
        let body = '';
        answer.on('data', (part: Buffer) => (body += part.toString()));
        answer.on('end', () => done(null, body));
      })
      .then(({ body, headers: all }) => ({ text: body as string, headers: all }));
    expect(headers['content-type']).toContain('application/x-ndjson');
    const silent = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(silent).toHaveLength(reached[0].silent);
    const ids = silent.map(({ customerId }) => customerId);
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(silent[0]).toMatchObject({
      externalIds: [{ system: 'crm' }],
      since: expect.stringContaining('T'),
    });
  });

  test('shows which systems read, write and act, and what they leave undone', async () => {
    const { rows: systems } = await report('systems');
    const habits = Object.fromEntries(
      systems.map((row: { name: string; habits: string[] }) => [row.name, row.habits]),
    );
    expect(habits).toEqual({
      obeys: ['reads', 'acts'],
      steers: ['reads', 'acts'],
      ignores: ['acts', 'acts_never_reads'],
      silent: ['reads', 'never_reports'],
      crm: ['writes', 'writes_never_reads'],
    });
    const ignoring = systems.find((row: { key: string }) => row.key === keys['ignores']);
    expect(ignoring.withoutDecision).toEqual(share(10_000, 10_000));
  });
});

describe('a report', () => {
  test.each([
    ['adherence?from=2026-11-31', '422 invalid from'],
    ['adherence?until=today', '422 invalid until'],
    ['adherence?from=2026-11-02&until=2026-11-02', '422 invalid until'],
    ['adherence?from=2020-01-01&until=2026-01-01', '422 invalid from'],
    ['adherence?by=year', '422 invalid by'],
    ['adherence?by=day&by=week', '422 invalid by'],
    ['steering?topic=%27%3B--', '422 invalid topic'],
    ['silence?by=system', '422 invalid by'],
    ['silence?months=0', '422 invalid months'],
    ['systems?channel=phone', '422 invalid channel'],
    ['silence/customers', '422 invalid kind'],
    ['silence/customers?kind=all', '422 invalid kind'],
  ])('refuses %s', async (path, problem) => {
    expect(problemOf(await app.api.get(`/v1/reports/${path}`))).toBe(problem);
  });

  test('is of the year until today when nothing is said', async () => {
    const { body } = await app.api.get('/v1/reports/adherence');
    expect(body).toMatchObject({
      from: '2025-11-24',
      until: '2026-11-24',
      by: 'month',
      timeZone: 'Europe/Amsterdam',
    });
    expect(body.rolledUpAt).toBe('2026-11-23T09:00:00.000Z');
  });

  test('needs reports:read, and the list of customers customers:read as well', async () => {
    const { key: reads } = await app.newKey(['customers:read']);
    expect(problemOf(await app.as(reads).get('/v1/reports/adherence'))).toBe('403 forbidden');
    const { key: reports } = await app.newKey(['reports:read']);
    expect((await app.as(reports).get('/v1/reports/silence')).status).toBe(200);
    const list = await app.as(reports).get('/v1/reports/silence/customers?kind=stale');
    expect(problemOf(list)).toBe('403 forbidden');
  });
});
