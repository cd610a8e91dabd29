import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AccessLog } from '../../src/audit/index.js';
import { DecisionLog } from '../../src/decisions/decision-log.js';
import { SCOPES } from '../../src/platform/scopes.js';
import { OPERATIONS } from '../../src/platform/sight.js';
import { startApp, type Client, type TestApp } from '../support/app.js';
import { aCustomer, aPhone, choice, contactPoints, state } from '../support/examples.js';
import { operationsOf, readDocument, type Operation } from '../support/openapi.js';
import { visit } from '../support/visitor.js';

/** What shows nothing of customers, with the reason. What is neither here nor in the access log fails. */
const SHOWS_NOBODY: Readonly<Record<string, string>> = {
  'post /v1/customers/{id}/page-links': 'a link, which is logged when it is used',
  'post /v1/customers/{id}/tokens': 'a token, which is logged when it is used',
  'post /v1/contacts/{id}/feedback-links': 'a link to a question without an answer',
  'get /v1/changes': 'ids and what changed, never to what; what is read after it is logged',
  'delete /v1/customers/{id}': 'that nobody is there any more',
  'post /v1/imports': 'counts and numbers of lines',
};
const ABOUT_NOBODY = /^\/(v1\/(channels|topics|webhooks|reports\/(?!silence\/customers)\S+)|health|metrics)/;

let app: TestApp;
let api: Client;
let keyId: string;
let customer: Awaited<ReturnType<typeof aCustomer>>;
let phone: string;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());
beforeEach(async () => {
  const { id, key } = await app.newKey(SCOPES, ['customer', 'employee_on_behalf', 'import']);
  keyId = id;
  phone = aPhone();
  customer = await aCustomer(app.api, contactPoints(phone));
  api = app.as(key);
});

interface Entry extends Record<string, unknown> {
  readonly operation: string;
  readonly customer: string;
  readonly decision: string | null;
}

/** What this test's key, or who stands in its place, saw. */
async function entries(who = keyId): Promise<Entry[]> {
  await app.nest.get(AccessLog).flush();
  await app.nest.get(DecisionLog).flush();
  return app.database.query<Entry>(
    `select operation, customer_id as customer, decision_id as decision from access_entry where key_id = $1 order by sequence`,
    [who],
  );
}

const aDecision = async () =>
  (await api.post('/v1/decisions').send({ customer: { id: customer.id }, direction: 'inbound' })).body
    .id as string;
const aContact = async () =>
  (
    await app.api.post('/v1/contacts').send({
      ...{ customer: { id: customer.id }, direction: 'inbound', channel: 'phone' },
      at: new Date(app.clock.now()).toISOString(),
    })
  ).body.id as string;
const aQuestion = async () =>
  (
    await app.api
      .post('/v1/decisions')
      .send({ customer: { id: customer.id }, direction: 'inbound', arrivedOn: 'phone', mayAsk: true })
  ).body.question.id as string;
const aVerification = async () => {
  const visitor = await visit(app, customer.id);
  await visitor.post('/page/contact/claim', { kind: 'email', value: 'new@example.org' });
  const [row] = await app.database.query<{ id: string }>(
    'select id from verification where customer_id = $1',
    [customer.id],
  );
  return row?.id;
};
const asCustomer = async () => {
  const { body } = await api.post(`/v1/customers/${customer.id}/tokens`).send({});
  return app.as(body.token as string);
};
const any = { 'If-Match': '*' };
const of = (rest = '') => `/v1/customers/${customer.id}${rest}`;

/** A call of each operation that shows a customer. */
const CALLS: Readonly<Record<string, () => Promise<{ status: number }>>> = {
  'post /v1/customers': async () => {
    const response = await api.post('/v1/customers').send({});
    customer = response.body;
    return response;
  },
  'get /v1/customers': async () => api.get('/v1/customers?limit=100'),
  'post /v1/customers/search': async () => api.post('/v1/customers/search').send({ phone }),
  'get /v1/customers/{id}': async () => api.get(of()),
  'patch /v1/customers/{id}': async () => api.patch(of()).set(any).send({}),
  'put /v1/customers/by-external-id/{system}/{externalId}': async () => {
    const response = await api.put(`/v1/customers/by-external-id/crm/${customer.id}`).send({});
    customer = response.body;
    return response;
  },
  'post /v1/verifications/{id}/code': async () => api.post(`/v1/verifications/${await aVerification()}/code`),
  'get /v1/customers/{id}/preferences': async () => api.get(of('/preferences')),
  'put /v1/customers/{id}/preferences': async () => api.put(of('/preferences')).set(any).send({}),
  'patch /v1/customers/{id}/preferences': async () => api.patch(of('/preferences')).set(any).send({}),
  'post /v1/customers/{id}/preferences/confirm': async () => api.post(of('/preferences/confirm')).send({}),
  'get /v1/customers/{id}/preferences/history': async () => api.get(of('/preferences/history')),
  'post /v1/customers/{id}/merge': async () => {
    const other = await aCustomer(app.api);
    const from = customer.id;
    customer = other;
    return api.post(`/v1/customers/${from}/merge`).set(any).send({ into: other.id });
  },
  'post /v1/customers/{id}/merge/undo': async () => {
    const other = await aCustomer(app.api);
    await app.api.post(of('/merge')).set(any).send({ into: other.id });
    return api.post(of('/merge/undo')).send({});
  },
  'post /v1/decisions': async () =>
    api.post('/v1/decisions').send({ customer: { phone }, direction: 'inbound' }),
  'post /v1/decisions/batch': async () =>
    api
      .post('/v1/decisions/batch')
      .type('application/x-ndjson')
      .send(`${JSON.stringify({ customer: { phone }, direction: 'inbound' })}\n`),
  'get /v1/ivr/lookup': async () => api.get('/v1/ivr/lookup').query({ phone }),
  'post /v1/ivr/lookup': async () => api.post('/v1/ivr/lookup').send({ phone }),
  'post /v1/decisions/{id}/outcome': async () =>
    api.post(`/v1/decisions/${await aDecision()}/outcome`).send({ channel: 'phone' }),
  'post /v1/contacts': async () =>
    api.post('/v1/contacts').send({
      ...{ customer: { id: customer.id }, direction: 'inbound', channel: 'phone' },
      at: new Date(app.clock.now()).toISOString(),
    }),
  'get /v1/contacts/{id}': async () => api.get(`/v1/contacts/${await aContact()}`),
  'get /v1/customers/{id}/contacts': async () => api.get(of('/contacts')),
  'post /v1/contacts/{id}/feedback': async () =>
    api.post(`/v1/contacts/${await aContact()}/feedback`).send({ asWanted: 'yes' }),
  'post /v1/questions/{id}/answer': async () =>
    api.post(`/v1/questions/${await aQuestion()}/answer`).send({ channels: [{ channel: 'email' }] }),
  'post /v1/questions/{id}/decline': async () => api.post(`/v1/questions/${await aQuestion()}/decline`),
  'get /v1/reports/silence/customers': async () => api.get('/v1/reports/silence/customers?kind=never_asked'),
  'get /v1/exports': async () => api.get('/v1/exports'),
  'get /v1/customers/{id}/export': async () => api.get(of('/export')),
  'get /v1/me': async () => (await asCustomer()).get('/v1/me'),
  'get /v1/me/preferences': async () => (await asCustomer()).get('/v1/me/preferences'),
  'put /v1/me/preferences': async () => (await asCustomer()).put('/v1/me/preferences').set(any).send({}),
  'patch /v1/me/preferences': async () => (await asCustomer()).patch('/v1/me/preferences').set(any).send({}),
  'post /v1/me/preferences/confirm': async () =>
    (await asCustomer()).post('/v1/me/preferences/confirm').send({}),
  'get /v1/me/history': async () => (await asCustomer()).get('/v1/me/history'),
  'get /v1/me/export': async () => (await asCustomer()).get('/v1/me/export'),
};

type Logged = Operation & { readonly 'x-access-log'?: string };
const nameOf = ({ method, path }: Operation) => `${method} ${path}`;

test('every operation says what it shows of customers, or shows nothing of them for a reason', async () => {
  const operations = operationsOf(await readDocument(app.api)) as Logged[];
  const silent = operations.filter((operation) => operation['x-access-log'] === undefined);
  const unexplained = silent.filter(
    (operation) => !ABOUT_NOBODY.test(operation.path) && !(nameOf(operation) in SHOWS_NOBODY),
  );
  expect(unexplained.map(nameOf)).toEqual([]);
  const logged = operations.filter((operation) => operation['x-access-log'] !== undefined);
  expect(logged.map(nameOf).sort()).toEqual(Object.keys(CALLS).sort());
  expect(OPERATIONS).toEqual(expect.arrayContaining(logged.map((operation) => operation['x-access-log'])));
});

test.each(Object.keys(CALLS))('%s stands in the access log', async (name) => {
  const operation = (operationsOf(await readDocument(app.api)) as Logged[]).find(
    (one) => nameOf(one) === name,
  );
  const response = await CALLS[name]?.();
  expect(response?.status).toBeLessThan(300);
  const seen = (await entries()).filter((entry) => entry.operation === operation?.['x-access-log']);
  expect(seen.map((entry) => entry.customer)).toContain(customer.id);
});

describe('who looked', () => {
  test('at whom, is told with the decision that was given', async () => {
    const id = await aDecision();
    expect(await entries()).toEqual([{ operation: 'decision', customer: customer.id, decision: id }]);
  });

  test('at all who share a number, stands with each of them', async () => {
    const other = await aCustomer(app.api, { contactPoints: [{ kind: 'phone', value: phone }] });
    await api.get('/v1/ivr/lookup').query({ phone });
    const seen = await entries();
    expect(seen.map((entry) => entry.customer).sort()).toEqual([customer.id, other.id].sort());
    expect(new Set(seen.map(({ decision }) => decision)).size).toBe(1);
  });

  test.each([
    ['a search', 'customer_search', () => api.post('/v1/customers/search').send({ phone })],
    [
      'a decision',
      'decision',
      () => api.post('/v1/decisions').send({ customer: { phone }, direction: 'inbound' }),
    ],
    ['a call', 'ivr_lookup', () => api.post('/v1/ivr/lookup').send({ phone })],
  ])('by the reply to %s that is given again, stands there again', async (_, operation, ask) => {
    for (let times = 0; times < 2; times += 1) await ask().set('Idempotency-Key', `again-${phone}`);
    const seen = { operation, customer: customer.id };
    expect(await entries()).toMatchObject([seen, seen]);
  });

  test('by a what-if, which is no decision, stands there too', async () => {
    await api
      .post('/v1/decisions')
      .send({ customer: { phone }, direction: 'inbound', at: '2026-12-01T10:00:00Z' });
    expect(await entries()).toEqual([{ operation: 'decision', customer: customer.id, decision: null }]);
  });

  test('at nobody, stands nowhere: unknown, withheld, refused', async () => {
    await api.get('/v1/ivr/lookup').query({ phone: 'anonymous' });
    await api.get('/v1/customers/019aa001-7b1c-7000-8000-000000000009');
    await api.post('/v1/customers/search').send({ email: 'nobody@example.org' });
    const { key, id } = await app.newKey(['reports:read']);
    await app.as(key).get(of());
    expect([...(await entries()), ...(await entries(id))]).toEqual([]);
  });

  test('who has the newest version already has seen it all the same', async () => {
    const { headers } = await app.api.get(of());
    expect((await api.get(of()).set('If-None-Match', String(headers['etag']))).status).toBe(304);
    expect(await entries()).toMatchObject([{ operation: 'customer', customer: customer.id }]);
  });

  test.each([
    '/page',
    '/page/records',
    '/page/details',
    '/page/contact',
    '/page/served',
    '/page/choices/general',
    '/page/download',
  ])('through %s, stands there as the page', async (path) => {
    const visitor = await visit(app, customer.id);
    const before = (await entries('page')).length;
    expect((await visitor.get(path)).status).toBe(200);
    expect((await entries('page')).slice(before)).toEqual([
      { operation: 'page', customer: customer.id, decision: null },
    ]);
  });

  test('stands on the page and in the export, with what for', async () => {
    const { id, key } = await app.newKey(['customers:read', 'decisions:read']);
    await state(app.api, customer.id, { general: choice('email'), source: { authority: 'customer' } });
    const system = app.as(key);
    await system.get(of());
    await system.get(of());
    await system.get('/v1/ivr/lookup').query({ phone });
    expect(await entries(id)).toHaveLength(3);
    const visitor = await visit(app, customer.id);
    const page = (await visitor.get('/page/records')).text;
    expect(page).toContain('test: read your numbers and addresses (2 times)');
    expect(page).toContain('test: asked how you want to be helped, for a phone call');
    await entries();
    const { lookups } = (await visitor.get('/page/download')).body;
    expect(lookups).toContainEqual({
      ...{ at: expect.any(String), system: 'test', operation: 'customer', count: 2 },
    });
    expect(lookups).toContainEqual({
      ...{ at: expect.any(String), system: 'page', operation: 'page', count: expect.any(Number) },
    });
  });
});
