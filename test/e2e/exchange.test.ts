import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { aCustomer, choice, state } from '../support/examples.js';
import { line } from '../support/import-files.js';
import { problemOf } from '../support/problems.js';
import { dump } from '../support/registry.js';
import { proveNumber, visit } from '../support/visitor.js';
import { hashOf, openedPoints } from '../support/sealing.js';

let app: TestApp;
let other: TestApp;
beforeAll(async () => {
  app = await startApp();
  other = await startApp();
});
afterAll(async () => {
  await app.stop();
  await other.stop();
});

const BOTH = ['customers:write', 'preferences:write'] as const;

function send(lines: readonly object[] | string, query = {}, target = app, key?: string) {
  const isText = typeof lines === 'string';
  const text = isText ? lines : lines.map((each) => JSON.stringify(each)).join('\n');
  const api = key ? target.as(key) : target.api;
  return api
    .post('/v1/imports')
    .query(query)
    .type(isText ? 'text/csv' : 'application/x-ndjson')
    .send(text);
}

async function read(query = {}, target = app): Promise<string> {
  const response = await target.api
    .get('/v1/exports')
    .query(query)
    .buffer(true)
    .parse((answer, done) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => (text += part));
      answer.on('end', () => done(null, text));
    });
  expect(response.status).toBe(200);
  return response.body as string;
}

/** Customers in every state that can be reached over the API. */
async function fillRegistry(): Promise<void> {
  const { id, contactPoints } = await aCustomer(
    app.api,
    line('=HYPERLINK("x")', {
      silenced: 'legal',
      contactPoints: [
        { kind: 'email', value: 'first@example.org', use: 'work', verifiedAt: '2026-01-02T03:04:05+01:00' },
        { kind: 'phone', value: '+447700900001', undeliverable: true },
        {
          kind: 'post',
          value: { street: "'s Gravenweg 1", postalCode: '1234 AB', locality: '-', country: 'NL' },
        },
        { kind: 'handle', value: '@handle' },
      ],
      source: { authority: 'import' },
    }),
  );
  const ranked = { channel: 'post', contactPointId: contactPoints[2]?.id };
  const windows = [{ days: ['sun', 'mon'], from: '22:00', to: '02:00' }];
  await state(app.api, id, {
    general: {
      channels: [{ channel: 'phone', mode: 'human', windows }, ranked],
      declined: ['sms'],
      limit: { max: 2, per: 'week' },
    },
    topics: { billing: choice('email'), 'billing.dispute': choice() },
    languages: [],
    needs: ['audio'],
    source: { authority: 'customer', via: 'phone', statedAt: '2026-11-20T10:00:00Z' },
  });
  app.clock.advance(120_000);
  const patch = (body: object) =>
    app.api.patch(`/v1/customers/${id}/preferences`).set('If-Match', '*').send(body).expect(200);
  await patch({ pause: { from: '2026-12-24', until: '2026-12-26' }, source: { authority: 'inferred' } });
  await patch({ topics: { billing: null }, timeZone: 'Europe/Paris', source: { authority: 'customer' } });
  await app.api.post(`/v1/customers/${id}/preferences/confirm`).send({}).expect(200);
  await restateContactPoints(id);
  const nameless = await aCustomer(app.api, { contactPoints: [] });
  await state(app.api, nameless.id, {
    objections: ['marketing'],
    source: { authority: 'employee_on_behalf' },
  });
  await aCustomer(app.api, {
    externalIds: [
      { system: 'erp', id: '1' },
      { system: 'crm', id: "''x" },
    ],
  });
}

/** Others say more of the contact points: whose line one is not, that one is the customer's, and one more. */
async function restateContactPoints(id: string): Promise<void> {
  const { contactPoints } = (await app.api.get(`/v1/customers/${id}`)).body;
  const [email, phone, post, handle] = contactPoints;
  const write = (points: object[], source: object) =>
    app.api
      .patch(`/v1/customers/${id}`)
      .set('If-Match', '*')
      .send({ contactPoints: points, source })
      .expect(200);
  await write([{ ...email, use: null }, { ...phone, use: 'work' }, post, handle], {
    ...{ authority: 'employee_on_behalf', via: 'phone', statedAt: '2026-11-22T10:00:00Z' },
  });
  const sms = { kind: 'phone', value: '+447700900002', verifiedAt: '2026-11-23T09:01:00Z' };
  await write(
    [sms, { ...email, use: null }, phone, post, handle].map(({ id: _, statedBy: __, ...point }) => point),
    {
      ...{ authority: 'customer', via: 'page' },
    },
  );
}

describe('what is exported', () => {
  beforeAll(fillRegistry);

  test('brings another registry to the same state, who stated what included', async () => {
    const out = await read();
    other.clock.advance(120_000);
    const { body } = await send(
      out
        .trim()
        .split('\n')
        .map((text) => JSON.parse(text)),
      { authority: 'stated' },
      other,
    );
    expect(body).toMatchObject({ created: 3, changed: 0, refused: 0 });
    expect(await read({}, other)).toBe(out);
    expect(await states(other)).toEqual(await states(app));
    const again = await send(
      out
        .trim()
        .split('\n')
        .map((text) => JSON.parse(text)),
      { authority: 'stated' },
      other,
    );
    expect(again.body).toMatchObject({ created: 0, changed: 0, unchanged: 3 });
  });

  test('as CSV holds no cell that runs, and says nothing new when it comes back', async () => {
    const out = await read({ format: 'csv' });
    expect(out).toContain("'+447700900001");
    expect(out).toContain(`"'=HYPERLINK(""x"")"`);
    expect(out).not.toMatch(/(?:^|,)"?[=+@-]/m);
    // a guess that a file confirms is no guess any more
    expect((await send(out)).body).toMatchObject({ created: 0, changed: 1, unchanged: 2, remarks: [] });
    expect((await send(out)).body).toMatchObject({ created: 0, changed: 0, unchanged: 3 });
  });

  test('can be chosen by channel, topic and time of change', async () => {
    const count = async (query: object) => (await read(query)).split('\n').filter(Boolean).length;
    expect(await count({ channel: 'phone' })).toBe(1);
    expect(await count({ channel: 'sms' })).toBe(0);
    expect(await count({ topic: 'billing.dispute' })).toBe(1);
    expect(await count({ topic: 'billing' })).toBe(0);
    expect(await count({ changedSince: '2026-11-23T10:02:00+01:00' })).toBe(3);
    expect(await count({ changedSince: '2026-11-23T10:02:01+01:00' })).toBe(0);
    for (const [query, name] of [
      [{ channel: 'pigeon' }, 'channel'],
      [{ topic: 'unheard' }, 'topic'],
      [{ format: 'xml' }, 'format'],
      [{ changedSince: 'yesterday' }, 'changedSince'],
    ] as const)
      expect(problemOf(await app.api.get('/v1/exports').query(query))).toBe(`422 invalid ${name}`);
  });
});

/** What the API shows of all customers, without ids of contact points, versions and instants that are ours. */
async function states({ api, database }: TestApp): Promise<string> {
  const { body } = await api.get('/v1/customers');
  const all = await Promise.all(
    body.items.map(
      async ({ id, contactPoints, ...customer }: { id: string; contactPoints: { id: string }[] }) => {
        const preferences = (await api.get(`/v1/customers/${id}/preferences`)).body;
        const text = contactPoints.reduce(
          (json, point, index) => json.replaceAll(point.id, `point ${index}`),
          JSON.stringify({ ...customer, contactPoints, preferences }),
        );
        return [
          id,
          JSON.parse(text, (key, value) => (['version', 'createdAt', 'updatedAt'].includes(key) ? 0 : value)),
        ];
      },
    ),
  );
  return JSON.stringify([all, await statementsOfPoints(database)]);
}

/** Who stated what of each contact point, without keys, which are ours. */
async function statementsOfPoints(database: TestApp['database']): Promise<object[]> {
  const points = await openedPoints(database);
  return points.map(({ kind, value, statements }) => ({
    kind,
    value,
    statements: Object.entries(statements)
      .map(([path, { key: _, ...statement }]) => [path, statement] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  }));
}

describe('a nightly file of a CRM', () => {
  const [old, fresh] = ['+447700900021', '+447700900022'];

  test('does not take away the number that the customer proved on the page, and nothing else of its line counts', async () => {
    const { id } = await aCustomer(app.api, line('N-1', { contactPoints: [{ kind: 'phone', value: old }] }));
    await proveNumber(app, await visit(app, id), id, fresh);
    const before = (await app.api.get(`/v1/customers/${id}`)).body;
    const csv = `external_system,external_id,phone,silenced,languages\ncrm,N-1,${old},legal,nl\n`;
    const { body } = await send(csv);
    expect(body).toMatchObject({
      ...{ changed: 0, refused: 1 },
      remarks: [{ line: 2, faults: [{ pointer: '/contactPoints' }] }],
    });
    expect(JSON.stringify(body)).not.toContain(fresh.slice(-6));
    expect((await app.api.get(`/v1/customers/${id}`)).body).toEqual(before);
    expect((await app.api.get(`/v1/customers/${id}/preferences`)).body.languages).toBeNull();
  });

  test('is taken when it leaves contact points alone, or names that number as well', async () => {
    const rest = await send('external_system,external_id,silenced,languages\ncrm,N-1,legal,nl\n');
    expect(rest.body).toMatchObject({ changed: 1, refused: 0 });
    const both = await send(`external_system,external_id,phone,phone_2\ncrm,N-1,${old},${fresh}\n`);
    expect(both.body).toMatchObject({ refused: 0 });
    const again = await send([
      line('N-1', { contactPoints: [{ kind: 'phone', value: fresh, use: 'work' }] }),
    ]);
    expect(again.body).toMatchObject({ changed: 0, refused: 1 });
  });
});

describe('an import over HTTP', () => {
  test('tells what became of the lines, and why some were refused', async () => {
    const { body, status } = await send([line('H-1'), line('H-2', { silenced: 'no' }), line('H-1')]);
    expect([status, body]).toEqual([
      200,
      {
        ...{ dryRun: false, created: 1, changed: 0, unchanged: 1, refused: 1 },
        remarks: [{ line: 2, faults: [{ pointer: '/silenced', detail: expect.any(String) }] }],
      },
    ]);
  });

  test('writes nothing in a dry run', async () => {
    const before = await dump(app.database);
    const { body } = await send([line('H-1', { silenced: 'legal' }), line('H-9')], { dryRun: 'true' });
    expect(body).toMatchObject({ dryRun: true, created: 1, changed: 1 });
    expect(await dump(app.database)).toEqual(before);
  });

  test('needs both scopes, and an authority that the key may pass on', async () => {
    const statusWith = async (key: string, query = {}) =>
      (await send([line('H-3', { preferences: { languages: ['nl'] } })], query, app, key)).status;
    const { key: half } = await app.newKey(['customers:write']);
    const { key: low } = await app.newKey(BOTH, ['import']);
    expect(await statusWith(half)).toBe(403);
    expect(await statusWith(low, { authority: 'customer' })).toBe(403);
    expect(await statusWith(low)).toBe(200);
    const stated = { by: { '/languages': { authority: 'customer', via: null, at: '2026-11-20T10:00:00Z' } } };
    const lines = [line('H-4', { preferences: { languages: ['nl'] }, stated })];
    const { body } = await send(lines, { authority: 'stated' }, app, low);
    expect(body).toMatchObject({ refused: 1, remarks: [{ line: 1, faults: [{ pointer: '/stated' }] }] });
    const { key: reader } = await app.newKey(['customers:read']);
    expect((await app.as(reader).get('/v1/exports')).status).toBe(403);
  });

  test('brings back who stated contact points as far as the key may, and only when all are told', async () => {
    const { key: low } = await app.newKey(BOTH, ['import']);
    const contactPoints = [{ kind: 'phone', value: '+447700900009' }];
    const told = (...stated: object[]) => line('H-5', { contactPoints, stated: { contactPoints: stated } });
    const by = { authority: 'customer', via: null, at: '2026-11-20T10:00:00Z' };
    const refusedAt = async (each: object, key?: string) =>
      (await send([each], { authority: 'stated' }, app, key)).body.remarks[0]?.faults[0].pointer;
    expect(await refusedAt(told({ '/value': by }), low)).toBe('/stated/contactPoints/0');
    expect(await refusedAt(told({}, {}))).toBe('/stated/contactPoints');
    expect(await refusedAt(told({ '/colour': by }))).toMatch(/^\/stated\/contactPoints\/0\//);
    const [plain] = (await send([told({ '/value': by })], {}, app, low)).body.remarks;
    expect(plain).toBeUndefined();
    const statements = await app.database.query(
      `select statements -> '/value' ->> 'authority' as authority from contact_point where value_hash = $1`,
      [hashOf('phone', '+447700900009')],
    );
    expect(statements).toEqual([{ authority: 'import' }]);
  });

  test('takes no key for idempotency: what is stored already is not stored again', async () => {
    const answer = await app.api
      .post('/v1/imports')
      .set('Idempotency-Key', '"x"')
      .type('application/x-ndjson')
      .send(JSON.stringify(line('H-6')));
    expect(problemOf(answer)).toMatch(/^422 invalid/);
    expect(await app.database.query(`select id from external_id where id = 'H-6'`)).toEqual([]);
  });

  test('refuses columns, words and content types that it does not know', async () => {
    expect(problemOf(await send('external_system,external_id,colour\ncrm,1,red\n'))).toBe(
      '422 invalid colour',
    );
    expect(problemOf(await send([], { authority: 'god' }))).toBe('422 invalid authority');
    expect(problemOf(await send([], { dryRun: 'maybe' }))).toBe('422 invalid dryRun');
    const json = await app.api.post('/v1/imports').send({});
    expect(problemOf(json)).toBe('415 unsupported_media_type');
  });

  test('takes more than the 64 kB of other bodies, and longer than their ten seconds', async () => {
    const { key } = await app.newKey(BOTH);
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' };
    const call = httpRequest(`${app.url}/v1/imports`, { method: 'POST', headers });
    const answer = new Promise<string>((resolve, reject) => {
      call.on('error', reject);
      call.on('response', (response) => {
        let text = '';
        response.on('data', (part) => (text += String(part)));
        response.on('end', () => resolve(text));
      });
    });
    for (let i = 0; i < 3_000; i += 1)
      call.write(`${JSON.stringify(line(`L-${i}`, { languages: 'x'.repeat(20) }))}\n`);
    await new Promise((resolve) => setTimeout(resolve, 12_000));
    call.end(`${JSON.stringify(line('L-last'))}\n`);
    expect(JSON.parse(await answer)).toMatchObject({
      created: 1,
      refused: 3_000,
      remarks: { length: 1_000 },
    });
  });
});
