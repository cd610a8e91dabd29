import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApp, type Client, type TestApp } from '../support/app.js';
import { aCustomer, aPhone, choice, state, type Customer } from '../support/examples.js';
import { fillPath, operationsOf, readDocument } from '../support/openapi.js';
import { problemOf } from '../support/problems.js';
import { visit } from '../support/visitor.js';

const NOBODY = '019aa001-7b1c-7000-8000-000000000001';
const DAY = 86_400_000;

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const phone = (value: string, rest: object = {}) => ({ kind: 'phone', value, ...rest });
const crm = (id: string) => ({ system: 'crm', id });
const read = async (id: string, rest = '') => (await app.api.get(`/v1/customers/${id}${rest}`)).body;
const merge = (from: string, into: string, rest: object = {}, api: Client = app.api) =>
  api
    .post(`/v1/customers/${from}/merge`)
    .set('If-Match', '*')
    .send({ into, ...rest });
const undo = (id: string) => app.api.post(`/v1/customers/${id}/merge/undo`).send({});
const decide = async (customer: object) =>
  (await app.api.post('/v1/decisions').send({ customer, direction: 'inbound' })).body;
const changesOf = (id: string) =>
  app.database.query<{ type: string; version: number; paths: string[] }>(
    'select type, version, paths from change where customer_id = $1 order by sequence',
    [id],
  );

/** Two records of one person, which share a number under different ids. */
async function aPair() {
  const [shared, own, email] = [aPhone(), aPhone(), `${aPhone().slice(1)}@example.org`];
  const from = await aCustomer(app.api, {
    contactPoints: [phone(shared), { kind: 'email', value: email }],
    externalIds: [crm(shared)],
    source: { authority: 'import' },
  });
  const into = await aCustomer(app.api, {
    contactPoints: [phone(own), phone(shared, { use: 'private' })],
    externalIds: [crm(own)],
    source: { authority: 'customer', via: 'phone' },
  });
  return { from, into, shared, own, email };
}

const idOf = ({ contactPoints }: Customer, value: string) =>
  contactPoints.find((point) => point.value === value)?.id;

describe('a CRM that finds the same person twice', () => {
  let pair: Awaited<ReturnType<typeof aPair>>;
  let page: Awaited<ReturnType<typeof visit>>;
  let token: string;
  beforeAll(async () => {
    pair = await aPair();
    const { from, into, shared } = pair;
    const named = { channel: 'phone', contactPointId: idOf(from, shared) };
    await state(app.api, from.id, {
      general: { channels: [named] },
      topics: { billing: choice('email') },
      objections: ['marketing'],
      source: { authority: 'customer', via: 'phone' },
    });
    await state(app.api, into.id, {
      general: choice('chat'),
      topics: { order: choice('sms') },
      objections: ['research'],
      source: { authority: 'import' },
    });
    page = await visit(app, from.id);
    token = (await app.api.post(`/v1/customers/${from.id}/tokens`)).body.token;
    await decide({ id: from.id });
    app.clock.advance(60_000);
  });

  test('merges the one into the other, and gets all that both had', async () => {
    const { from, into, shared, own, email } = pair;
    const answer = await merge(from.id, into.id, { source: { authority: 'employee_on_behalf' } });
    expect([answer.status, answer.headers['etag']]).toEqual([200, '"2"']);
    expect(answer.body).toEqual(await read(into.id));
    expect(answer.body).toMatchObject({ id: into.id, externalIds: [crm(shared), crm(own)].sort(byId) });
    expect(answer.body.contactPoints).toMatchObject([
      phone(own, { statedBy: { authority: 'customer' } }),
      phone(shared, { id: idOf(into, shared), use: 'private', statedBy: { authority: 'customer' } }),
      { kind: 'email', value: email, id: idOf(from, email), statedBy: { authority: 'import' } },
    ]);
  });

  test('keeps per choice the higher word, names the same number, and keeps every objection', async () => {
    const { into, shared } = pair;
    expect(await read(into.id, '/preferences')).toMatchObject({
      version: 2,
      general: {
        channels: [{ channel: 'phone', contactPointId: idOf(into, shared) }],
        statedBy: { authority: 'customer', via: 'phone' },
      },
      topics: {
        billing: { statedBy: { authority: 'customer' } },
        order: { statedBy: { authority: 'import' } },
      },
      objections: expect.arrayContaining(['marketing', 'research']),
    });
  });

  test('is answered under the new id by every look-up, also by the old id', async () => {
    const { from, into, shared, email } = pair;
    const bySharedPhone = (await app.api.post('/v1/ivr/lookup').send({ phone: shared })).body;
    expect(bySharedPhone).toMatchObject({ match: 'single', customer_ref: into.id, channel: 'phone' });
    for (const customer of [{ email }, { externalId: crm(shared) }, { id: from.id }])
      expect(await decide(customer)).toMatchObject({
        match: 'single',
        customerId: into.id,
        preferencesVersion: 2,
      });
    const found = await app.api.post('/v1/customers/search').send({ externalId: crm(shared) });
    expect(found.body.items[0].id).toBe(into.id);
    const upserted = await app.api
      .put(`/v1/customers/by-external-id/crm/${encodeURIComponent(shared)}`)
      .send({});
    expect([upserted.status, upserted.body.id]).toEqual([200, into.id]);
  });

  test('is told by every address of the old id which one to use', async () => {
    const { from, into } = pair;
    const ofOne = operationsOf(await readDocument(app.api)).filter(({ path }) =>
      path.startsWith('/v1/customers/{id}'),
    );
    expect(ofOne.length).toBeGreaterThanOrEqual(11);
    for (const operation of ofOne.filter(({ path }) => !path.endsWith('/undo'))) {
      const call = app.api[operation.method](fillPath(operation, { id: from.id })).set('If-Match', '*');
      const answer = await (operation.method === 'get'
        ? call
        : call.send(operation.path.endsWith('/merge') ? { into: into.id } : {}));
      expect(problemOf(answer), `${operation.method} ${operation.path}`).toBe('410 merged');
      expect(answer.body.mergedInto).toBe(into.id);
      expect(answer.headers['location']).toBe(`/v1/customers/${into.id}`);
      expect(operation.responses).toHaveProperty('410');
    }
  });

  test('ends the page and the token that were for the old id', async () => {
    expect((await page.get('/page')).text).not.toContain('/page/contact');
    const me = await app.as(token).get('/v1/me');
    expect(problemOf(me)).toBe('401 unauthenticated');
  });

  test('tells the feed of both, without a number in it', async () => {
    const { from, into, shared } = pair;
    expect((await changesOf(from.id)).at(-1)).toEqual({
      ...{ type: 'customer.merged', version: 2, paths: [`/mergedInto/${into.id}`] },
    });
    expect((await changesOf(into.id)).slice(-2)).toEqual([
      {
        ...{ type: 'preferences.changed', version: 2 },
        paths: ['/general', '/objections', '/topics/billing', `/mergedFrom/${from.id}`],
      },
      {
        ...{ type: 'customer.merged', version: 2 },
        paths: [`/mergedFrom/${from.id}`, '/contactPoints', '/externalIds'],
      },
    ]);
    const rows = await app.database.query('select * from change where customer_id = $1', [into.id]);
    expect(JSON.stringify(rows)).not.toContain(shared.slice(-8));
  });

  test('shows the merge in the history, and the history of the one that was merged', async () => {
    const { from, into } = pair;
    const history = await read(into.id, '/preferences/history');
    expect(history.merged).toEqual([{ id: from.id, at: expect.any(String) }]);
    expect(history.items[0]).toMatchObject({
      ...{ version: 2, type: 'changed', mergedFrom: from.id, authority: 'employee_on_behalf' },
    });
    expect(history.items[0].changed.map((each: { path: string }) => each.path)).toEqual([
      ...['/general', '/objections', '/topics/billing'],
    ]);
    const old = await read(into.id, `/preferences/history?of=${from.id}`);
    expect(old.items).toMatchObject([{ version: 1, authority: 'customer', mergedFrom: null }]);
    const strange = await app.api.get(`/v1/customers/${into.id}/preferences/history?of=${NOBODY}`);
    expect(problemOf(strange)).toBe('422 invalid of');
  });

  test('shows the customer what both records hold', async () => {
    const { into } = pair;
    const visitor = await visit(app, into.id);
    const records = (await visitor.get('/page/records')).text;
    expect(records).toContain('Two records of you were put together');
    const { body } = await visitor.get('/page/download');
    const types = (body.changes as { type: string }[]).map(({ type }) => type);
    expect(types.filter((type) => type === 'customer.created')).toHaveLength(2);
    expect(types.filter((type) => type === 'customer.merged')).toHaveLength(2);
    expect(body.history.map((item: { version: number }) => item.version)).toEqual([2, 1, 1]);
    await expect.poll(async () => (await visitor.get('/page/download')).body.lookups).not.toEqual([]);
  });

  test('undoes it, and both are as they were', async () => {
    const { from, into, shared, own } = pair;
    const answer = await undo(from.id);
    expect([answer.status, answer.headers['etag']]).toEqual([200, '"3"']);
    expect(await read(from.id)).toEqual(answer.body);
    const points = (customer: Customer) => customer.contactPoints;
    expect(points(answer.body)).toEqual(points(from));
    expect(answer.body.externalIds).toEqual([crm(shared)]);
    const survivor = await read(into.id);
    expect(points(survivor)).toEqual(points(into));
    expect(survivor).toMatchObject({ version: 3, externalIds: [crm(own)] });
    expect(await read(from.id, '/preferences')).toMatchObject({
      version: 1,
      general: { channels: [{ contactPointId: idOf(from, shared) }] },
      objections: ['marketing'],
    });
    expect(await read(into.id, '/preferences')).toMatchObject({
      version: 3,
      general: { channels: [{ channel: 'chat' }], statedBy: { authority: 'import' } },
      objections: ['research'],
    });
    expect((await changesOf(from.id)).at(-1)).toMatchObject({ type: 'customer.unmerged', version: 3 });
    expect((await changesOf(into.id)).map(({ type }) => type).slice(-2)).toEqual([
      ...['customer.unmerged', 'preferences.changed'],
    ]);
    expect(await app.database.query('select 1 from merged_customer')).toEqual([]);
    expect(await decide({ id: from.id })).toMatchObject({ customerId: from.id });
    expect(problemOf(await undo(from.id))).toBe('409 conflict');
  });
});

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1;
}

describe('a merge', () => {
  test('is refused into itself, into nobody, into one that was merged, and of nobody', async () => {
    const [a, b, c] = [await aCustomer(app.api), await aCustomer(app.api), await aCustomer(app.api)];
    expect(problemOf(await merge(a.id, a.id))).toBe('422 invalid /into');
    expect(problemOf(await merge(a.id, NOBODY))).toBe('404 not_found');
    expect(problemOf(await merge(NOBODY, a.id))).toBe('404 not_found');
    expect((await merge(b.id, c.id)).status).toBe(200);
    const refused = await merge(a.id, b.id);
    expect(problemOf(refused)).toBe('409 conflict /into');
    expect(refused.body.mergedInto).toBe(c.id);
    expect(problemOf(await merge(b.id, a.id))).toBe('410 merged');
  });

  test('needs the version of the customer that is to end', async () => {
    const [a, b] = [await aCustomer(app.api), await aCustomer(app.api)];
    const call = app.api.post(`/v1/customers/${a.id}/merge`).send({ into: b.id });
    expect(problemOf(await call)).toBe('428 version_required');
    const stale = app.api.post(`/v1/customers/${a.id}/merge`).set('If-Match', '"9"').send({ into: b.id });
    expect(problemOf(await stale)).toBe('412 version_mismatch');
    const good = app.api.post(`/v1/customers/${a.id}/merge`).set('If-Match', '"1"').send({ into: b.id });
    expect((await good).status).toBe(200);
  });

  test('of a merge is followed to its end, and undone from its end', async () => {
    const [a, b, c] = [await aCustomer(app.api), await aCustomer(app.api), await aCustomer(app.api)];
    await merge(a.id, b.id);
    await merge(b.id, c.id);
    for (const { id } of [a, b]) {
      expect((await app.api.get(`/v1/customers/${id}`)).body.mergedInto).toBe(c.id);
      expect(await decide({ id })).toMatchObject({ customerId: c.id });
    }
    expect((await read(c.id)).contactPoints).toHaveLength(6);
    expect(problemOf(await undo(a.id))).toBe('409 conflict');
    expect((await undo(b.id)).status).toBe(200);
    expect((await app.api.get(`/v1/customers/${a.id}`)).body.mergedInto).toBe(b.id);
    expect((await undo(a.id)).status).toBe(200);
    for (const each of [a, b, c])
      expect((await read(each.id)).contactPoints).toEqual(
        each.contactPoints.map((point) => expect.objectContaining({ id: point.id, value: point.value })),
      );
  });

  test('keeps what the customer took away from either record, and silence', async () => {
    const gone = aPhone();
    const a = await aCustomer(app.api, { contactPoints: [phone(gone)], source: { authority: 'import' } });
    const b = await aCustomer(app.api, { contactPoints: [phone(gone)], silenced: 'legal' });
    await app.api
      .patch(`/v1/customers/${b.id}`)
      .set('If-Match', '*')
      .send({ contactPoints: [], source: { authority: 'customer' } });
    const { body } = await merge(b.id, a.id);
    expect(body).toMatchObject({ contactPoints: [], silenced: 'legal' });
    const back = app.api.patch(`/v1/customers/${a.id}`).set('If-Match', '*');
    const refused = await back.send({ contactPoints: [phone(gone)], source: { authority: 'import' } });
    expect(problemOf(refused)).toBe('409 authority_conflict /contactPoints/0');
    await undo(b.id);
    expect(await read(a.id)).toMatchObject({ contactPoints: [{ value: gone }], silenced: null });
  });

  test('leaves a confirmation that still holds, and none that does not', async () => {
    const confirm = (id: string) => app.api.post(`/v1/customers/${id}/preferences/confirm`);
    const [a, b, c] = [await aCustomer(app.api), await aCustomer(app.api), await aCustomer(app.api)];
    await state(app.api, a.id, { general: choice('phone') });
    const { confirmedAt } = (await confirm(a.id)).body;
    app.clock.advance(3_600_000);
    await state(app.api, b.id, { topics: { order: choice('sms') } });
    await merge(b.id, a.id);
    expect((await read(a.id, '/preferences')).confirmedAt).toBe(confirmedAt);
    await state(app.api, c.id, { general: choice('email') });
    await merge(c.id, a.id);
    expect(await read(a.id, '/preferences')).toMatchObject({
      confirmedAt: null,
      general: { channels: [{ channel: 'email' }] },
    });
  });

  test('of customers who have too much together is refused, and changes nothing', async () => {
    const many = (system: string) => ({
      externalIds: Array.from({ length: 30 }, (_, index) => ({ system, id: String(index) })),
    });
    const [a, b] = [await aCustomer(app.api, many('one')), await aCustomer(app.api, many('two'))];
    expect(problemOf(await merge(a.id, b.id))).toBe('409 conflict');
    expect((await read(a.id)).externalIds).toHaveLength(30);
  });
});

describe('undoing a merge', () => {
  test('leaves with the survivor what was written to it since', async () => {
    const { from, into, shared, email } = await aPair();
    await state(app.api, from.id, { general: choice('phone'), languages: ['nl'] });
    await merge(from.id, into.id);
    await app.api
      .patch(`/v1/customers/${into.id}/preferences`)
      .set('If-Match', '*')
      .send({
        languages: ['en'],
        general: { channels: [{ channel: 'email', contactPointId: idOf(from, email) }] },
      });
    const bounced = (await read(into.id)).contactPoints.map((point: { value: string }) =>
      point.value === email ? { ...point, undeliverable: true } : point,
    );
    const added = aPhone();
    await app.api
      .patch(`/v1/customers/${into.id}`)
      .set('If-Match', '*')
      .send({ contactPoints: [phone(added), ...bounced], source: { authority: 'customer' } });
    expect((await undo(from.id)).status).toBe(200);

    const survivor = await read(into.id);
    const stays = survivor.contactPoints.find((point: { value: string }) => point.value === email);
    expect(stays).toMatchObject({ undeliverable: true });
    expect(stays.id).not.toBe(idOf(from, email));
    expect(idOf(survivor, added)).toBeDefined();
    expect(idOf(survivor, shared)).toBe(idOf(into, shared));
    expect(await read(into.id, '/preferences')).toMatchObject({
      languages: ['en'],
      general: { channels: [{ channel: 'email', contactPointId: stays.id }] },
    });
    expect(await read(from.id)).toMatchObject({ contactPoints: from.contactPoints });
    expect(await read(from.id, '/preferences')).toMatchObject({ languages: ['nl'] });
  });

  test('is over after 30 days, and then nothing is kept of it', async () => {
    const [a, b, c, d] = [
      ...[await aCustomer(app.api), await aCustomer(app.api)],
      ...[await aCustomer(app.api), await aCustomer(app.api)],
    ] as [Customer, Customer, Customer, Customer];
    await merge(a.id, b.id);
    app.clock.advance(30 * DAY);
    expect(problemOf(await undo(a.id))).toBe('409 conflict');
    await merge(c.id, d.id);
    const kept = await app.database.query('select id from merged_customer where kept is not null');
    expect(kept).toEqual([{ id: c.id }]);
    expect((await app.api.get(`/v1/customers/${a.id}`)).body.mergedInto).toBe(b.id);
  });

  test('of what was never merged is refused', async () => {
    const { id } = await aCustomer(app.api);
    expect(problemOf(await undo(id))).toBe('409 conflict');
    expect(problemOf(await undo(NOBODY))).toBe('404 not_found');
  });
});
