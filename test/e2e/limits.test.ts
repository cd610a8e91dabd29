import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';

let app: TestApp;
beforeAll(async () => (app = await startApp()));
afterAll(() => app.stop());

let numbers = 0;
async function newCustomer(preferences: object): Promise<string> {
  const phone = `+4420794603${String((numbers += 1)).padStart(2, '0')}`;
  const contactPoints = [
    { kind: 'phone', value: phone },
    { kind: 'email', value: `l${numbers}@example.org` },
  ];
  const { id } = (await app.api.post('/v1/customers').send({ contactPoints }).expect(201)).body;
  await write(id, 0, preferences).expect(200);
  return id;
}

const write = (id: string, version: number, preferences: object, authority = 'customer') =>
  app.api
    .patch(`/v1/customers/${id}/preferences`)
    .set('If-Match', `"${version}"`)
    .send({ ...preferences, source: { authority } });

const choice = (limit: object | null, channel = 'email') => ({
  channels: [{ channel }],
  declined: [],
  limit,
});
const decide = async (id: string, fields: object = {}) =>
  (
    await app.api
      .post('/v1/decisions')
      .send({ customer: { id }, direction: 'outbound', ...fields })
      .expect(200)
  ).body;
const report = (id: string, fields: object = {}) =>
  app.api
    .post('/v1/contacts')
    .send({ customer: { id }, direction: 'outbound', channel: 'email', ...fields })
    .expect(201);

test('a limit that is reached makes the decision wait for the next period, with the instant', async () => {
  const id = await newCustomer({ general: choice({ max: 2, per: 'day' }) });
  await report(id);
  expect((await decide(id)).action).toBe('contact');
  await report(id, { topic: 'billing' });
  const decision = await decide(id, { topic: 'billing' });
  expect(decision).toMatchObject({ action: 'wait', channel: 'email', until: '2026-11-24T00:00:00+01:00' });
  expect(decision.because).toContain('limit:2/day');
  const others = decision.channels.filter(({ verdict }: { verdict: string }) => verdict === 'limit_reached');
  expect(others.map(({ channel }: { channel: string }) => channel)).toContain('phone');
  expect(others[0].opensAt).toBe('2026-11-24T08:00:00+01:00');
});

test('a limit that holds beyond the deadline refrains, and says so', async () => {
  const id = await newCustomer({ general: choice({ max: 1, per: 'week' }) });
  await report(id);
  expect(await decide(id)).toMatchObject({
    ...{ action: 'refrain', reason: 'limit_reached' },
    earliest: { channel: 'email', at: '2026-11-30T00:00:00+01:00' },
  });
  expect((await decide(id, { at: '2026-11-30T00:00:00+01:00' })).action).toBe('contact');
});

test('an essential message breaks the limit, on record', async () => {
  const id = await newCustomer({ general: choice({ max: 1, per: 'month' }) });
  await report(id);
  expect(await decide(id, { topic: 'safety' })).toMatchObject({
    action: 'contact',
    reason: 'essential',
    overrides: ['limit'],
  });
});

test('the limit of a topic counts what is about it and below it, and inbound contacts never count', async () => {
  const id = await newCustomer({
    general: choice(null),
    topics: { billing: choice({ max: 1, per: 'day' }) },
  });
  await report(id, { topic: 'order' });
  await report(id, { topic: 'billing', direction: 'inbound' });
  expect((await decide(id, { topic: 'billing' })).action).toBe('contact');
  await report(id, { topic: 'billing.dispute' });
  expect((await decide(id, { topic: 'billing' })).action).toBe('wait');
  expect((await decide(id, { topic: 'order' })).action).toBe('contact');
});

test('what bounced does not count, nor what a correction takes back', async () => {
  const id = await newCustomer({ general: choice({ max: 1, per: 'day' }) });
  await report(id, { result: 'undeliverable' });
  const decision = await decide(id);
  expect(decision.action).toBe('contact');
  const outcome = (body: object) => app.api.post(`/v1/decisions/${decision.id}/outcome`).send(body);
  await outcome({}).expect(201);
  expect((await decide(id)).action).toBe('wait');
  await outcome({ result: 'undeliverable' }).expect(200);
  expect((await decide(id)).action).toBe('contact');
});

test('a contact beyond the limit is overridden; the one that fills it is not', async () => {
  const id = await newCustomer({ general: choice({ max: 1, per: 'day' }) });
  expect((await report(id)).body).toMatchObject({ adherence: 'honoured' });
  app.clock.advance(60_000);
  expect((await report(id)).body).toMatchObject({ adherence: 'overridden', breaches: ['limit'] });
});

test('old contacts are forgotten for the count as new ones come', async () => {
  const id = await newCustomer({ general: choice({ max: 1, per: 'month' }) });
  await report(id, { at: '2026-10-25T12:00:00Z' });
  await report(id);
  expect(
    await app.database.query('select 1 from outbound_contact where customer_id = $1', [id]),
  ).toHaveLength(2);
  app.clock.set('2027-01-05T10:00:00+01:00');
  await report(id);
  expect(
    await app.database.query('select 1 from outbound_contact where customer_id = $1', [id]),
  ).toHaveLength(1);
  app.clock.set('2026-11-23T10:00:00+01:00');
});

test.each([
  [{ max: 0, per: 'day' }, '/general/limit/max'],
  [{ max: 101, per: 'day' }, '/general/limit/max'],
  [{ max: 1.5, per: 'day' }, '/general/limit/max'],
  [{ max: 1, per: 'year' }, '/general/limit/per'],
  [{ max: 1 }, '/general/limit/per'],
])('the limit %j is refused at %s', async (limit, pointer) => {
  const id = await newCustomer({ general: choice(null) });
  const { body } = await write(id, 1, { general: choice(limit) }).expect(422);
  expect(body.errors.map((fault: { pointer: string }) => fault.pointer)).toContain(pointer);
});

test('a limit is part of the choice: in the answer, in the history, and nothing for an import to change', async () => {
  const id = await newCustomer({ general: choice({ max: 3, per: 'week' }) });
  const path = `/v1/customers/${id}/preferences`;
  expect((await app.api.get(path)).body.general.limit).toEqual({ max: 3, per: 'week' });
  await write(id, 1, { general: { limit: { max: 9, per: 'day' } } }, 'import').expect(409);
  const patched = (await write(id, 1, { general: { limit: null } }).expect(200)).body;
  expect(patched.version).toBe(2);
  expect(patched.general).not.toHaveProperty('limit');
  const { items } = (await app.api.get(`${path}/history`)).body;
  expect(items[0].changed[0].before.limit).toEqual({ max: 3, per: 'week' });
});
