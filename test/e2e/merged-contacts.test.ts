import request from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MONDAY_MORNING, startApp, type TestApp } from '../support/app.js';
import { aCustomer, choice, state } from '../support/examples.js';
import { problemOf } from '../support/problems.js';

const MINUTE = 60_000;
const DAY = 86_400_000;

let app: TestApp;
beforeAll(async () => (app = await startApp()));
beforeEach(() => app.clock.set(MONDAY_MORNING));
afterAll(() => app.stop());

const aPair = async () => [(await aCustomer(app.api)).id, (await aCustomer(app.api)).id] as const;
const merge = (from: string, into: string) =>
  app.api.post(`/v1/customers/${from}/merge`).set('If-Match', '*').send({ into }).expect(200);
const undo = (id: string) => app.api.post(`/v1/customers/${id}/merge/undo`).send({}).expect(200);

const decide = async (id: string, fields: object = {}) =>
  (
    await app.api
      .post('/v1/decisions')
      .send({ customer: { id }, direction: 'outbound', ...fields })
      .expect(200)
  ).body;
const report = async (id: string, fields: object = {}) =>
  (
    await app.api
      .post('/v1/contacts')
      .send({ customer: { id }, direction: 'outbound', channel: 'email', ...fields })
      .expect(201)
  ).body;
const outcome = (decisionId: string, body: object = {}) =>
  app.api.post(`/v1/decisions/${decisionId}/outcome`).send({ channel: 'email', ...body });
const contactsOf = async (id: string) =>
  (await app.api.get(`/v1/customers/${id}/contacts`).expect(200)).body.items as {
    id: string;
    customerId: string;
  }[];
const idsOf = async (id: string) => (await contactsOf(id)).map((contact) => contact.id);
const limited = (max: number) => ({ general: { ...choice('email'), limit: { max, per: 'day' } } });

describe('contacts of two records that become one', () => {
  test('stand in one history, newest first, each with the id of who is there', async () => {
    const [from, into] = await aPair();
    const ids = [];
    for (const [index, customer] of [from, into, from].entries())
      ids.unshift((await report(customer, { at: new Date(app.clock.now() - (3 - index) * DAY) })).id);
    await merge(from, into);
    expect(await idsOf(into)).toEqual(ids);
    for (const contact of await contactsOf(into)) expect(contact.customerId).toBe(into);
    expect(problemOf(await app.api.get(`/v1/customers/${from}/contacts`))).toBe('410 merged');
  });

  test('count together towards a limit, by either id', async () => {
    const [from, into] = await aPair();
    await state(app.api, into, limited(2));
    await report(from);
    await report(into);
    expect(await decide(into)).toMatchObject({ action: 'contact' });
    await merge(from, into);
    for (const id of [from, into]) expect(await decide(id)).toMatchObject({ action: 'wait' });
    await undo(from);
    expect(await decide(into)).toMatchObject({ action: 'contact' });
    await state(app.api, from, limited(1));
    expect(await decide(from)).toMatchObject({ action: 'wait' });
  });

  test('keep what they were before they were corrected, with the id of who is there', async () => {
    const [from, into] = await aPair();
    const { id } = await decide(from);
    await outcome(id).expect(201);
    await outcome(id, { channel: 'sms' }).expect(200);
    const revisions = () =>
      app.database.query(
        `select customer_id as id, row ->> 'customer_id' as told from contact_revision
          where customer_id = any($1)`,
        [[from, into]],
      );
    await merge(from, into);
    expect(await revisions()).toEqual([{ id: into, told: into }]);
    await undo(from);
    expect(await revisions()).toEqual([{ id: from, told: from }]);
  });

  test('go back when the merge is undone; what was reported since stays with the survivor', async () => {
    const [from, into] = await aPair();
    const [old, own] = [await report(from), await report(into)];
    const { id: decision } = await decide(from);
    await merge(from, into);
    app.clock.advance(MINUTE);
    const late = (await outcome(decision).expect(201)).body;
    const since = await report(from);
    expect([late.customerId, since.customerId]).toEqual([into, into]);
    await undo(from);
    expect(await contactsOf(from)).toEqual([old]);
    expect((await idsOf(into)).sort()).toEqual([own.id, late.id, since.id].sort());
  });

  test('go back step by step through a chain of merges', async () => {
    const [a, b] = await aPair();
    const { id: c } = await aCustomer(app.api);
    const [ofA, ofB] = [await report(a), await report(b)];
    await merge(a, b);
    await merge(b, c);
    expect(await idsOf(c)).toHaveLength(2);
    await undo(b);
    expect((await idsOf(b)).sort()).toEqual([ofA.id, ofB.id].sort());
    await undo(a);
    expect([await idsOf(a), await idsOf(b), await idsOf(c)]).toEqual([[ofA.id], [ofB.id], []]);
  });
});

describe('the outcome of a decision for an id that was merged since', () => {
  test('is stored for who is there, corrected there, and counts there', async () => {
    const [from, into] = await aPair();
    await state(app.api, into, limited(1));
    const { id } = await decide(from);
    await merge(from, into);
    expect((await outcome(id).expect(201)).body).toMatchObject({ customerId: into, decisionId: id });
    expect((await outcome(id).expect(200)).body.revision).toBe(1);
    expect((await outcome(id, { result: 'reached' }).expect(200)).body).toMatchObject({
      ...{ customerId: into, revision: 2 },
    });
    expect(await decide(into)).toMatchObject({ action: 'wait' });
  });

  test('corrects a contact that was reported before the merge', async () => {
    const [from, into] = await aPair();
    const { id } = await decide(from);
    const first = (await outcome(id).expect(201)).body;
    await merge(from, into);
    const second = (await outcome(id, { channel: 'sms' }).expect(200)).body;
    expect(second).toMatchObject({ id: first.id, customerId: into, revision: 2 });
    expect(await contactsOf(into)).toEqual([second]);
  });

  test('is judged by the choice of that id if it took place before, and of the survivor after', async () => {
    const [from, into] = await aPair();
    await state(app.api, into, { general: choice('phone') });
    await state(app.api, from, { general: { ...choice('email'), declined: ['phone'] } });
    app.clock.advance(MINUTE);
    const [before, after] = [await decide(from), await decide(from)];
    const at = new Date(app.clock.now()).toISOString();
    app.clock.advance(MINUTE);
    await state(app.api, into, { general: { ...choice('phone'), declined: ['email'] } });
    await merge(from, into);
    app.clock.advance(MINUTE);
    expect((await outcome(before.id, { at }).expect(201)).body).toMatchObject({
      ...{ customerId: into, adherence: 'honoured', preferencesVersion: 1 },
    });
    expect((await outcome(after.id).expect(201)).body).toMatchObject({
      ...{ customerId: into, adherence: 'overridden', breaches: expect.arrayContaining(['declined']) },
    });
  });
});

test('feedback, and a link that asks for it, reach a contact of the old id, also after the undoing', async () => {
  const [from, into] = await aPair();
  const contacts = [await report(from), await report(from)] as const;
  const links = [];
  for (const { id } of contacts) {
    const made = await app.api.post(`/v1/contacts/${id}/feedback-links`).send({}).expect(201);
    links.push(new URL(made.body.url).pathname);
  }
  const press = (path = '') => request(app.url).post(path).type('form').send({ asWanted: 'partly' });
  const saidOf = async ({ id }: { id: string }) => (await app.api.get(`/v1/contacts/${id}`)).body.asWanted;
  await merge(from, into);
  await press(links[0]).expect(200);
  expect(await saidOf(contacts[0])).toBe('partly');
  await undo(from);
  await press(links[1]).expect(200);
  expect(await saidOf(contacts[1])).toBe('partly');
  const owners = 'select distinct customer_id as id from feedback_link where contact_id = any($1)';
  expect(await app.database.query(owners, [contacts.map(({ id }) => id)])).toEqual([{ id: from }]);
});

describe('questions of two records that become one', () => {
  const ask = async (id: string, arrivedOn = 'email') =>
    (await decide(id, { direction: 'inbound', arrivedOn, mayAsk: true })).question;
  const answer = (id: string) =>
    app.api.post(`/v1/questions/${id}/answer`).send({ channels: [{ channel: 'chat' }] });
  const decline = (id: string) => app.api.post(`/v1/questions/${id}/decline`);
  const turnsOf = (...ids: string[]) =>
    app.database.query('select * from question_turn where customer_id = any($1) order by customer_id', [ids]);
  const generalOf = async (id: string) =>
    (await app.api.get(`/v1/customers/${id}/preferences`).expect(200)).body.general;

  test('can be answered: the answer is the word of who is there', async () => {
    const [from, into] = await aPair();
    const { id } = await ask(from);
    await merge(from, into);
    expect((await answer(id).expect(200)).body).toMatchObject({ customerId: into, state: 'answered' });
    expect(await generalOf(into)).toMatchObject({ channels: [{ channel: 'chat' }] });
    expect((await answer(id).expect(200)).body.state).toBe('answered');
  });

  test('can be declined', async () => {
    const [from, into] = await aPair();
    const { id } = await ask(from);
    await merge(from, into);
    expect((await decline(id).expect(200)).body).toMatchObject({ customerId: into, state: 'declined' });
  });

  test('are not asked again before the later time of either', async () => {
    const [from, into] = await aPair();
    await ask(into);
    app.clock.advance(80 * DAY);
    await ask(from);
    const [later] = await turnsOf(from);
    await merge(from, into);
    expect(await turnsOf(from, into)).toEqual([{ ...(later as object), customer_id: into }]);
    app.clock.advance(89 * DAY);
    expect(await ask(into)).toBeNull();
    app.clock.advance(2 * DAY);
    expect(await ask(into)).not.toBeNull();
  });

  test.each(['the one that goes', 'the one that stays'])(
    'are not both left open: the one asked last is, here of %s',
    async (lastAsked) => {
      const [from, into] = await aPair();
      const order = lastAsked === 'the one that goes' ? [into, from] : [from, into];
      const earlier = await ask(order[0] ?? '');
      app.clock.advance(MINUTE);
      const last = await ask(order[1] ?? '');
      await merge(from, into);
      expect(problemOf(await answer(earlier.id))).toBe('409 conflict');
      await answer(last.id).expect(200);
    },
  );

  test('go back when the merge is undone, and are open again, with the turns of both', async () => {
    const [from, into] = await aPair();
    const [of, own] = [await ask(from), (app.clock.advance(MINUTE), await ask(into))];
    const before = await turnsOf(from, into);
    await merge(from, into);
    await undo(from);
    expect(await turnsOf(from, into)).toEqual(before);
    expect((await answer(of.id).expect(200)).body.customerId).toBe(from);
    expect(await generalOf(into)).toBeNull();
    expect((await answer(own.id).expect(200)).body.customerId).toBe(into);
  });

  test('stay ended after the undoing where the customer said it meanwhile; what was asked since stays', async () => {
    const [from, into] = await aPair();
    const earlier = await ask(from);
    app.clock.advance(MINUTE);
    const own = await ask(into);
    await merge(from, into);
    await answer(own.id).expect(200);
    app.clock.advance(29 * DAY);
    await undo(from);
    expect(problemOf(await answer(earlier.id))).toBe('409 conflict');
    const owners = await app.database.query(
      'select id, customer_id from question where customer_id = any($1)',
      [[from, into]],
    );
    expect(owners).toHaveLength(2);
    expect(owners).toContainEqual({ id: earlier.id, customer_id: from });
  });
});
