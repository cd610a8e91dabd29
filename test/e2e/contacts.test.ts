import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';

let app: TestApp;
beforeAll(async () => (app = await startApp()));
afterAll(() => app.stop());

let numbers = 0;
/** A customer with a phone number and an e-mail address, who asked for a person on the phone, then e-mail. */
async function newCustomer(general: object | null = BY_PERSON): Promise<{ id: string; phone: string }> {
  const phone = `+4420794602${String((numbers += 1)).padStart(2, '0')}`;
  const contactPoints = [
    { kind: 'phone', value: phone },
    { kind: 'email', value: `k${numbers}@example.org` },
  ];
  const { id } = (await app.api.post('/v1/customers').send({ contactPoints }).expect(201)).body;
  if (general !== null) await state(id, 0, { general });
  return { id, phone };
}

const BY_PERSON = {
  channels: [{ channel: 'phone', mode: 'human' }, { channel: 'email' }],
  declined: ['sms'],
};

const state = (id: string, version: number, preferences: object) =>
  app.api
    .patch(`/v1/customers/${id}/preferences`)
    .set('If-Match', `"${version}"`)
    .send({ ...preferences, source: { authority: 'customer' } })
    .expect(200);

const decide = async (customerId: string, fields: object = {}) =>
  (
    await app.api
      .post('/v1/decisions')
      .send({ customer: { id: customerId }, direction: 'outbound', ...fields })
      .expect(200)
  ).body;

const outcome = (decisionId: string, body: object = {}) =>
  app.api.post(`/v1/decisions/${decisionId}/outcome`).send(body);

const report = (body: object) =>
  app.api.post('/v1/contacts').send({ direction: 'outbound', channel: 'phone', ...body });

test('the outcome of a decision that was given just now is taken, and judged by the choice', async () => {
  const { id } = await newCustomer();
  const decision = await decide(id, { topic: 'billing' });
  const { body, headers } = await outcome(decision.id, {
    mode: 'human',
    waitSeconds: 12,
    transfers: 1,
  }).expect(201);
  expect(body).toMatchObject({
    ...{ customerId: id, decisionId: decision.id, topic: 'billing', direction: 'outbound', channel: 'phone' },
    ...{
      adherence: 'honoured',
      basis: 'general',
      breaches: [],
      rank: 1,
      wantedChannel: 'phone',
      modeKept: true,
    },
    ...{ waitSeconds: 12, transfers: 1, repeatedIdentification: null, preferencesVersion: 1, revision: 1 },
  });
  expect(headers['location']).toBe(`/v1/contacts/${body.id}`);
  expect((await app.api.get(`/v1/contacts/${body.id}`).expect(200)).body).toEqual(body);
});

test('the same outcome again changes nothing; another one corrects it, and the first is kept', async () => {
  const { id } = await newCustomer();
  const decision = await decide(id);
  const first = (await outcome(decision.id, { mode: 'human' }).expect(201)).body;
  app.clock.advance(5_000);
  expect((await outcome(decision.id, { mode: 'human' }).expect(200)).body).toEqual(first);
  const second = (await outcome(decision.id, { channel: 'sms', overrideReason: 'cost' }).expect(200)).body;
  expect(second).toMatchObject({
    id: first.id,
    revision: 2,
    adherence: 'overridden',
    breaches: ['declined', 'rank'],
  });
  const list = (await app.api.get(`/v1/customers/${id}/contacts`).expect(200)).body;
  expect(list).toEqual({ items: [second], next: null });
  const kept = await app.database.query(
    `select revision, row ->> 'channel' as channel from contact_revision where customer_id = $1`,
    [id],
  );
  expect(kept).toEqual([{ revision: 1, channel: 'phone' }]);
});

test('two systems that report one decision at once make one contact', async () => {
  const { id } = await newCustomer();
  const decision = await decide(id);
  const bodies = Array.from({ length: 20 }, (_, index) => ({ mode: index % 2 ? 'human' : 'automated' }));
  const replies = await Promise.all(bodies.map((body) => outcome(decision.id, body)));
  expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(replies.every(({ status }) => status < 300)).toBe(true);
  const { items } = (await app.api.get(`/v1/customers/${id}/contacts`)).body;
  expect(items).toHaveLength(1);
  const kept = await app.database.query('select revision from contact_revision where customer_id = $1', [id]);
  expect(kept).toHaveLength(items[0].revision - 1);
});

test('a late report is judged by the choice in force then, and goes to the month in which it took place', async () => {
  const { id } = await newCustomer(null);
  const before = new Date(app.clock.now() - 1).toISOString();
  await state(id, 0, { general: { channels: [{ channel: 'email' }], declined: ['phone'] } });
  const late = (await report({ customer: { id }, at: before }).expect(201)).body;
  expect(late).toMatchObject({ adherence: null, basis: 'default', preferencesVersion: 0 });
  expect((await report({ customer: { id } }).expect(201)).body).toMatchObject({
    adherence: 'overridden',
    preferencesVersion: 1,
  });
  const old = (await report({ customer: { id }, at: '2025-03-09T10:00:00+01:00' }).expect(201)).body;
  const [{ place }] = (await app.database.query<{ place: string }>(
    'select tableoid::regclass::text as place from contact where id = $1',
    [old.id],
  )) as [{ place: string }];
  expect(place).toBe('contact_y2025m03');
});

test('a correction may move a contact to another month', async () => {
  const { id } = await newCustomer();
  const decision = await decide(id);
  const first = (await outcome(decision.id).expect(201)).body;
  const moved = (await outcome(decision.id, { at: '2026-10-01T10:00:00+02:00' }).expect(200)).body;
  expect(moved).toMatchObject({ id: first.id, at: '2026-10-01T08:00:00.000Z', revision: 2 });
  expect((await outcome(decision.id, { at: '2026-10-01T10:00:00+02:00' }).expect(200)).body).toEqual(moved);
  expect((await app.api.get(`/v1/customers/${id}/contacts`)).body.items).toEqual([moved]);
});

test('a telephony flow reports by form, and sends along what it has', async () => {
  const { phone } = await newCustomer();
  const lookup = (await app.api.get('/v1/ivr/lookup').query({ phone }).expect(200)).body;
  const { body } = await app.api
    .post(`/v1/decisions/${lookup.decision_id}/outcome`)
    .type('form')
    .send({
      mode: 'automated',
      repeatedIdentification: 'yes',
      waitSeconds: '30',
      CallSid: 'CA1',
      topic: '',
      overrideReason: 'capacity',
    })
    .expect(201);
  expect(body).toMatchObject({
    ...{ direction: 'inbound', channel: 'phone', arrivedOn: 'phone', mode: 'automated', topic: null },
    ...{ repeatedIdentification: true, waitSeconds: 30, result: 'reached', overrideReason: 'capacity' },
    ...{ adherence: 'overridden', breaches: ['mode'] },
  });
  await app.api
    .post(`/v1/decisions/${lookup.decision_id}/outcome`)
    .type('form')
    .send({ waitSeconds: 'long' })
    .expect(422);
});

test('a caller who is moved to a chat by the company was moved; by their own wish they changed', async () => {
  const { id } = await newCustomer();
  const come = () => decide(id, { direction: 'inbound', arrivedOn: 'phone' });
  const moved = (
    await outcome((await come()).id, {
      channel: 'chat',
      switchedBy: 'company',
      overrideReason: 'cost',
    }).expect(201)
  ).body;
  expect(moved).toMatchObject({
    adherence: 'overridden',
    breaches: ['moved'],
    wantedChannel: 'phone',
    channel: 'chat',
  });
  const own = (await outcome((await come()).id, { channel: 'chat', switchedBy: 'customer' }).expect(201))
    .body;
  expect(own).toMatchObject({ adherence: 'customer_changed', breaches: [] });
});

test.each([
  [{ at: '2026-11-23T10:05:00+01:00' }, '/at'],
  [{ at: '2020-01-01T00:00:00Z' }, '/at'],
  [{ channel: 'pigeon' }, '/channel'],
  [{ arrivedOn: 'pigeon' }, '/arrivedOn'],
  [{ topic: 'weather' }, '/topic'],
  [{ direction: 'inbound' }, '/direction'],
  [{ overrideReason: 'because' }, '/overrideReason'],
  [{ note: 'will not maintain the shoes' }, '/note'],
])('an outcome with %j is refused at %s', async (body, pointer) => {
  const { id } = await newCustomer();
  app.clock.set('2026-11-23T10:00:00+01:00');
  const reply = await outcome((await decide(id)).id, body).expect(422);
  expect(reply.body.errors[0].pointer).toBe(pointer);
});

test('an unknown decision is not found, and a simulated one is none', async () => {
  await outcome('01a1ffee-0d6b-7167-a08f-5c0b27891f41').expect(404);
  const { id } = await newCustomer();
  await outcome((await decide(id, { at: '2026-11-24T10:00:00+01:00' })).id).expect(404);
});

test('a contact without a decision takes every identifier of a decision, of one customer alone', async () => {
  const { id, phone } = await newCustomer();
  for (const customer of [{ id }, { phone }, { phone: phone.replace('+44', '0044') }])
    expect((await report({ customer }).expect(201)).body).toMatchObject({
      customerId: id,
      decisionId: null,
      adherence: 'honoured',
    });
  for (const customer of [
    { phone: '+442079469999' },
    { id: '01a1ffee-0d6b-7167-a08f-5c0b27891f41' },
    {},
    { id, phone },
  ])
    expect((await report({ customer }).expect(422)).body.errors[0].pointer).toBe('/customer');
});

test('the outcome for a number that nobody has is kept, and compared with nothing', async () => {
  const { body: lookup } = await app.api.get('/v1/ivr/lookup').query({ phone: '+442079469998' });
  expect((await outcome(lookup.decision_id).expect(201)).body).toMatchObject({
    ...{ customerId: null, adherence: null, basis: 'unknown_customer' },
  });
});

test('contacts are listed newest first, a page at a time', async () => {
  const { id } = await newCustomer();
  const days = ['2026-11-20', '2026-09-01', '2026-11-21', '2025-12-24', '2026-11-22'];
  for (const day of days) await report({ customer: { id }, at: `${day}T12:00:00Z` }).expect(201);
  const seen: string[] = [];
  for (let after: string | null = ''; after !== null;) {
    const query: object = after === '' ? { limit: 2 } : { limit: 2, after };
    const { body }: { body: { items: { at: string }[]; next: string | null } } = await app.api
      .get(`/v1/customers/${id}/contacts`)
      .query(query)
      .expect(200);
    seen.push(...body.items.map(({ at }) => at.slice(0, 10)));
    after = body.next;
  }
  expect(seen).toEqual([...days].sort().reverse());
  await app.api.get(`/v1/customers/${id}/contacts`).query({ after: 'nonsense' }).expect(422);
  await app.api.get('/v1/customers/01a1ffee-0d6b-7167-a08f-5c0b27891f41/contacts').expect(404);
});

test('the customer says once whether it was as wanted; a correction keeps that', async () => {
  const { id } = await newCustomer();
  const decision = await decide(id);
  const contact = (await outcome(decision.id).expect(201)).body;
  const feedback = (asWanted: string) =>
    app.api.post(`/v1/contacts/${contact.id}/feedback`).send({ asWanted });
  const said = (await feedback('partly').expect(200)).body;
  expect(said).toMatchObject({ id: contact.id, asWanted: 'partly' });
  expect((await feedback('partly').expect(200)).body).toEqual(said);
  expect((await feedback('no').expect(409)).body.type).toBe('urn:voorkeur:problem:conflict');
  await feedback('maybe').expect(422);
  expect((await outcome(decision.id, { channel: 'email' }).expect(200)).body.asWanted).toBe('partly');
});

test('contacts:write reports, and customers:read reads; neither does the other', async () => {
  const { id } = await newCustomer();
  const writer = app.as((await app.newKey(['contacts:write'])).key);
  const reader = app.as((await app.newKey(['customers:read'])).key);
  const decision = await decide(id);
  const { body } = await writer.post(`/v1/decisions/${decision.id}/outcome`).send({}).expect(201);
  await writer.get(`/v1/contacts/${body.id}`).expect(403);
  await reader.get(`/v1/contacts/${body.id}`).expect(200);
  await reader.post('/v1/contacts').send({}).expect(403);
  await app.as().get(`/v1/contacts/${body.id}`).expect(401);
});
