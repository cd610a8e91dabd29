import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { aCustomer, choice, state, type Customer } from '../support/examples.js';
import { problemOf } from '../support/problems.js';

let app: TestApp;
let customer: Customer;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  customer = await aCustomer(app.api);
});
afterAll(() => app.stop());

const path = () => `/v1/customers/${customer.id}/preferences`;
const read = async () => (await app.api.get(path())).body;
const patch = (body: object) => app.api.patch(path()).set('If-Match', '*').send(body);
const by = (authority: string, via: string | null = null) => ({ source: { authority, via } });

const FULL = {
  languages: ['nl', 'en-GB'],
  timeZone: 'Europe/Amsterdam',
  general: {
    channels: [
      { channel: 'phone', mode: 'human', windows: [{ days: ['mon', 'wed'], from: '18:00', to: '20:30' }] },
      { channel: 'email', mode: 'any' },
    ],
    declined: ['sms', 'post'],
  },
  topics: { billing: { channels: [{ channel: 'email', mode: 'any' }], declined: ['phone'] } },
  pause: { from: '2026-12-24', until: '2027-01-02' },
  needs: ['text_relay'],
  objections: ['marketing'],
};

describe('a PUT', () => {
  test('stores the whole document, and says who stated what', async () => {
    const stored = await state(app.api, customer.id, { ...FULL, ...by('customer', 'phone') });
    const statedBy = { authority: 'customer', via: 'phone', at: '2026-11-23T09:00:00.000Z' };
    expect(stored).toEqual({
      ...FULL,
      general: { ...FULL.general, statedBy },
      topics: { billing: { ...FULL.topics.billing, statedBy } },
      customerId: customer.id,
      version: 1,
      statedBy: Object.fromEntries(
        ['/languages', '/timeZone', '/pause', '/needs', '/objections'].map((field) => [field, statedBy]),
      ),
      confirmedAt: null,
      updatedAt: '2026-11-23T09:00:00.000Z',
    });
    expect(await read()).toEqual(stored);
  });

  test('takes back what was read, read-only fields and all, and makes no version', async () => {
    await state(app.api, customer.id, { ...FULL, ...by('customer') });
    const document = await read();
    expect(await state(app.api, customer.id, { ...document, ...by('customer') })).toEqual(document);
  });

  test('withdraws what it leaves out', async () => {
    await state(app.api, customer.id, FULL);
    const after = await state(app.api, customer.id, { languages: ['nl'] });
    expect(after).toMatchObject({ languages: ['nl'], timeZone: null, general: null, topics: {}, version: 2 });
    expect(after.statedBy).toHaveProperty('/general');
  });

  test('keeps the difference between nothing stated and an empty list', async () => {
    const stored = await state(app.api, customer.id, { languages: [], needs: null });
    expect(stored).toMatchObject({ languages: [], needs: null, objections: null });
    expect(stored.statedBy).not.toHaveProperty('/needs');
  });

  test('that states nothing on nothing makes no version', async () => {
    expect((await state(app.api, customer.id, {})).version).toBe(0);
  });

  test.each([
    ['the same again', FULL],
    [
      'with the mode left out that is the usual one',
      { ...FULL, topics: { billing: { channels: [{ channel: 'email' }], declined: ['phone'] } } },
    ],
    [
      'with what is declined in another order',
      { ...FULL, general: { ...FULL.general, declined: ['post', 'sms'] } },
    ],
    ['by a lower authority', { ...FULL, ...by('inferred') }],
  ])('makes no version and no row of history when it says %s', async (_, body) => {
    const before = await state(app.api, customer.id, { ...FULL, ...by('customer') });
    app.clock.advance(1_000);
    expect(await state(app.api, customer.id, body)).toEqual(before);
    expect((await app.api.get(`${path()}/history`)).body.items).toHaveLength(1);
  });
});

describe('a PATCH', () => {
  beforeEach(() => state(app.api, customer.id, { ...FULL, ...by('customer') }));

  test('leaves what it does not mention', async () => {
    const before = await read();
    const { body: after } = await patch({ languages: ['en'], ...by('customer', 'page') });
    expect(after).toMatchObject({
      languages: ['en'],
      version: 2,
      general: before.general,
      topics: before.topics,
    });
    expect(after.statedBy['/timeZone']).toEqual(before.statedBy['/timeZone']);
    expect(after.statedBy['/languages']).toMatchObject({ via: 'page' });
  });

  test('withdraws with null, and empties with an empty list', async () => {
    const { body } = await patch({ pause: null, needs: [], topics: { billing: null } });
    expect(body).toMatchObject({ pause: null, needs: [], topics: {}, languages: FULL.languages });
  });

  test('merges a choice field by field, and replaces a list as a whole', async () => {
    const { body } = await patch({ general: { declined: null } });
    expect(body.general).toMatchObject({ channels: FULL.general.channels, declined: [] });
    const ranked = await patch({ general: { channels: [{ channel: 'chat' }] } });
    expect(ranked.body.general.channels).toEqual([{ channel: 'chat', mode: 'any' }]);
  });

  test('adds one topic beside the others', async () => {
    const { body } = await patch({ topics: { order: choice('sms') } });
    expect(Object.keys(body.topics).sort()).toEqual(['billing', 'order']);
    expect(body.general.statedBy).toEqual((await read()).general.statedBy);
  });

  test('is also taken as application/merge-patch+json', async () => {
    const type = 'application/merge-patch+json';
    const request = app.api.patch(path()).set({ 'If-Match': '*', 'Content-Type': type });
    expect((await request.send(JSON.stringify({ languages: ['fy'] }))).body.languages).toEqual(['fy']);
  });
});

describe('changing the general choice', () => {
  test.each([
    ['by a patch', () => patch({ general: choice('chat'), ...by('employee_on_behalf') })],
    ['by withdrawing it', () => patch({ general: null, ...by('employee_on_behalf') })],
    ['on the word of somebody higher', () => patch({ general: choice('chat'), ...by('customer') })],
  ])('never touches the choices for topics: %s', async (_, change) => {
    await state(app.api, customer.id, { ...FULL, ...by('employee_on_behalf') });
    const { topics } = await read();
    app.clock.advance(1_000);
    expect((await change()).status).toBe(200);
    expect((await read()).topics).toEqual(topics);
  });
});

describe('confirming', () => {
  const confirm = (body: object = {}) => app.api.post(`${path()}/confirm`).send(body);

  test('says that everything is still right, as the next version', async () => {
    const before = await state(app.api, customer.id, { ...FULL, ...by('import') });
    app.clock.advance(60_000);
    const { body } = await confirm(by('customer', 'phone'));
    const now = new Date(app.clock.now()).toISOString();
    expect(body).toEqual({ ...before, version: 2, confirmedAt: now, updatedAt: now });
    const [item] = (await app.api.get(`${path()}/history`)).body.items;
    expect(item).toMatchObject({ type: 'confirmed', authority: 'customer', via: 'phone', version: 2 });
  });

  test('is done by the customer or on the customer’s behalf, never by an import', async () => {
    expect((await confirm(by('employee_on_behalf'))).status).toBe(200);
    expect(problemOf(await confirm(by('import')))).toBe('422 invalid /source/authority');
    expect(problemOf(await confirm(by('inferred')))).toBe('422 invalid /source/authority');
  });

  test('honours If-Match when it is given', async () => {
    expect(problemOf(await confirm().set('If-Match', '"3"'))).toBe('412 version_mismatch');
    expect((await confirm().set('If-Match', '"0"')).headers['etag']).toBe('"1"');
  });

  test('of an unknown customer is 404', async () => {
    const unknown = '/v1/customers/019aa001-7b1c-7000-8000-000000000009/preferences/confirm';
    expect(problemOf(await app.api.post(unknown).send({}))).toBe('404 not_found');
  });
});
