import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MONDAY_MORNING, startApp, type TestApp } from '../support/app.js';
import { aCustomer, aPhone, choice, state } from '../support/examples.js';
import { problemOf } from '../support/problems.js';
import { DecisionLog } from '../../src/decisions/decision-log.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const decide = (body: object) => app.api.post('/v1/decisions').send(body);

async function logged(): Promise<Record<string, unknown>[]> {
  await app.nest.get(DecisionLog).flush();
  return app.database.query('select * from decision order by id');
}

describe('a decision', () => {
  test('is the same by id, phone number, e-mail address and external id', async () => {
    const externalId = { system: 'crm', id: 'C-1' };
    const body = {
      contactPoints: [
        { kind: 'phone', value: '+442079460001' },
        { kind: 'email', value: 'd@example.org' },
      ],
    };
    const { id } = await aCustomer(app.api, { ...body, externalIds: [externalId] });
    await state(app.api, id, { general: choice('email', 'phone') });
    for (const customer of [
      { id },
      { id: id.toUpperCase() },
      { phone: '+44 20 7946 0001' },
      { email: ' D@Example.ORG' },
      { externalId },
    ]) {
      const { body: answer } = await decide({ customer, direction: 'outbound' });
      expect(answer).toMatchObject({ match: 'single', customerId: id, action: 'contact', channel: 'email' });
    }
  });

  test.each([
    ['none', { phone: '+442079460999' }],
    ['none', { id: '019aa001-7b1c-7000-8000-000000000009' }],
    ['none', { email: 'nobody@example.org' }],
    ['none', { externalId: { system: 'crm', id: 'nobody' } }],
    ['withheld', { phone: 'anonymous' }],
    ['withheld', { phone: '+266696687' }],
    ['invalid', { phone: '12' }],
    ['invalid', { email: 'nonsense' }],
  ])('about nobody who is known is 200 with match %s: %j', async (match, customer) => {
    const outbound = await decide({ customer, direction: 'outbound' });
    expect([outbound.status, outbound.body]).toEqual([
      200,
      expect.objectContaining({
        match,
        customerId: null,
        action: 'refrain',
        basis: 'unknown_customer',
        channel: null,
      }),
    ]);
    const inbound = await decide({ customer, direction: 'inbound', arrivedOn: 'phone' });
    expect(inbound.body).toMatchObject({ match, action: 'serve', channel: 'phone', mode: 'human' });
  });

  test('about a shared number tells of no one in particular', async () => {
    const phone = aPhone();
    const point = { contactPoints: [{ kind: 'phone', value: phone }] };
    const [one, other] = [
      await aCustomer(app.api, point),
      await aCustomer(app.api, { ...point, silenced: 'legal' }),
    ];
    await state(app.api, one.id, {
      general: { channels: [{ channel: 'phone', mode: 'human' }] },
      languages: ['fy'],
    });
    await state(app.api, other.id, { general: choice('email'), needs: ['braille'] });
    const inbound = await decide({ customer: { phone }, direction: 'inbound', arrivedOn: 'phone' });
    expect(inbound.body).toMatchObject({
      ...{ match: 'multiple', customerId: null, action: 'serve', mode: 'human', contactPoint: null },
      ...{ languages: [], needs: [], preferencesVersion: 0 },
    });
    const outbound = await decide({ customer: { phone }, direction: 'outbound' });
    expect(outbound.body).toMatchObject({ match: 'multiple', action: 'refrain', customerId: null });
  });

  test.each([
    ['an unknown topic', { topic: 'garden' }, '/topic', 'garden'],
    ['an unknown channel', { direction: 'inbound', arrivedOn: 'fax' }, '/arrivedOn', 'fax'],
    ['an unknown offered channel', { offered: ['phone', 'telex'] }, '/offered/1', 'telex'],
  ])('with %s is 422 and names it', async (_, more, pointer, name) => {
    const response = await decide({ customer: { phone: '+442079460999' }, direction: 'outbound', ...more });
    expect(problemOf(response)).toBe(`422 invalid ${pointer}`);
    expect(response.body.errors[0].detail).toContain(name);
  });

  test.each([
    ['no identifier', { customer: {} }, '/customer'],
    ['two identifiers', { customer: { phone: '+442079460999', email: 'a@example.org' } }, '/customer'],
    ['no direction', { direction: undefined }, '/direction'],
    ['another direction', { direction: 'sideways' }, '/direction'],
    ['a local time', { by: '2026-11-23T10:00:00' }, '/by'],
    ['a date that does not exist', { at: '2026-02-30T10:00:00Z' }, '/at'],
    ['an id that is none', { customer: { id: '7' } }, '/customer/id'],
  ])('with %s is 422', async (_, more, pointer) => {
    const response = await decide({ customer: { phone: '+442079460999' }, direction: 'outbound', ...more });
    expect(problemOf(response)).toBe(`422 invalid ${pointer}`);
  });

  test('for a customer who gets no contact at all is to refrain', async () => {
    const { id } = await aCustomer(app.api, {
      silenced: 'deceased',
      contactPoints: [{ kind: 'phone', value: aPhone() }],
    });
    const { body } = await decide({ customer: { id }, direction: 'outbound', topic: 'safety' });
    expect(body).toMatchObject({ action: 'refrain', reason: 'silenced' });
  });
});

describe('a what-if at another instant', () => {
  test('says that it is simulated, and is decided as at that instant', async () => {
    const { id } = await aCustomer(app.api);
    await state(app.api, id, { general: choice('phone') });
    const ask = (at?: string) =>
      decide({ customer: { id }, direction: 'outbound', topic: 'billing', ...(at && { at }) });
    const sunday = (await ask('2026-11-29T10:00:00+01:00')).body;
    expect(sunday).toMatchObject({ action: 'wait', until: '2026-11-30T08:00:00+01:00', simulated: true });
    expect((await ask()).body).not.toHaveProperty('simulated');
  });

  test('is not logged', async () => {
    const { id } = await aCustomer(app.api);
    const before = (await logged()).length;
    await decide({ customer: { id }, direction: 'outbound', at: MONDAY_MORNING });
    expect(await logged()).toHaveLength(before);
  });
});

test('every answered decision is in the log with key, customer, topic, direction, outcome, version and instant', async () => {
  const { id } = await aCustomer(app.api);
  await state(app.api, id, { topics: { order: choice('email') } });
  const { id: keyId, key } = await app.newKey(['decisions:read']);
  const response = await app
    .as(key)
    .post('/v1/decisions')
    .send({ customer: { id }, direction: 'outbound', topic: 'order' });
  await app.as(key).get('/v1/ivr/lookup').query({ phone: '+442079460998' });
  const rows = (await logged()).filter((row) => row['key_id'] === keyId);
  const at = new Date(MONDAY_MORNING);
  expect(rows).toEqual([
    {
      ...{ id: response.body.id, at, key_id: keyId, customer_id: id, topic: 'order', direction: 'outbound' },
      ...{ action: 'contact', channel: 'email', reason: 'ranked_1_open', preferences_version: 1 },
      ...{ arrived_on: null, deadline: new Date(response.body.deadline) },
    },
    {
      ...{ id: expect.any(String), at, key_id: keyId, customer_id: null, topic: null, direction: 'inbound' },
      ...{ action: 'serve', channel: 'phone', reason: 'unranked_open', preferences_version: 0 },
      ...{ arrived_on: 'phone', deadline: null },
    },
  ]);
});

test('a withdrawn choice no longer counts in the very next decision', async () => {
  const { id } = await aCustomer(app.api);
  const ask = async () => (await decide({ customer: { id }, direction: 'outbound' })).body.channel;
  await state(app.api, id, { general: choice('email', 'phone') });
  expect(await ask()).toBe('email');
  await state(app.api, id, { general: { channels: [{ channel: 'phone' }], declined: ['email'] } });
  expect(await ask()).toBe('phone');
});
