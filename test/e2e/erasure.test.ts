import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DecisionLog } from '../../src/decisions/decision-log.js';
import { PERSONAL_RECORDS } from '../../src/privacy/index.js';
import { startApp, type TestApp } from '../support/app.js';
import { aCustomer } from '../support/examples.js';
import { problemOf } from '../support/problems.js';
import { tablesWith } from '../support/tables.js';
import { aWholeCustomer, CANARIES, type WholeCustomer } from '../support/whole-customer.js';

let app: TestApp;
let whole: WholeCustomer;
let before: Record<string, string[]>;
let sums: unknown;
let neighbour: string;
beforeAll(async () => {
  app = await startApp();
  neighbour = (await aCustomer(app.api)).id;
  whole = await aWholeCustomer(app);
  await app.nest.get(DecisionLog).flush();
  before = await traces();
});
afterAll(() => app.stop());

const erase = (id: string) => app.api.delete(`/v1/customers/${id}`);
const all = ({ id, mergedId, givenIds }: WholeCustomer) => [id, mergedId, ...givenIds, ...CANARIES];

/** In which tables the customer's ids and words stand. */
async function traces(): Promise<Record<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const text of all(whole)) found.set(text, await tablesWith(app.database, text));
  return Object.fromEntries(found);
}

test('the customer of this test stands in every table that is listed as telling of customers', () => {
  const tables = new Set(Object.values(before).flat());
  expect([...tables].sort()).toEqual([...PERSONAL_RECORDS.map(({ table }) => table)].sort());
});

describe('the export', () => {
  test('holds rows of every table, with a meaning for every column and every field', async () => {
    const { body } = await app.api.get(`/v1/customers/${whole.id}/export`).expect(200);
    for (const { table, rows, columns } of body.records) {
      expect(rows.length, table).toBeGreaterThan(0);
      for (const row of rows) expect(Object.keys(columns), table).toEqual(Object.keys(row));
    }
    for (const path of fieldsIn(body, Object.keys(body.meaning)))
      expect(body.meaning, path).toHaveProperty([path]);
  });

  test('holds what was recorded under the id that was merged, and every word of the customer', async () => {
    const { body } = await app.api.get(`/v1/customers/${whole.id}/export`).expect(200);
    const { records, ...told } = body;
    for (const canary of ['447700900777', '447700900778', 'canary-handle', 'Canary Lane 1'])
      expect(JSON.stringify(told), canary).toContain(canary);
    expect(body.merged).toMatchObject([{ id: whole.mergedId, customer: { id: whole.mergedId } }]);
    const decisions = records.find(({ table }: { table: string }) => table === 'decision').rows;
    expect(decisions.map((row: { customer_id: string }) => row.customer_id)).toContain(whole.mergedId);
  });

  test('is the same for the customer, by token and on the page', async () => {
    const api = (await app.api.get(`/v1/customers/${whole.id}/export`)).body;
    const own = await app.as(whole.token).get('/v1/me/export').expect(200);
    const page = await whole.visitor.get('/page/download');
    // But for the looks at it, of which each of these is one more
    const told = ({ lookups: _, records, ...rest }: { lookups: unknown; records: { table: string }[] }) => ({
      ...rest,
      records: records.filter(({ table }) => table !== 'access_entry'),
    });
    expect(told(own.body)).toEqual(told(api));
    expect(told(page.body)).toEqual(told(api));
  });

  test('gives away no secret by which somebody is let in', async () => {
    const { text } = await app.api.get(`/v1/customers/${whole.id}/export`);
    const hashes = await app.database.query<{ hash: string }>(
      `select hash from page_link union all select hash from customer_session union all select hash from feedback_link`,
    );
    expect(hashes.length).toBeGreaterThan(2);
    for (const { hash } of hashes) expect(text).not.toContain(hash);
  });

  test('needs its own scope, answers 410 for a merged id and 404 for nobody', async () => {
    const { key } = await app.newKey(['customers:read', 'customers:write', 'preferences:read']);
    expect(problemOf(await app.as(key).get(`/v1/customers/${whole.id}/export`))).toBe('403 forbidden');
    expect(problemOf(await app.as(key).delete(`/v1/customers/${whole.id}`))).toBe('403 forbidden');
    expect(problemOf(await app.api.get(`/v1/customers/${whole.mergedId}/export`))).toBe('410 merged');
    expect(problemOf(await app.api.get(`/v1/customers/${NOBODY}/export`))).toBe('404 not_found');
  });
});

const NOBODY = '01a1ffee-0000-7000-8000-000000000000';

describe('a customer who is erased', () => {
  let answer: { status: number; body: unknown };
  beforeAll(async () => {
    await rollUp();
    sums = await reportRows();
    answer = await erase(whole.id);
  });

  test('is gone: no word is left, and the ids only where it stands that they were erased', async () => {
    expect(answer).toMatchObject({ status: 200, body: { id: whole.id, erasedAt: expect.any(String) } });
    const after = await traces();
    for (const text of [...CANARIES, ...whole.givenIds]) expect(after[text], text).toEqual([]);
    // Waiting deliveries hold the bare id until they are delivered
    expect(after[whole.id]).toEqual(['change', 'erased_customer', 'webhook_delivery']);
    expect(after[whole.mergedId]).toEqual(['change', 'erased_customer']);
  });

  test('leaves rows in the ledger that tell nothing but that something happened', async () => {
    const rows = await app.database.query(
      `select type, authority, via, stated_at, paths, snapshot from change where customer_id = any($1) and type <> 'customer.erased'`,
      [[whole.id, whole.mergedId]],
    );
    expect(rows.length).toBeGreaterThan(5);
    for (const { type: _, ...row } of rows)
      expect(row).toEqual({ authority: null, via: null, stated_at: null, paths: [], snapshot: null });
  });

  test('leaves one change in the feed, with the ids and nothing else', async () => {
    const { body } = await app.api.get('/v1/changes?types=customer.erased');
    expect(body.items).toHaveLength(1);
    expect(body.items[0]).toMatchObject({
      type: 'customer.erased',
      subject: whole.id,
      data: {
        customerId: whole.id,
        externalIds: [],
        version: null,
        paths: [`/mergedFrom/${whole.mergedId}`],
      },
    });
  });

  test('can be erased again, by either id, with the same answer and no other change', async () => {
    const again = await erase(whole.id);
    expect([again.status, again.body]).toEqual([200, answer.body]);
    app.clock.advance(1_000);
    expect((await erase(whole.id)).body).toEqual(answer.body);
    expect((await erase(whole.mergedId)).body).toEqual({ ...(answer.body as object), id: whole.mergedId });
    expect((await app.api.get('/v1/changes?types=customer.erased')).body.items).toHaveLength(1);
  });

  test('is as unknown to every address as somebody who never was', async () => {
    for (const id of [whole.id, whole.mergedId])
      for (const path of ['', '/preferences', '/preferences/history', '/contacts', '/export']) {
        const there = await app.api.get(`/v1/customers/${id}${path}`);
        const never = await app.api.get(`/v1/customers/${NOBODY}${path}`);
        const plain = ({ instance: _, ...problem }: Record<string, unknown>) => problem;
        expect(plain(there.body), path).toEqual(plain(never.body));
        expect(there.status).toBe(404);
      }
    const decided = await app.api
      .post('/v1/decisions')
      .send({ customer: { id: whole.id }, direction: 'inbound' });
    expect(decided.body).toMatchObject({ match: 'none', customerId: null });
    expect(problemOf(await app.api.get(`/v1/contacts/${whole.contactId}`))).toBe('404 not_found');
  });

  test('is let in no more: by session, token, link or question', async () => {
    expect((await whole.visitor.get('/page')).status).toBe(401);
    expect((await app.as(whole.token).get('/v1/me')).status).toBe(401);
    expect((await app.as().get(whole.pageLink)).status).toBe(404);
    expect((await app.as().get(whole.feedbackLink)).status).toBe(404);
    expect(problemOf(await app.api.post(`/v1/questions/${whole.questionId}/decline`))).toBe('404 not_found');
    const outcome = await app.api
      .post(`/v1/decisions/${whole.decisionId}/outcome`)
      .send({ channel: 'phone' });
    expect(problemOf(outcome)).toBe('404 not_found');
    const feedback = await app.api.post(`/v1/contacts/${whole.contactId}/feedback`).send({ asWanted: 'yes' });
    expect(problemOf(feedback)).toBe('404 not_found');
  });

  test('is not brought to life by an import, a merge, its undoing, or a call that is repeated', async () => {
    const line = JSON.stringify({ id: whole.id, contactPoints: [{ kind: 'handle', value: 'back' }] });
    const merged = JSON.stringify({ id: whole.mergedId, contactPoints: [] });
    const report = await app.api
      .post('/v1/imports')
      .set('Content-Type', 'application/x-ndjson')
      .send(`${line}\n${merged}\n`);
    expect(report.body, report.text).toMatchObject({ created: 0, refused: 2 });
    expect(report.text).toContain('This customer was erased');
    const into = app.api
      .post(`/v1/customers/${neighbour}/merge`)
      .set('If-Match', '*')
      .send({ into: whole.id });
    expect(problemOf(await into)).toBe('404 not_found');
    const undo = app.api.post(`/v1/customers/${whole.mergedId}/merge/undo`).send({});
    expect(problemOf(await undo)).toBe('404 not_found');
    const repeated = await app.api
      .post('/v1/customers')
      .set('Idempotency-Key', 'whole')
      .send({ ...FIRST_CALL });
    expect(repeated.status).toBeGreaterThanOrEqual(400);
    expect(repeated.text).not.toContain('canary');
    await expect(
      app.database.query(
        `insert into customer (id, version, created_at, updated_at) values ($1, 1, now(), now())`,
        [whole.id],
      ),
    ).rejects.toMatchObject({ constraint: 'customer_not_erased' });
  });

  test('leaves every sum of the reports as it was, counted again or not', async () => {
    await rollUp();
    expect(await reportRows()).toEqual(sums);
    await app.database.query('truncate report_contact, report_flow, report_decision, report_question');
    await rollUp(true);
    expect(await reportRows()).toEqual(sums);
  });

  test('leaves others as they were', async () => {
    await app.api.get(`/v1/customers/${neighbour}`).expect(200);
    const { body } = await app.api.get(`/v1/customers/${neighbour}/export`).expect(200);
    expect(body.customer.contactPoints).toHaveLength(2);
  });

  test('who never was can not be erased, and a merged id says who is', async () => {
    expect(problemOf(await erase(NOBODY))).toBe('404 not_found');
    const [from, into] = [await aCustomer(app.api), await aCustomer(app.api)];
    await app.api
      .post(`/v1/customers/${from.id}/merge`)
      .set('If-Match', '*')
      .send({ into: into.id })
      .expect(200);
    expect(problemOf(await erase(from.id))).toBe('410 merged');
  });
});

/** The same key with another body: what was replied is gone, and nothing takes effect. */
const FIRST_CALL = { externalIds: [{ system: 'crm', id: 'CANARY-1' }] };

async function rollUp(fromScratch = false): Promise<void> {
  const { RollUpService } = await import('../../src/reports/roll-up.service.js');
  await app.nest.get(RollUpService).run({ fromScratch });
}

/** The sums; the sketches of different customers are hashes of ids, and only estimate how many there are. */
async function reportRows(): Promise<unknown> {
  const tables = ['report_contact', 'report_flow', 'report_decision', 'report_question'];
  const rows = tables.map(async (table) => [
    table,
    await app.database.query(`select * from ${table} order by 1, 2, 3, 4, 5`),
  ]);
  return Object.fromEntries(await Promise.all(rows));
}

/** Paths of the fields of a value, with `{}` for keys that are not named; what holds anything is told of as a whole. */
function fieldsIn(value: unknown, named: readonly string[], path = ''): string[] {
  const isWhole = named.includes(path) && !named.some((name) => name !== path && name.startsWith(path));
  if (isWhole || path === 'meaning') return [path];
  if (Array.isArray(value)) return [...new Set(value.flatMap((item) => fieldsIn(item, named, `${path}[]`)))];
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, item]) => {
    const field = path === '' ? key : `${path}.${key}`;
    return fieldsIn(item, named, named.includes(field) ? field : `${path}{}`);
  });
}
