import { describe, expect, test } from 'vitest';
import type { ExchangedCustomer } from '../../../../src/exchange/exchanged-customer.js';
import type { MappingContext, Neighbour } from '../../../../src/exchange/neighbours/neighbour.js';
import { NEIGHBOURS } from '../../../../src/exchange/neighbours/neighbours.js';
import { CONTEXT } from './context.js';
import { neighbour } from './documented.js';

function read(
  name: Neighbour['name'],
  record: unknown,
  context: MappingContext = CONTEXT,
): ExchangedCustomer {
  const reading = neighbour(name).read(record, context);
  if ('faults' in reading) throw new Error(`Not readable: ${JSON.stringify(reading.faults)}`);
  return reading.customer;
}

function lost(name: Neighbour['name'], record: unknown): string[] {
  const reading = neighbour(name).read(record, CONTEXT);
  return 'losses' in reading ? reading.losses.map(({ pointer }) => pointer) : [];
}

const none = { channels: [] };

describe('a switch that is on, or missing, is never a choice', () => {
  test.each<[Neighbour['name'], unknown]>([
    [
      'knock',
      {
        channel_types: { email: true, sms: true },
        categories: { offers: true },
        commercial_subscribed: true,
      },
    ],
    ['novu', { global: { enabled: true, channels: { email: true, sms: true, push: true } }, workflows: [] }],
    ['novu', { global: { enabled: true, channels: {}, schedule: { isEnabled: true, weeklySchedule: {} } } }],
    ['hubspot', { results: [{ channel: 'EMAIL', subscriptionId: 7, status: 'SUBSCRIBED' }] }],
    ['hubspot', { results: [{ channel: 'EMAIL', subscriptionId: 7, status: 'NOT_SPECIFIED' }] }],
    ['mautic', { doNotContact: [], frequencyRules: [{ channel: 'email', preferredChannel: 0 }] }],
    ['mautic', { doNotContact: [{ channel: 'email', reason: 0 }] }],
    [
      'salesforce',
      { ContactPointPhone: [{ TelephoneNumber: '+31612345678', IsPrimary: true, IsSmsCapable: true }] },
    ],
    [
      'tmf632',
      { contactMedium: [{ mediumType: 'email', preferred: false, emailAddress: 'jim@example.org' }] },
    ],
    ['fhir-r4', { resourceType: 'Patient', telecom: [{ system: 'email', value: 'jim@example.org' }] }],
    ['jscontact', { '@type': 'Card', emails: { e: { address: 'jim@example.org', pref: 1 } } }],
  ])('%s', (name, record) => {
    expect(read(name, record).preferences).toBeUndefined();
  });
});

describe('Mautic', () => {
  const contact = (...doNotContact: object[]): object => ({
    fields: { all: { email: 'jim@example.org', mobile: '+31612345678' } },
    doNotContact,
  });

  test('who unsubscribed declined marketing on that channel, and nothing else', () => {
    expect(read('mautic', contact({ channel: 'email', reason: 1 })).preferences).toEqual({
      topics: { offers: { ...none, declined: ['email'] }, newsletter: { ...none, declined: ['email'] } },
    });
  });

  test('a bounce is an address that does not work, and no decline', () => {
    const customer = read('mautic', contact({ channel: 'email', reason: 2 }));
    expect(customer.preferences).toBeUndefined();
    expect(customer.contactPoints).toEqual([
      { kind: 'email', value: 'jim@example.org', undeliverable: true },
      { kind: 'phone', value: '+31612345678' },
    ]);
  });

  test('how often it may send limits marketing, where all its channels say the same', () => {
    const rule = (channel: string, number: unknown, time: unknown): object => ({
      channel,
      frequencyNumber: number,
      frequencyTime: time,
    });
    const rules = (...frequencyRules: object[]): object => ({ frequencyRules });
    const limit = { max: 2, per: 'week' };
    const both = rules(rule('email', 2, 'WEEK'), rule('sms', '2', 'WEEK'));
    expect(read('mautic', both).preferences).toEqual({
      topics: { offers: { ...none, declined: [], limit }, newsletter: { ...none, declined: [], limit } },
    });
    expect(lost('mautic', both)).toContain('/frequencyRules/0/frequencyNumber');
    const one = read('mautic', rules(rule('email', 2, 'WEEK')), {
      ...CONTEXT,
      topics: [{ key: 'offers', purpose: 'marketing' }],
    });
    expect(one.preferences?.topics?.['offers']?.limit).toEqual(limit);
    for (const other of [
      rules(rule('email', 2, 'WEEK'), rule('sms', 3, 'WEEK')),
      rules(rule('email', 2, 'WEEK'), rule('sms', null, null)),
      rules(rule('email', 2, 'YEAR')),
      rules(rule('email', 0, 'WEEK')),
      rules(rule('email', 101, 'DAY')),
    ])
      expect([read('mautic', other).preferences, lost('mautic', other)]).toEqual([
        undefined,
        expect.arrayContaining(['/frequencyRules/0/frequencyNumber', '/frequencyRules/0/frequencyTime']),
      ]);
  });

  test('a limit of everything, or of all marketing alike, becomes how often it may send, and is listed', () => {
    const limit = { max: 1, per: 'month' } as const;
    const choice = { channels: [], declined: [] };
    const write = (preferences: ExchangedCustomer['preferences'] & object) => {
      const { record, losses } = neighbour('mautic').write({ preferences }, CONTEXT);
      return [(record as { frequencyRules: object[] }).frequencyRules, losses.map(({ pointer }) => pointer)];
    };
    const rules = ['email', 'sms'].map((channel) => ({
      ...{ channel, preferredChannel: false },
      ...{ frequencyNumber: 1, frequencyTime: 'MONTH' },
    }));
    expect(write({ general: { ...choice, limit } })).toEqual([rules, ['/preferences/general/limit']]);
    expect(write({ topics: { offers: { ...choice, limit }, newsletter: { ...choice, limit } } })).toEqual([
      rules,
      ['/preferences/topics/offers/limit', '/preferences/topics/newsletter/limit'],
    ]);
    expect(write({ topics: { offers: { ...choice, limit } } })).toEqual([[], ['/preferences']]);
  });

  test('a pause of one channel among several is no pause of all', () => {
    const paused = { pauseFromDate: '2026-12-24', pauseToDate: '2026-12-31' };
    const rules = (...frequencyRules: object[]): object => ({ frequencyRules });
    expect(read('mautic', rules({ channel: 'email', ...paused })).preferences?.pause).toEqual({
      from: '2026-12-24',
      until: '2027-01-01',
    });
    const partly = rules({ channel: 'email', ...paused }, { channel: 'sms' });
    expect(read('mautic', partly).preferences?.pause).toBeUndefined();
    expect(lost('mautic', partly)).toEqual([
      '/frequencyRules/0/pauseFromDate',
      '/frequencyRules/0/pauseToDate',
    ]);
  });

  test('an objection to marketing switches its channels off, so that nobody is written to against their word', () => {
    const writing = neighbour('mautic').write({ preferences: { objections: ['marketing'] } }, CONTEXT);
    expect(writing.record).toMatchObject({
      doNotContact: [
        { channel: 'sms', reason: 1 },
        { channel: 'email', reason: 1 },
      ],
    });
    expect(writing.losses.map(({ pointer }) => pointer)).toEqual(['/preferences/objections/0']);
  });
});

describe('Salesforce', () => {
  const phone = (fields: object): object => ({
    ContactPointPhone: [{ TelephoneNumber: '+31612345678', ...fields }],
  });

  test('a best time without an end, or with the same end, is lost rather than any time', () => {
    for (const end of [undefined, '18:00:00.000Z', 'late']) {
      const record = phone({ BestTimeToContactStartTime: '18:00:00.000Z', BestTimeToContactEndTime: end });
      expect(read('salesforce', record).preferences).toBeUndefined();
      expect(lost('salesforce', record)).toContain('/ContactPointPhone/0/BestTimeToContactStartTime');
    }
  });

  test('an unknown zone is reported, and the time is read in the zone that holds for the customer', () => {
    const record = phone({
      BestTimeToContactStartTime: '18:00:00.000Z',
      BestTimeToContactEndTime: '20:00:00.000Z',
      BestTimeToContactTimezone: 'Mars/Olympus',
    });
    expect(read('salesforce', record).preferences?.timeZone).toBeUndefined();
    expect(lost('salesforce', record)).toEqual(['/ContactPointPhone/0/BestTimeToContactTimezone']);
  });

  test('a second zone is reported', () => {
    const time = { BestTimeToContactStartTime: '18:00:00.000Z', BestTimeToContactEndTime: '20:00:00.000Z' };
    const record = {
      ContactPointPhone: [
        { TelephoneNumber: '+1', ...time, BestTimeToContactTimezone: 'Europe/Amsterdam' },
        { TelephoneNumber: '+2', ...time, BestTimeToContactTimezone: 'America/New_York' },
      ],
    };
    expect(read('salesforce', record).preferences?.timeZone).toBe('Europe/Amsterdam');
    expect(lost('salesforce', record)).toContain('/ContactPointPhone/1/BestTimeToContactTimezone');
  });

  test('contact points of another parent keep their parent as a loss', () => {
    const record = {
      ContactPointPhone: [
        { ParentId: 'A', TelephoneNumber: '+1' },
        { ParentId: 'B', TelephoneNumber: '+2' },
      ],
    };
    expect(read('salesforce', record).externalIds).toEqual([{ system: 'crm', id: 'A' }]);
    expect(lost('salesforce', record)).toEqual(['/ContactPointPhone/1/ParentId']);
  });
});

describe('Knock and Novu', () => {
  test('a category that is off is declined on every channel that Knock has', () => {
    expect(read('knock', { categories: { offers: false } }).preferences?.topics).toEqual({
      offers: { ...none, declined: ['sms', 'email', 'app'] },
    });
  });

  test("the set of a tenant is no choice for everything, and the installation's own names go first", () => {
    expect(neighbour('knock').read({ id: 'tenant-1', channel_types: { email: false } }, CONTEXT)).toEqual({
      faults: [{ pointer: '/id', detail: expect.stringContaining('tenant') as string }],
    });
    const context = { ...CONTEXT, channelNames: { in_app_feed: 'app' } };
    expect(read('knock', { channel_types: { in_app_feed: false } }, context).preferences?.general).toEqual({
      ...none,
      declined: ['app'],
    });
  });

  test("what a workflow's author switched off is the company's, not the customer's", () => {
    const workflow = { identifier: 'offers' };
    const off = { enabled: true, channels: { email: false }, workflow };
    const by = (source: string): object => ({
      workflows: [{ ...off, overrides: [{ channel: 'email', source }] }],
    });
    expect(read('novu', by('template')).preferences).toBeUndefined();
    expect(read('novu', by('subscriber')).preferences?.topics).toEqual({
      offers: { ...none, declined: ['email'] },
    });
  });

  test('a schedule that is switched off says nothing', () => {
    const monday = { isEnabled: true, hours: [{ start: '09:00 AM', end: '05:00 PM' }] };
    const schedule = { isEnabled: false, weeklySchedule: { monday } };
    const record = { global: { channels: { email: true }, schedule } };
    expect(read('novu', record).preferences).toBeUndefined();
    expect(lost('novu', record)).toContain('/global/schedule');
  });
});

describe('HubSpot', () => {
  test('an opt-out of a subscription that is no topic is reported, not guessed', () => {
    const record = { results: [{ channel: 'EMAIL', subscriptionId: 99, status: 'UNSUBSCRIBED' }] };
    expect(read('hubspot', record).preferences).toBeUndefined();
    expect(lost('hubspot', record)).toContain('/results/0/status');
  });

  test('who left all e-mail declined marketing by e-mail, not by post', () => {
    const record = { results: [{ channel: 'EMAIL', wideStatusType: 'PORTAL_WIDE', status: 'UNSUBSCRIBED' }] };
    expect(read('hubspot', record).preferences).toEqual({
      topics: { offers: { ...none, declined: ['email'] }, newsletter: { ...none, declined: ['email'] } },
    });
  });
});

describe('FHIR', () => {
  test('the better rank comes first, whatever the order of the list', () => {
    const telecom = [
      { system: 'email', value: 'jim@example.org', rank: 2 },
      { system: 'phone', value: '+31612345678', rank: 1 },
    ];
    const { preferences } = read('fhir-r5', { resourceType: 'Patient', telecom });
    expect(preferences?.general?.channels.map(({ channel }) => channel)).toEqual(['phone', 'email']);
  });

  test('who needs no interpreter has not said to need nothing', () => {
    const url = 'http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired';
    const record = { resourceType: 'Patient', extension: [{ url, valueBoolean: false }] };
    expect(read('fhir-r4', record)).toEqual({});
    expect(lost('fhir-r4', record)).toEqual(['/extension']);
  });
});

describe('what is not of the shape', () => {
  test.each(NEIGHBOURS.map(({ name }) => name))('is refused by %s with a place and a reason', (name) => {
    for (const record of [null, 'text', 7, [], {}, { unknown: true }]) {
      const reading = neighbour(name).read(record, CONTEXT);
      expect('faults' in reading && reading.faults.every(({ detail }) => detail.endsWith('.'))).toBe(true);
    }
  });

  test('names such as constructor find nothing', () => {
    const record = JSON.parse(
      '{"channel_types": {"constructor": false, "__proto__": false}, "categories": {"toString": false}}',
    ) as unknown;
    expect(read('knock', record)).toEqual({});
    expect(lost('knock', record)).toEqual(['/categories/toString', '/channel_types']);
    const medium = { mediumType: 'constructor', preferred: true, contactType: 'toString' };
    expect(read('tmf632', { contactMedium: [medium] })).toEqual({});
  });
});
