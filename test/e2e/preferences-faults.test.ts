import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { aCustomer, choice, type Customer } from '../support/examples.js';
import { problemOf } from '../support/problems.js';

let app: TestApp;
let customer: Customer;
let other: Customer;
beforeAll(async () => {
  app = await startApp();
  customer = await aCustomer(app.api);
  other = await aCustomer(app.api);
});
afterAll(() => app.stop());

const write = (method: 'put' | 'patch', body: unknown) =>
  app.api[method](`/v1/customers/${customer.id}/preferences`)
    .set('If-Match', '*')
    .send(body as object);

const general = (...channels: object[]) => ({ general: { channels } });
const windows = (...list: object[]) => general({ channel: 'phone', windows: list });
const window = { days: ['mon'], from: '18:00', to: '20:30' };
const many = (count: number) => Array.from({ length: count }, () => window);

const FAULTS: [what: string, body: () => object, pointers: string][] = [
  ['an unknown channel', () => general({ channel: 'fax' }), '/general/channels/0/channel'],
  ['an unknown declined channel', () => ({ general: { declined: ['sms', 'fax'] } }), '/general/declined/1'],
  ['an unknown topic', () => ({ topics: { garden: choice('email') } }), '/topics/garden'],
  [
    'an unknown channel under a topic with a dot',
    () => ({ topics: { 'billing.dispute': choice('fax') } }),
    '/topics/billing.dispute/channels/0/channel',
  ],
  [
    'a channel that is ranked twice',
    () => general({ channel: 'sms' }, { channel: 'chat' }, { channel: 'sms' }),
    '/general/channels/2/channel',
  ],
  [
    'a channel that is ranked and declined',
    () => ({ general: { channels: [{ channel: 'sms' }], declined: ['sms'] } }),
    '/general/declined/0',
  ],
  [
    'a channel that is declined twice',
    () => ({ general: { declined: ['sms', 'sms'] } }),
    '/general/declined/1',
  ],
  [
    'a mode that does not exist',
    () => general({ channel: 'phone', mode: 'robot' }),
    '/general/channels/0/mode',
  ],
  [
    'a window that ends where it begins',
    () => windows(window, { ...window, to: '18:00' }),
    '/general/channels/0/windows/1/to',
  ],
  ['a window at 18:00 PM', () => windows({ ...window, to: '18:00 PM' }), '/general/channels/0/windows/0/to'],
  ['a window from 24:00', () => windows({ ...window, from: '24:00' }), '/general/channels/0/windows/0/from'],
  ['a window without days', () => windows({ ...window, days: [] }), '/general/channels/0/windows/0/days'],
  ['a window on day 1', () => windows({ ...window, days: [1] }), '/general/channels/0/windows/0/days/0'],
  [
    'a window on Monday',
    () => windows({ ...window, days: ['Monday'] }),
    '/general/channels/0/windows/0/days/0',
  ],
  ['no window in a list of windows', () => windows(), '/general/channels/0/windows'],
  ['more than 50 windows on a channel', () => windows(...many(51)), '/general/channels/0/windows'],
  [
    'more than 50 windows in a choice',
    () => general({ channel: 'phone', windows: many(30) }, { channel: 'chat', windows: many(21) }),
    '/general/channels',
  ],
  ['a zone that does not exist', () => ({ timeZone: 'Europe/Utrecht' }), '/timeZone'],
  ['a zone in the wrong case', () => ({ timeZone: 'europe/amsterdam' }), '/timeZone'],
  ['an offset for a zone', () => ({ timeZone: '+01:00' }), '/timeZone'],
  [
    'a contact point of another customer',
    () => general({ channel: 'phone', contactPointId: other.contactPoints[0]?.id }),
    '/general/channels/0/contactPointId',
  ],
  [
    'a contact point of the wrong kind',
    () => general({ channel: 'phone', contactPointId: customer.contactPoints[1]?.id }),
    '/general/channels/0/contactPointId',
  ],
  [
    'a contact point for a channel that needs none',
    () => general({ channel: 'chat', contactPointId: customer.contactPoints[0]?.id }),
    '/general/channels/0/contactPointId',
  ],
  ['a pause that ends on its first day', () => pause('2026-12-24', '2026-12-24'), '/pause/until'],
  ['a pause that ends before it begins', () => pause('2026-12-24', '2026-12-23'), '/pause/until'],
  ['a pause on a day that does not exist', () => pause('2027-02-29', '2027-03-02'), '/pause/from'],
  ['a pause at a time of day', () => pause('2026-12-24T00:00:00Z', '2026-12-28'), '/pause/from'],
  ['a pause without an end', () => ({ pause: { from: '2026-12-24' } }), '/pause/until'],
  ['a language that is none', () => ({ languages: ['nl', 'Dutch please'] }), '/languages/1'],
  ['a language twice', () => ({ languages: ['nl', 'en', 'nl'] }), '/languages/2'],
  ['a need that is not on the list', () => ({ needs: ['is grumpy'] }), '/needs/0'],
  ['an objection to what is no purpose', () => ({ objections: ['spam'] }), '/objections/0'],
  ['an objection twice', () => ({ objections: ['marketing', 'marketing'] }), '/objections'],
  ['free text about the customer', () => ({ note: 'will not maintain the shoes' }), '/note'],
  ['an unknown field deep down', () => general({ channel: 'phone', hours: 3 }), '/general/channels/0/hours'],
  ['text where a choice belongs', () => ({ general: 'phone' }), '/general'],
  ['a list where a choice belongs', () => ({ general: ['phone'] }), '/general'],
  ['a list where topics belong', () => ({ topics: [] }), '/topics'],
  ['a key that is none under topics', () => ({ topics: { 'Billing!': choice('sms') } }), '/topics/Billing!'],
  ['an unknown authority', () => ({ source: { authority: 'ceo' } }), '/source/authority'],
  ['a via that is no channel', () => ({ languages: ['nl'], source: { via: 'pigeon' } }), '/source/via'],
  [
    'a statement from the future',
    () => ({ languages: ['nl'], source: { statedAt: '2026-11-23T11:00:00+01:00' } }),
    '/source/statedAt',
  ],
  [
    'several faults at once',
    () => ({
      timeZone: 'Mars/Olympus',
      general: { channels: [{ channel: 'fax' }], declined: ['telex'] },
      topics: { garden: choice('sms'), order: choice('sms', 'sms') },
      pause: { from: '2026-12-24', until: '2026-12-01' },
    }),
    '/general/channels/0/channel /general/declined/0 /pause/until /timeZone /topics/garden /topics/order/channels/1/channel',
  ],
];

describe.each(['put', 'patch'] as const)('a %s', (method) => {
  test.each(FAULTS)('is refused with 422 for %s', async (_, body, pointers) => {
    expect(problemOf(await write(method, body()))).toBe(`422 invalid ${pointers}`);
  });

  test('that was refused changed nothing', async () => {
    const response = await app.api.get(`/v1/customers/${customer.id}/preferences`);
    expect(response.body.version).toBe(0);
  });
});

test('a merge patch that is no object is refused', async () => {
  for (const body of [[], [1]]) expect(problemOf(await write('patch', body))).toBe('422 invalid ');
});

test('a choice that refers to a disabled channel is stored', async () => {
  const channel = (await app.api.get('/v1/channels/portal')).body;
  await app.api.put('/v1/channels/portal').send({ ...channel, enabled: false });
  expect((await write('put', { general: choice('portal') })).status).toBe(200);
});

function pause(from: string, until: string) {
  return { pause: { from, until } };
}
