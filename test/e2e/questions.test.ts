import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DataSource } from 'typeorm';
import { MONDAY_MORNING, startApp, type TestApp } from '../support/app.js';

const DAY = 86_400_000;

let app: TestApp;
beforeAll(async () => (app = await startApp()));
beforeEach(() => app.clock.set(MONDAY_MORNING));
afterAll(() => app.stop());

let numbers = 0;
async function newCustomer(preferences: object | null = null): Promise<{ id: string; phone: string }> {
  const phone = `+442079461${String((numbers += 1)).padStart(3, '0')}`;
  const contactPoints = [{ kind: 'phone', value: phone }];
  const { id } = (await app.api.post('/v1/customers').send({ contactPoints }).expect(201)).body;
  if (preferences !== null) await state(id, 0, preferences).expect(200);
  return { id, phone };
}

const state = (id: string, version: number, preferences: object, authority = 'customer') =>
  app.api
    .patch(`/v1/customers/${id}/preferences`)
    .set('If-Match', `"${version}"`)
    .send({ ...preferences, source: { authority } });

const MAIL = { channels: [{ channel: 'email' }], declined: [] };

/** The question that comes with a decision, if any. */
const ask = async (id: string, fields: object = {}) => {
  const body = { customer: { id }, direction: 'inbound', arrivedOn: 'phone', mayAsk: true, ...fields };
  return (await app.api.post('/v1/decisions').send(body).expect(200)).body.question;
};

const answer = (id: string, body: object) => app.api.post(`/v1/questions/${id}/answer`).send(body);
const decline = (id: string) => app.api.post(`/v1/questions/${id}/decline`);
const preferencesOf = async (id: string) => (await app.api.get(`/v1/customers/${id}/preferences`)).body;

test('a customer who stated nothing is asked how, in their language, and the answer is their own word', async () => {
  const { id } = await newCustomer({ languages: ['nl-BE'] });
  const question = await ask(id);
  expect(question).toEqual({
    ...{ id: expect.any(String), kind: 'preferred_channel', topic: null, language: 'nl' },
    text: expect.stringContaining('Hoe wilt u'),
    expiresAt: '2026-11-23T10:02:00+01:00',
  });
  const { body } = await answer(question.id, {
    channels: [{ channel: 'phone', mode: 'human' }],
    declined: ['sms'],
  }).expect(200);
  expect(body).toMatchObject({ id: question.id, customerId: id, state: 'answered' });
  expect((await preferencesOf(id)).general).toMatchObject({
    ...{ channels: [{ channel: 'phone', mode: 'human' }], declined: ['sms'] },
    statedBy: { authority: 'customer', via: 'phone' },
  });
});

test('a topic without a choice is asked about by its name, and the answer is a choice for it', async () => {
  const { id } = await newCustomer({ general: MAIL, languages: ['en'] });
  const question = await ask(id, { topic: 'billing' });
  expect(question).toMatchObject({
    kind: 'topic_channel',
    topic: 'billing',
    text: expect.stringContaining('Bills and payment'),
  });
  await answer(question.id, { channels: [{ channel: 'post' }] }).expect(200);
  const { general, topics } = await preferencesOf(id);
  expect([general.channels[0].channel, topics.billing.channels[0].channel]).toEqual(['email', 'post']);
});

test('an old word is to be confirmed, and calls without times are asked for times, once in all', async () => {
  const { id } = await newCustomer({
    general: { channels: [{ channel: 'phone', mode: 'human' }, { channel: 'email' }], declined: [] },
  });
  const times = await ask(id);
  expect(times.kind).toBe('times');
  await answer(times.id, { windows: [{ days: ['mon'], from: '18:00', to: '20:00' }] }).expect(200);
  const { general, version } = await preferencesOf(id);
  expect(general.channels).toMatchObject([
    { channel: 'phone', windows: [{ days: ['mon'], from: '18:00', to: '20:00' }] },
    { channel: 'email' },
  ]);
  app.clock.advance(366 * DAY);
  const confirm = await ask(id);
  expect(confirm.kind).toBe('confirm');
  await answer(confirm.id, { confirmed: true }).expect(200);
  expect(await preferencesOf(id)).toMatchObject({ version: version + 1, confirmedAt: expect.any(String) });
  await state(id, version + 1, { general: { channels: [{ channel: 'phone', mode: 'human' }] } }).expect(200);
  app.clock.advance(91 * DAY);
  expect(await ask(id)).toBeNull();
});

test('of fifty systems that ask at once about one customer, one gets the question', async () => {
  const { id } = await newCustomer();
  const keys = await Promise.all(Array.from({ length: 50 }, () => app.newKey(['decisions:read'])));
  const body = { customer: { id }, direction: 'inbound', arrivedOn: 'chat', mayAsk: true };
  const replies = await Promise.all(keys.map(({ key }) => app.as(key).post('/v1/decisions').send(body)));
  expect(replies.map(({ status }) => status)).toEqual(keys.map(() => 200));
  expect(replies.filter((reply) => reply.body.question !== null)).toHaveLength(1);
  expect(await app.database.query('select 1 from question where customer_id = $1', [id])).toHaveLength(1);
});

test('nobody asks again while the question is out, nor for ninety days', async () => {
  const { id } = await newCustomer();
  expect(await ask(id)).not.toBeNull();
  for (const later of [60_000, DAY, 88 * DAY]) {
    app.clock.advance(later);
    expect(await ask(id)).toBeNull();
  }
  app.clock.advance(2 * DAY);
  expect(await ask(id)).not.toBeNull();
});

test('a letter has four weeks, an e-mail a week, a chat two minutes', async () => {
  const leases: Record<string, number> = {};
  for (const arrivedOn of ['post', 'email', 'sms', 'chat']) {
    const { expiresAt } = await ask((await newCustomer()).id, { arrivedOn });
    leases[arrivedOn] = Date.parse(expiresAt) - app.clock.now();
  }
  expect(leases).toEqual({ post: 28 * DAY, email: 7 * DAY, sms: DAY, chat: 120_000 });
});

test('no question for who does not want one, what-ifs, strangers, shared numbers, and who is not contacted now', async () => {
  const { id, phone } = await newCustomer();
  expect(await ask(id, { mayAsk: false })).toBeNull();
  expect(await ask(id, { at: '2026-11-24T10:00:00+01:00' })).toBeNull();
  expect(await ask(id, { customer: { phone: '+442079469999' } })).toBeNull();
  await app.api
    .post('/v1/customers')
    .send({ contactPoints: [{ kind: 'phone', value: phone }] })
    .expect(201);
  expect(await ask(id, { customer: { phone } })).toBeNull();
  expect(await ask(id, { direction: 'outbound', arrivedOn: undefined, topic: 'offers' })).toBeNull();
  expect(await app.database.query('select 1 from question where customer_id = $1', [id])).toEqual([]);
  expect(await ask(id)).not.toBeNull();
});

test('the same answer twice has the same reply; another one, or a decline after it, is a conflict', async () => {
  const { id } = await newCustomer();
  const question = await ask(id);
  const first = (await answer(question.id, MAIL).expect(200)).body;
  app.clock.advance(1_000);
  expect((await answer(question.id, MAIL).expect(200)).body).toEqual(first);
  expect((await answer(question.id, { channels: [{ channel: 'post' }] }).expect(409)).body.type).toMatch(
    /conflict$/,
  );
  await decline(question.id).expect(409);
  expect((await preferencesOf(id)).version).toBe(1);
});

test('twenty different answers at once: one is stored', async () => {
  const { id } = await newCustomer();
  const question = await ask(id);
  const channels = ['email', 'post', 'sms', 'chat', 'app'];
  const replies = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      answer(question.id, { channels: [{ channel: channels[index % 5] }] }),
    ),
  );
  const taken = replies.filter(({ status }) => status === 200);
  expect(taken.length).toBeGreaterThan(0);
  expect(replies.every(({ status }) => status === 200 || status === 409 || status === 412)).toBe(true);
  expect((await preferencesOf(id)).version).toBe(1);
});

test('a decline ends it, and again the same; then it takes no answer', async () => {
  const question = await ask((await newCustomer()).id);
  const declined = (await decline(question.id).expect(200)).body;
  expect(declined.state).toBe('declined');
  expect((await decline(question.id).expect(200)).body).toEqual(declined);
  await answer(question.id, MAIL).expect(409);
});

test('after the lease nothing is taken any more', async () => {
  const { id } = await newCustomer();
  const question = await ask(id);
  app.clock.advance(120_000);
  expect((await answer(question.id, MAIL).expect(410)).body.type).toBe('urn:voorkeur:problem:ended');
  await decline(question.id).expect(410);
  expect((await preferencesOf(id)).version).toBe(0);
});

test('what the customer says elsewhere meanwhile overtakes the question; what an import says does not', async () => {
  const { id } = await newCustomer();
  const question = await ask(id, { arrivedOn: 'email' });
  await state(id, 0, { languages: ['en'] }, 'import').expect(200);
  expect(await app.database.query('select state from question where id = $1', [question.id])).toEqual([
    { state: 'open' },
  ]);
  await state(id, 1, { general: MAIL }).expect(200);
  expect(await app.database.query('select state from question where id = $1', [question.id])).toEqual([
    { state: 'overtaken' },
  ]);
  await answer(question.id, MAIL).expect(409);
});

test.each([
  [{}, '/channels'],
  [{ channels: [] }, '/channels'],
  [{ confirmed: true }, '/confirmed'],
  [{ channels: [{ channel: 'pigeon' }] }, '/general/channels/0/channel'],
  [{ note: 'x' }, '/note'],
])('the answer %j is refused at %s, and the question stays open', async (body, pointer) => {
  const { id } = await newCustomer();
  const question = await ask(id);
  expect((await answer(question.id, body).expect(422)).body.errors[0].pointer).toBe(pointer);
  await answer(question.id, MAIL).expect(200);
});

test('a key that may not speak for the customer stores no answer', async () => {
  const question = await ask((await newCustomer()).id);
  const importer = app.as((await app.newKey(['preferences:write'], ['import'])).key);
  await importer.post(`/v1/questions/${question.id}/answer`).send(MAIL).expect(403);
  const reader = app.as((await app.newKey(['decisions:read'])).key);
  await reader.post(`/v1/questions/${question.id}/answer`).send(MAIL).expect(403);
  await answer('01a1ffee-0d6b-7167-a08f-5c0b27891f41', MAIL).expect(404);
});

test('a telephony flow that may ask gets `ask` and the question; the keys are always there', async () => {
  const { phone } = await newCustomer();
  const lookUp = async (query: object) =>
    (
      await app.api
        .get('/v1/ivr/lookup')
        .query({ phone, ...query })
        .expect(200)
    ).body;
  expect(await lookUp({})).toMatchObject({ ask: 'no', question_id: 'none', question_kind: 'none' });
  const asked = await lookUp({ mayAsk: 'yes' });
  expect(asked).toMatchObject({ ask: 'yes', question_kind: 'preferred_channel' });
  expect(await lookUp({ mayAsk: 'yes' })).toMatchObject({ ask: 'no', question_id: 'none' });
  await answer(asked.question_id, { channels: [{ channel: 'phone' }] }).expect(200);
});

test('a store that is slow to hand out a question does not make the decision late', async () => {
  const { id } = await newCustomer();
  const runner = app.nest.get(DataSource).createQueryRunner();
  await runner.startTransaction();
  await runner.query('lock table question in exclusive mode');
  const before = Date.now();
  expect(await ask(id)).toBeNull();
  expect(Date.now() - before).toBeLessThan(1_500);
  await runner.rollbackTransaction();
  await runner.release();
});
