import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Sealer } from '../../src/audit/index.js';
import { ContactPartitions } from '../../src/contacts/contact-partitions.js';
import { DecisionLog } from '../../src/decisions/decision-log.js';
import { RollUpService } from '../../src/reports/roll-up.service.js';
import type { RetainedLog } from '../../src/platform/retained-records.js';
import { RetentionService } from '../../src/privacy/index.js';
import { RETAINED_LOGS } from '../../src/privacy/retained-logs.js';
import { startApp, type TestApp } from '../support/app.js';
import { command } from '../support/command.js';
import { aCustomer, choice, state } from '../support/examples.js';
import { problemOf } from '../support/problems.js';
import { aWholeCustomer, type WholeCustomer } from '../support/whole-customer.js';

const DAY = 86_400_000;

let app: TestApp;
let retention: RetentionService;
let whole: WholeCustomer;
beforeAll(async () => {
  app = await startApp({
    settings: {
      RETAIN_DECISIONS: 'P10D',
      RETAIN_CONTACTS: 'P40D',
      RETAIN_QUESTIONS: 'P20D',
      RETAIN_CHANGES: 'P1125D',
      RETAIN_LINKS: 'P20D',
      RETAIN_DELIVERIES: 'P5D',
    },
  });
  retention = app.nest.get(RetentionService);
  whole = await aWholeCustomer(app);
  await app.database.query(`update webhook_delivery set created_at = '2026-11-23T09:00:00Z'`);
  await app.database.query(
    `insert into import_progress values ('file', 'options', 1, 1, 0, 0, 0, 0, 0, now(), '2026-11-23T09:00:00Z')`,
  );
  // By the clock of the database, which gives nothing up of the last year
  await app.database.query(`update change set at = at - interval '3 years'`);
  await app.nest.get(Sealer).seal();
  await app.nest.get(DecisionLog).flush();
  await app.nest.get(RollUpService).run();
});
afterAll(() => app.stop());

const told = async (rows: Promise<{ kind: string; rows: number }[]>) =>
  Object.fromEntries((await rows).filter((each) => each.rows > 0).map((each) => [each.kind, each.rows]));
const countIn = async (table: string) =>
  Number((await app.database.query(`select count(*) from ${table}`))[0]?.['count']);
/** Leaves a decision that is a day too old. */
async function oneOldDecision(): Promise<void> {
  const { id } = await aCustomer(app.api);
  await state(app.api, id, { general: choice('email') });
  await app.api.post('/v1/decisions').send({ customer: { id }, direction: 'outbound' }).expect(200);
  await app.nest.get(DecisionLog).flush();
  app.clock.advance(11 * DAY);
}

describe('what is kept', () => {
  test('stays until its time is over', async () => {
    expect(await told(retention.look())).toEqual({});
    expect(await told(retention.run())).toEqual({});
  });

  test('goes kind by kind when its time is over, and a dry run told how much and took nothing', async () => {
    app.clock.advance(15 * DAY);
    const soon = await told(retention.look());
    expect(soon).toEqual({
      decisions: 3,
      deliveries: 1,
      'sessions and tokens': 2,
      'unproved numbers and addresses': 1,
    });
    expect(await countIn('decision')).toBe(3);
    expect(await told(retention.run())).toEqual(soon);
    expect(await told(retention.look())).toEqual({});
    expect([await countIn('decision'), await countIn('decision_outcome')]).toEqual([0, 0]);
    expect(await countIn("webhook_delivery where state = 'waiting'")).toBe(1);

    app.clock.advance(20 * DAY);
    expect(await told(retention.run())).toEqual({
      'links to the page': 2,
      'links for feedback': 1,
      questions: 1,
      'progress of imports': 1,
      'what undoes merges': 1,
      'what changes tell': expect.any(Number),
    });
  });

  test('of the ledger is told until it is in force no longer, and the rows stay', async () => {
    const rows = await app.database.query<{ version: number; snapshot: unknown }>(
      `select version, snapshot from change where customer_id = $1 and type like 'preferences.%' order by version`,
      [whole.id],
    );
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.at(-1)?.snapshot).not.toBeNull();
    for (const { snapshot } of rows.slice(0, -1)) expect(snapshot).toBeNull();
    await app.api.get(`/v1/customers/${whole.id}/preferences/history`).expect(200);
    await app.api.get(`/v1/customers/${whole.id}/export`).expect(200);
    await app.api.get(`/v1/customers/${whole.id}/preferences?asOf=2026-12-20T00:00:00Z`).expect(200);
  });

  test('of contacts goes by whole months, and nothing of then is taken any more', async () => {
    expect(await countIn('contact')).toBe(1);
    app.clock.advance(10 * DAY);
    expect(await told(retention.run())).toMatchObject({ 'corrected contacts': 1 });
    expect(await countIn('contact')).toBe(1);
    app.clock.set('2027-01-11T00:00:00Z');
    expect(await told(retention.look())).toMatchObject({ contacts: 1 });
    expect(await told(retention.run())).toMatchObject({ contacts: 1 });
    expect(await countIn('contact')).toBe(0);
    const months = await app.database.query(
      `select to_regclass('contact_y2026m11') as old, to_regclass('contact_y2026m12') as kept`,
    );
    expect(months).toEqual([{ old: null, kept: 'contact_y2026m12' }]);
    const { id } = await aCustomer(app.api);
    const report = { customer: { id }, direction: 'outbound', channel: 'phone', at: '2026-11-28T09:00:00Z' };
    expect(problemOf(await app.api.post('/v1/contacts').send(report))).toBe('422 invalid /at');
    await app.nest.get(ContactPartitions).ensure(new Date('2026-12-15T00:00:00Z'));
    await app.api
      .post('/v1/contacts')
      .send({ ...report, at: '2026-12-15T09:00:00Z' })
      .expect(201);
  });

  test('of sums stays: days that lost rows are not counted again, even from scratch', async () => {
    const sums = () =>
      app.database.query(
        `select 'contact' as of, day::text, contacts as n from report_contact where grain = 'all' and day < '2026-12-01'
         union all select 'question', day::text, asked from report_question where grain = 'all' and day < '2026-12-01'
         order by 1, 2`,
      );
    const before = await sums();
    expect(before).toEqual([
      { of: 'contact', day: '2026-11-23', n: 1 },
      { of: 'question', day: '2026-11-23', n: 1 },
    ]);
    await app.nest.get(RollUpService).run();
    expect(await sums()).toEqual(before);
    await app.nest.get(RollUpService).run({ fromScratch: true });
    expect(await sums()).toEqual(before);
  });

  test('goes although another kind can not', async () => {
    await oneOldDecision();
    const logs = app.nest.get<readonly RetainedLog[]>(RETAINED_LOGS);
    const drops = logs.map((log) => vi.spyOn(log, 'drop').mockRejectedValue(new Error('not now')));
    await expect(retention.run()).rejects.toThrow('not now');
    for (const drop of drops) drop.mockRestore();
    expect(await countIn('decision')).toBe(0);
  });

  test('goes on one instance at a time', async () => {
    await oneOldDecision();
    const both = await Promise.all([told(retention.run()), told(retention.run())]);
    const gone = both.map(({ decisions = 0 }) => decisions);
    expect(gone.reduce((sum, rows) => sum + rows, 0)).toBe(1);
  });
});

test('`voorkeur retention` tells what would go and takes nothing with --dry-run, and takes it without', async () => {
  const other = await startApp();
  try {
    await other.database.query(
      `insert into import_progress values ('file', 'options', 1, 1, 0, 0, 0, 0, 0, now(), '2020-01-01T00:00:00Z')`,
    );
    const env = { DATABASE_URL: other.database.serviceUrl, LOG_LEVEL: 'error' };
    const lineOf = async (...words: string[]) => {
      const { code, stdout, stderr } = await command(['retention', ...words], env);
      expect([code, stderr]).toEqual([0, '']);
      const [head = '', ...lines] = stdout.split('\n');
      expect(head).toMatch(words.length > 0 ? /^kind +kept for +before +would go$/ : / gone$/);
      return lines.find((line) => line.startsWith('progress of imports'));
    };
    const left = () => other.database.query('select 1 from import_progress');
    expect(await lineOf('--dry-run')).toMatch(/^progress of imports +P\d+D +\S+ \S+ +1$/);
    expect(await left()).toHaveLength(1);
    expect(await lineOf()).toMatch(/ 1$/);
    expect(await left()).toEqual([]);
    expect(await lineOf('--dry-run')).toMatch(/ 0$/);
    const none = await command(['retention'], { ...env, AUDIT_KEY: '' });
    expect([none.code, none.stderr]).toEqual([1, 'Set AUDIT_KEY, as the service has it.\n']);
  } finally {
    await other.stop();
  }
});
