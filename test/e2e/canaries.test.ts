import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import request from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestApp } from '../support/app.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { startReceiver, type Receiver } from '../support/receiver.js';
import { makeDataDir, startService, type Service } from '../support/service-process.js';
import { onServer } from '../support/sql.js';
import { until } from '../support/until.js';
import { proveNumber, visit } from '../support/visitor.js';

const KEY = 'bootstrap-key-of-at-least-32-characters';
/** Numbers and addresses that stand nowhere else; each begins with one of these. */
const PREFIXES = ['+3168642', 'canaryvogel', 'CANARYVOGEL'];
/** How some of them look where a `+` is written otherwise. */
const SPELLINGS = [...PREFIXES, '3168642', '068642', 'Canaryvogel'];
const ALL = 10_000;

const dataDir = makeDataDir();
let database: TestDatabase;
let receiver: Receiver;
let service: Service;
let next = 0;
const bodies: string[] = [];
beforeAll(async () => {
  database = await createDatabase();
  receiver = await startReceiver();
  service = await startService({
    ...{ DATABASE_URL: database.url, DATA_DIR: dataDir.path, BOOTSTRAP_KEY: KEY, LOG_LEVEL: 'trace' },
    ...{ WEBHOOK_LOOPBACK: 'yes' },
  });
});
afterAll(async () => {
  await service.end('SIGKILL');
  await receiver.stop();
  await database.drop();
  await dataDir.remove();
});

const phone = () => ({ kind: 'phone', value: `+3168642${String(next++).padStart(4, '0')}` });
const email = () => ({ kind: 'email', value: `canaryvogel${next++}@example.org` });
const handle = () => ({ kind: 'handle', value: `canaryvogel${next++}` });
const post = () => {
  const value = { street: `Canaryvogel ${next++}`.replace(' ', ''), locality: 'Ons Dorp', country: 'NL' };
  return { kind: 'post', value };
};

/** Canaries by every way that there is into the registry. */
async function letCanariesIn(): Promise<void> {
  const agent = () => request.agent(service.url);
  const api = agent().auth(KEY, { type: 'bearer' });
  const as = (key?: string) => (key ? agent().auth(key, { type: 'bearer' }) : agent());
  const app = { api, as, database } as unknown as TestApp;
  const types = ['customer.created', 'contact_point.changed', 'customer.merged', 'verification.requested'];
  expect((await api.post('/v1/webhooks').send({ url: receiver.url, types })).status).toBe(201);
  for (let round = 0; round < 8; round += 1) {
    const repeated = { contactPoints: [phone(), email(), post(), handle()] };
    const add = () => api.post('/v1/customers').set('Idempotency-Key', `"call-${round}"`).send(repeated);
    const { id } = (await add()).body as { id: string };
    expect((await add()).body.id).toBe(id);
    const path = `/v1/customers/by-external-id/crm/C-${round}`;
    const other = (await api.put(path).send({ contactPoints: [phone(), post()] })).body as { id: string };
    const kept = await api
      .patch(`/v1/customers/${id}`)
      .set('If-Match', '*')
      .type('application/merge-patch+json')
      .send({ contactPoints: [phone(), email(), handle(), ...repeated.contactPoints.slice(0, 1)] });
    expect(kept.status).toBe(200);
    const visitor = await visit(app, id, KEY);
    await proveNumber(app, visitor, id, phone().value);
    await visitor.post('/page/contact/claim', { kind: 'email', value: email().value });
    const merged = await api.post(`/v1/customers/${id}/merge`).set('If-Match', '*').send({ into: other.id });
    expect(merged.status).toBe(200);
    if (round % 2) expect((await api.post(`/v1/customers/${id}/merge/undo`).send({})).status).toBe(200);
    await ask(api, other.id);
    await refused(api);
  }
  const lines: string[] = [];
  for (let i = 0; next < ALL; i += 1)
    lines.push(
      JSON.stringify({
        externalIds: [{ system: 'file', id: `F-${i}` }],
        contactPoints: [phone(), email(), post()],
      }),
    );
  const half = Math.ceil(lines.length / 2);
  // Some again: customers that are known are another way into the tables
  for (const part of [lines.slice(0, half), lines.slice(half - 300)]) {
    const { body } = await api.post('/v1/imports').type('application/x-ndjson').send(part.join('\n'));
    expect(body.refused).toBe(0);
  }
}

/** Calls that name canaries, and answer them or not. */
async function ask(api: request.Agent, id: string): Promise<void> {
  const value = '+31686420000';
  expect((await api.post('/v1/customers/search').send({ phone: value })).text).toContain(value);
  await api.get('/v1/ivr/lookup').query({ phone: value });
  await api.post('/v1/decisions').send({ customer: { id }, direction: 'outbound' });
  expect((await api.get('/v1/exports').buffer(true)).text).toContain(value);
}

/** Calls that are refused for what stands in them. */
async function refused(api: request.Agent): Promise<void> {
  const twice = phone();
  const faults = [
    await api.post('/v1/customers').send({ contactPoints: [twice, twice] }),
    await api.post('/v1/customers').send({ contactPoints: [{ kind: 'email', value: phone().value }] }),
    await api.post('/v1/customers').send({ contactPoints: [{ kind: email().value, value: 7 }] }),
    await api.post('/v1/decisions').send({ customer: { phone: email().value }, direction: phone().value }),
    await api.get(`/v1/customers/${email().value}`),
    await api
      .post('/v1/imports')
      .type('application/x-ndjson')
      .send(`{"contactPoints":[{"kind":"x","value":"${email().value}"}]}`),
  ];
  bodies.push(...faults.map(({ text }) => text));
}

/** The canaries in a text or in bytes; a set, so that a failure is short. */
function found(where: Buffer | string, spellings: readonly string[] = PREFIXES): string[] {
  const bytes = typeof where === 'string' ? Buffer.from(where) : where;
  return spellings.filter((each) => bytes.includes(each));
}

/** The text of each table, as a dump writes it. */
async function tablesWithCanaries(): Promise<string[]> {
  const tables = await database.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  expect(tables.length).toBeGreaterThan(25);
  const hits: string[] = [];
  for (const { name } of tables) {
    const rows = await database.query<{ row: string }>(`select t::text as row from ${name} t`);
    if (found(rows.map(({ row }) => row).join('\n')).length > 0) hits.push(name);
  }
  return hits;
}

/** The server's files with canaries, after all was written out: those of this database, and the log of what is written. */
async function filesWithCanaries(): Promise<string[]> {
  const asRoot = Object.assign(new URL(database.url), { username: 'postgres' }).href;
  await onServer(asRoot, 'checkpoint');
  const [server] = await onServer<{ folder: string; oid: string }>(
    asRoot,
    `select current_setting('data_directory') as folder, oid::text from pg_database where datname = current_database()`,
  );
  const folders = [
    join(server?.folder ?? '', 'base', server?.oid ?? ''),
    join(server?.folder ?? '', 'pg_wal'),
  ];
  return folders.flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true })
      .filter((file) => file.isFile() && found(readFileSync(join(folder, file.name))).length > 0)
      .map(({ name }) => join(folder, name)),
  );
}

/** A server that is somewhere else has files that nobody can read from here. */
async function hasFiles(): Promise<boolean> {
  try {
    const [row] = await database.query<{ folder: string }>(
      `select setting as folder from pg_settings where name = 'data_directory'`,
    );
    return existsSync(row?.folder ?? join(process.cwd(), 'package.json'));
  } catch (error) {
    if (error instanceof pg.DatabaseError) return false;
    throw error;
  }
}

test(
  'of 10,000 numbers and addresses none can be read in tables, files, logs, metrics, webhooks or errors',
  { timeout: 300_000 },
  async () => {
    await letCanariesIn();
    const [{ points } = { points: 0 }] = await database.query<{ points: number }>(
      'select count(*)::int as points from contact_point',
    );
    expect(next).toBeGreaterThanOrEqual(ALL);
    expect(points).toBeGreaterThan(ALL * 0.9);
    await until(() => receiver.received.length > 100, 60_000);

    expect(await tablesWithCanaries()).toEqual([]);
    if (await hasFiles()) expect(await filesWithCanaries()).toEqual([]);
    const metrics = (await request(service.url).get('/metrics')).text;
    const places = {
      log: service.stderr() + service.stdout(),
      metrics,
      webhooks: JSON.stringify(receiver.received),
      errors: bodies.join('\n'),
    };
    for (const [place, text] of Object.entries(places)) {
      expect(text.length, place).toBeGreaterThan(1_000);
      expect(found(text, SPELLINGS), place).toEqual([]);
    }
  },
);

test('one that is put in as it is would be found in all of them', async () => {
  await database.query(
    `create table plain as select '+31686429999' as number, 'canaryvogel@example.org' as address`,
  );
  expect(await tablesWithCanaries()).toEqual(['public.plain']);
  if (await hasFiles()) {
    const files = await filesWithCanaries();
    expect(files.filter((file) => file.includes('base'))).toHaveLength(1);
    expect(files.filter((file) => file.includes('pg_wal')).length).toBeGreaterThan(0);
  }
  expect(found('GET /x?phone=%2B31686429999', SPELLINGS)).toEqual(['3168642']);
});
