import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Authority } from '../../src/domain/authority.js';
import { startApp, type TestApp } from '../support/app.js';
import { aCustomer, aPhone } from '../support/examples.js';
import { problemOf } from '../support/problems.js';
import { proveNumber, visit, type Visitor } from '../support/visitor.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const phone = (value: string, rest: object = {}) => ({ kind: 'phone', value, ...rest });

/** A write of a CRM, which knows the customer by its own key. */
const sync = (key: string, body: object, authority: Authority = 'import') =>
  app.api.put(`/v1/customers/by-external-id/crm/${key}`).send({ ...body, source: { authority } });

const prove = (visitor: Visitor, id: string, value: string, replaces?: string) =>
  proveNumber(app, visitor, id, value, replaces);

const changesOf = (id: string) =>
  app.database.query(
    'select type, authority, via, paths from change where customer_id = $1 order by sequence',
    [id],
  );

describe('a CRM that writes its full list every night', () => {
  const [old, fresh] = [aPhone(), aPhone()];
  let id: string;
  let visitor: Visitor;
  beforeAll(async () => {
    id = (await sync('N-1', { contactPoints: [phone(old)] })).body.id;
    visitor = await visit(app, id);
  });

  test('does not remove the number that the customer proved on the page', async () => {
    await prove(visitor, id, fresh);
    const before = (await app.api.get(`/v1/customers/${id}`)).body;
    const refused = await sync('N-1', { contactPoints: [phone(old)], silenced: 'legal' });
    expect(problemOf(refused)).toBe('409 authority_conflict /contactPoints');
    expect(refused.body.errors[0].detail).toContain(before.contactPoints[1].id);
    expect(JSON.stringify(refused.body)).not.toContain(fresh.slice(-6));
    expect((await app.api.get(`/v1/customers/${id}`)).body).toEqual(before);
  });

  test('keeps it when its list has it, and may order the list', async () => {
    const { status, body } = await sync('N-1', { contactPoints: [phone(fresh), phone(old)] });
    expect(status).toBe(200);
    expect(body.contactPoints).toMatchObject([
      phone(fresh, { statedBy: { authority: 'customer', via: 'page', at: expect.any(String) } }),
      phone(old, { statedBy: { authority: 'import', via: null } }),
    ]);
  });

  test('does not put back the number that the customer took away, and search does not find it', async () => {
    const { contactPoints } = (await app.api.get(`/v1/customers/${id}`)).body;
    await visitor.post('/page/contact/remove', { id: contactPoints[1].id });
    const refused = await sync('N-1', { contactPoints: [phone(fresh), phone(old)] });
    expect(problemOf(refused)).toBe('409 authority_conflict /contactPoints/1');
    const found = await app.api.post('/v1/customers/search').send({ phone: old });
    expect(found.body.match).toBe('none');
    const lookup = await app.api.post('/v1/ivr/lookup').send({ phone: old });
    expect(lookup.body.found).toBe('no');
  });

  test('leaves no number behind where the customer took one away', async () => {
    const rows = await app.database.query('select * from removed_contact_point');
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(old.slice(-8));
    expect(rows[0]).toMatchObject({ hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  test('may put it back on the word of the customer, and then it is forgotten that it was away', async () => {
    const { status } = await sync('N-1', { contactPoints: [phone(fresh), phone(old)] }, 'customer');
    expect(status).toBe(200);
    expect(await app.database.query('select 1 from removed_contact_point')).toEqual([]);
  });

  test('does not put back the number that the customer replaced', async () => {
    const { contactPoints } = (await app.api.get(`/v1/customers/${id}`)).body;
    await prove(visitor, id, aPhone(), contactPoints[0].id);
    const refused = await sync('N-1', { contactPoints: [phone(fresh), phone(old)] });
    expect(problemOf(refused)).toBe('409 authority_conflict /contactPoints /contactPoints/0');
  });
});

describe("a customer's own number", () => {
  test('is reported as not working by a lower authority, and not unverified', async () => {
    const value = aPhone();
    const verifiedAt = '2026-11-22T09:00:00.000Z';
    await sync('B-1', { contactPoints: [phone(value, { verifiedAt, use: 'private' })] }, 'customer');
    const bounced = await sync('B-1', { contactPoints: [phone(value, { undeliverable: true })] });
    expect(bounced.body.contactPoints).toMatchObject([{ undeliverable: true, verifiedAt, use: 'private' }]);
    for (const [field, contradiction] of Object.entries({ verifiedAt: null, use: 'work' })) {
      const refused = await sync('B-1', { contactPoints: [phone(value, { [field]: contradiction })] });
      expect(problemOf(refused)).toBe(`409 authority_conflict /contactPoints/0/${field}`);
    }
  });

  test('that the customer marked as wrong stays wrong, until the customer says otherwise', async () => {
    const value = aPhone();
    const { id, contactPoints } = (await sync('B-2', { contactPoints: [phone(value)] })).body;
    const visitor = await visit(app, id);
    await visitor.post('/page/contact/mark', { id: contactPoints[0].id });
    const right = { contactPoints: [phone(value, { undeliverable: false })] };
    expect(problemOf(await sync('B-2', right))).toBe('409 authority_conflict /contactPoints/0/undeliverable');
    expect((await sync('B-2', right, 'customer')).status).toBe(200);
  });

  test('is emptied from the list by nobody lower', async () => {
    await sync('B-3', { contactPoints: [phone(aPhone())] }, 'employee_on_behalf');
    for (const contactPoints of [null, []])
      expect(problemOf(await sync('B-3', { contactPoints }))).toBe('409 authority_conflict /contactPoints');
  });
});

test('a write may only state on an authority that its key has, and through what there is', async () => {
  const { key } = await app.newKey(['customers:write'], ['import', 'inferred']);
  const write = (source: object) => app.as(key).post('/v1/customers').send({ source });
  expect(problemOf(await write({ authority: 'customer' }))).toBe('403 forbidden');
  expect(problemOf(await write({ via: 'pigeon' }))).toBe('422 invalid /source/via');
  expect(problemOf(await write({ statedAt: '2027-11-23T10:00:00Z' }))).toBe('422 invalid /source/statedAt');
});

test('what was read can be sent back, and changes nothing', async () => {
  const { id } = await aCustomer(app.api);
  const before = (await app.api.get(`/v1/customers/${id}`)).body;
  const patch = { contactPoints: before.contactPoints, source: { authority: 'inferred' } };
  const { status, body } = await app.api.patch(`/v1/customers/${id}`).set('If-Match', '"1"').send(patch);
  expect([status, body]).toEqual([200, before]);
});

test('the ledger says who changed contact points, and calls a change of these alone by its own name', async () => {
  const value = aPhone();
  const { id } = (await sync('L-1', {})).body;
  await sync('L-1', { contactPoints: [phone(value)] });
  await sync('L-1', { contactPoints: [phone(value)] }, 'customer');
  await sync('L-1', { contactPoints: [], silenced: 'deceased' }, 'customer');
  expect(await changesOf(id)).toEqual([
    { type: 'customer.created', authority: 'import', via: null, paths: ['/externalIds'] },
    { type: 'contact_point.changed', authority: 'import', via: null, paths: ['/contactPoints'] },
    { type: 'contact_point.changed', authority: 'customer', via: null, paths: ['/contactPoints'] },
    { type: 'customer.updated', authority: 'customer', via: null, paths: ['/contactPoints', '/silenced'] },
  ]);
});
