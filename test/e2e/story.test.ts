import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { typedClient, type Schemas, type TypedClient } from '../support/client.js';

/** One customer, told in the order in which it happens; each test goes on where the one before stopped. */
let app: TestApp;
let crm: TypedClient;
let ivr: TypedClient;
let customer: string;
beforeAll(async () => {
  app = await startApp();
  const scopes = ['customers:write', 'preferences:write', 'preferences:read'] as const;
  crm = typedClient(app.url, (await app.newKey(scopes)).key);
  ivr = typedClient(app.url, (await app.newKey(['decisions:read'])).key);
});
afterAll(() => app.stop());

async function ask(body: Omit<Schemas['DecisionBody'], 'customer'>) {
  const { data } = await ivr.POST('/v1/decisions', { body: { customer: { id: customer }, ...body } });
  if (!data) throw new Error('There is no decision.');
  return data;
}

const change = (version: string, body: Schemas['PreferencesBody']) =>
  crm.PATCH('/v1/customers/{id}/preferences', {
    params: { path: { id: customer }, header: { 'If-Match': version } },
    body,
  });

test('the CRM stores the customer and what she chose', async () => {
  const path = { system: 'crm', externalId: 'C-1042' };
  const stored = await crm.PUT('/v1/customers/by-external-id/{system}/{externalId}', {
    params: { path },
    body: {
      contactPoints: [
        { kind: 'phone', value: '020 123 4567' },
        { kind: 'email', value: 'jan@example.org' },
      ],
    },
  });
  expect(stored.response.status).toBe(201);
  customer = stored.data?.id ?? '';
  const windows: Schemas['WeekWindow'][] = [{ days: ['mon', 'wed'], from: '18:00', to: '20:30' }];
  const preferences = await crm.PUT('/v1/customers/{id}/preferences', {
    params: { path: { id: customer }, header: { 'If-Match': '"0"' } },
    body: {
      languages: ['nl'],
      timeZone: 'Europe/Amsterdam',
      general: {
        channels: [{ channel: 'phone', mode: 'human', windows }, { channel: 'email' }],
        declined: ['sms'],
      },
      topics: { order: { channels: [{ channel: 'email' }] } },
      source: { authority: 'customer', via: 'phone' },
    },
  });
  expect([preferences.response.status, preferences.response.headers.get('etag')]).toEqual([200, '"1"']);
});

test('she calls on Monday morning: the IVR puts her through to a person', async () => {
  const query = { phone: '0201234567' };
  const { data } = await ivr.GET('/v1/ivr/lookup', { params: { query } });
  expect(data).toMatchObject({
    ...{
      found: 'yes',
      match: 'single',
      customer_ref: customer,
      action: 'serve',
      channel: 'phone',
      mode: 'human',
    },
    ...{ allow_automated: 'no', language: 'nl', time_zone: 'Europe-Amsterdam', version: '1', degraded: 'no' },
  });
});

test('she calls on Sunday: the IVR offers her Monday, and no machine', async () => {
  app.clock.set('2026-11-29T15:00:00+01:00');
  const query = { phone: '+31201234567', topic: 'billing' };
  const { data } = await ivr.GET('/v1/ivr/lookup', { params: { query } });
  expect(data).toMatchObject({
    ...{ action: 'offer', channel: 'phone', mode: 'human', reason: 'human_closed', allow_automated: 'no' },
    ...{ next_at: '20261130T0800', next_at_epoch: String(Date.parse('2026-11-30T08:00:00+01:00') / 1000) },
  });
  app.clock.set('2026-11-23T10:00:00+01:00');
});

test('the chatbot learns that the bot may serve her in a chat, where she asked for nobody in particular', async () => {
  const answer = await ask({ direction: 'inbound', arrivedOn: 'chat' });
  expect(answer).toMatchObject({ action: 'serve', channel: 'chat', mode: 'human', basis: 'general' });
});

test('the dialler waits until the evening that she chose: rank beats speed', async () => {
  const answer = await ask({ direction: 'outbound', topic: 'billing', offered: ['phone', 'email'] });
  expect(answer).toMatchObject({
    ...{ action: 'wait', channel: 'phone', mode: 'human', until: '2026-11-23T18:00:00+01:00' },
    ...{ deadline: '2026-11-26T10:00:00+01:00', reason: 'ranked_1_opens_later', timeZoneBasis: 'customer' },
    contactPoint: { kind: 'phone', value: '+31201234567' },
  });
  app.clock.set(String(answer.until));
  const then = await ask({ direction: 'outbound', topic: 'billing', by: String(answer.deadline) });
  expect(then).toMatchObject({ action: 'contact', channel: 'phone', reason: 'ranked_1_open' });
});

test('about an order she gets her e-mail at once, for her choice on that topic comes first', async () => {
  const answer = await ask({ direction: 'outbound', topic: 'order' });
  expect(answer).toMatchObject({ action: 'contact', channel: 'email', basis: 'topic' });
  expect(answer.channels).toContainEqual(expect.objectContaining({ channel: 'sms', verdict: 'declined' }));
});

test('the import of an old file can not overwrite her word', async () => {
  const { response, error } = await change('"1"', { general: { declined: [] } });
  expect([response.status, error?.errors?.[0]?.pointer]).toEqual([409, '/general']);
});

test('she objects to marketing, and no offer reaches her on any channel', async () => {
  const source = { authority: 'customer', via: 'phone' } as const;
  const { data } = await change('"1"', { objections: ['marketing'], source });
  expect(data?.version).toBe(2);
  expect(await ask({ direction: 'outbound', topic: 'offers' })).toMatchObject({
    ...{ action: 'refrain', reason: 'objection', preferencesVersion: 2 },
  });
});

test('a safety message breaks her declines on record when nothing else is left', async () => {
  const answer = await ask({ direction: 'outbound', topic: 'safety', offered: ['sms'] });
  expect(answer).toMatchObject({
    action: 'contact',
    channel: 'sms',
    overrides: ['declined'],
    reason: 'essential',
  });
});
