import { describe, expect, it } from 'vitest';
import type { Customer } from '../../../src/domain/customer.js';
import { decide } from '../../../src/domain/decide.js';
import type { Decision, DecisionRequest } from '../../../src/domain/decision.js';
import type { Preferences } from '../../../src/domain/preferences.js';
import { DAY } from '../../../src/domain/zones.js';
import {
  CHANNELS,
  EMAIL,
  HOUR,
  PHONE,
  catalogue,
  channel,
  choice,
  customer,
  instant,
  week,
  window,
} from './examples.js';

const MONDAY_NOON = instant('2026-11-23T12:00:00+01:00');
const MONDAY_EVENING = instant('2026-11-23T19:00:00+01:00');

/** A company whose phones are staffed at all hours, so that only the customer's wishes matter. */
const ALWAYS = catalogue(CHANNELS.map((each) => ({ ...each, hours: {}, customerHours: null })));

function ask(
  who: Preferences | Customer | null,
  request: Partial<DecisionRequest> = {},
  now = MONDAY_NOON,
  company = ALWAYS,
): Decision {
  const known = who === null || 'id' in who ? who : customer(who);
  return decide({ direction: 'outbound', ...request }, known, company, now);
}

const verdicts = ({ channels }: Decision) =>
  Object.fromEntries(channels.map((each) => [each.channel, each.verdict]));
const EVENINGS = [window('mon,wed', '18:00-20:30')];

describe('outbound', () => {
  it('answers the example of the design', () => {
    const billing = choice(
      [{ channel: 'phone', mode: 'human', windows: EVENINGS }, 'email'],
      ['sms', 'post'],
    );
    const preferences = {
      timeZone: 'Europe/Amsterdam',
      languages: ['nl'],
      needs: ['text_relay' as const],
      topics: { billing },
    };
    expect(ask(preferences, { topic: 'billing' }, MONDAY_EVENING)).toEqual({
      action: 'contact',
      channel: 'phone',
      mode: 'human',
      wanted: 'human',
      contactPoint: PHONE,
      until: null,
      deadline: MONDAY_EVENING + DAY,
      basis: 'topic',
      reason: 'ranked_1_open',
      earliest: null,
      overrides: [],
      channels: [
        { channel: 'phone', rank: 1, verdict: 'chosen', mode: 'human', opensAt: null },
        { channel: 'email', rank: 2, verdict: 'open', mode: 'any', opensAt: null },
        { channel: 'callback', rank: null, verdict: 'open', mode: 'any', opensAt: null },
        { channel: 'chat', rank: null, verdict: 'not_available', mode: null, opensAt: null },
        { channel: 'fax', rank: null, verdict: 'not_available', mode: null, opensAt: null },
        { channel: 'sms', rank: null, verdict: 'declined', mode: null, opensAt: null },
        { channel: 'post', rank: null, verdict: 'declined', mode: null, opensAt: null },
      ],
      because: ['topic:billing', 'rank:1', 'mode:human', 'window:mon 18:00-20:30 Europe/Amsterdam'],
      languages: ['nl'],
      needs: ['text_relay'],
      paused: false,
      timeZone: 'Europe/Amsterdam',
      timeZoneBasis: 'customer',
      preferencesVersion: 7,
      validUntil: instant('2026-11-23T20:30:00+01:00'),
      stale: false,
      tzdb: '2026f',
    });
  });

  it('waits for the better channel if it opens by the deadline: rank beats speed', () => {
    const preferences = { general: choice([{ channel: 'phone', windows: EVENINGS }, 'email']) };
    const evening = instant('2026-11-23T18:00:00+01:00');
    expect(ask(preferences)).toMatchObject({
      action: 'wait',
      channel: 'phone',
      until: evening,
      reason: 'ranked_1_opens_later',
    });
    expect(ask(preferences, { by: evening })).toMatchObject({ action: 'wait', channel: 'phone' });
    expect(ask(preferences, { by: evening - 1 })).toMatchObject({
      action: 'contact',
      channel: 'email',
      reason: 'ranked_2_open',
    });
  });

  it('takes the patience of the topic for the deadline, of parents nothing, and a day without topic', () => {
    expect(ask({}, { topic: 'billing.dispute.legal' }).deadline).toBe(MONDAY_NOON + 7 * DAY);
    expect(ask({}).deadline).toBe(MONDAY_NOON + DAY);
    expect(ask({}, { by: MONDAY_NOON + HOUR }).deadline).toBe(MONDAY_NOON + HOUR);
  });

  it('lets the most specific level that mentions a channel decide on it', () => {
    const preferences = {
      general: choice(['sms', 'phone', 'post']),
      topics: { 'billing.dispute': choice(['email'], ['sms']), billing: choice(['phone'], ['email']) },
    };
    const decision = ask(preferences, { topic: 'billing.dispute.legal' });
    expect(decision.channels.map(({ channel: key, rank }) => [key, rank])).toEqual([
      ['email', 1],
      ['phone', 2],
      ['post', 3],
      ['callback', null],
      ['chat', null],
      ['fax', null],
      ['sms', null],
    ]);
    expect(decision).toMatchObject({
      basis: 'parent_topic',
      because: ['parent_topic:billing.dispute', 'rank:1'],
    });
    expect(ask(preferences, { topic: 'billing' }).basis).toBe('topic');
    expect(ask(preferences).basis).toBe('general');
    expect(ask({}).basis).toBe('default');
  });

  it('ends at a circle of parents and at a parent that is missing', () => {
    const topics = { 'circle.b': choice(['email']) };
    expect(ask({ topics }, { topic: 'circle.a' })).toMatchObject({ basis: 'parent_topic', channel: 'email' });
    expect(ask({ general: choice(['post']) }, { topic: 'orphan' })).toMatchObject({
      basis: 'general',
      channel: 'post',
    });
  });

  it('contacts nobody who opted out, wherever the rank stands (fault 8)', () => {
    const general = choice(['sms', 'phone']);
    expect(
      verdicts(ask({ general, topics: { billing: choice([], ['sms']) } }, { topic: 'billing' })).sms,
    ).toBe('declined');
    expect(verdicts(ask({ general: choice(['sms'], ['sms']) })).sms).toBe('declined');
  });

  it('passes over a preferred channel that the caller cannot use, or that does not exist (fault 12)', () => {
    const preferences = { general: choice(['ghost', 'phone', 'email']) };
    expect(ask(preferences, { offered: ['email', 'ghost'] })).toMatchObject({
      channel: 'email',
      reason: 'ranked_2_open',
    });
    expect(ask(preferences, { offered: [] })).toMatchObject({
      action: 'refrain',
      reason: 'no_channel',
      channel: null,
    });
  });

  it('treats a choice that is empty like one that is absent, but never an empty list of windows (fault 16)', () => {
    const general = choice(['email']);
    expect(ask({ general, topics: { billing: choice([]) } }, { topic: 'billing' })).toMatchObject({
      basis: 'general',
      channel: 'email',
    });
    expect(verdicts(ask({ general: choice([{ channel: 'email', windows: [] }]) })).email).toBe('never_opens');
  });

  it('says never, not now, when no day is open (fault 4), and says whose zone it took (fault 6)', () => {
    const never = choice([{ channel: 'email', windows: [{ days: [], from: '09:00', to: '10:00' }] }]);
    expect(ask({ general: never }, { offered: ['email'] })).toMatchObject({
      action: 'refrain',
      reason: 'no_channel',
    });
    expect(ask({})).toMatchObject({ timeZone: 'Europe/Amsterdam', timeZoneBasis: 'organisation' });
    expect(ask({ timeZone: 'Mars/Olympus' })).toMatchObject({
      timeZone: 'Europe/Amsterdam',
      timeZoneBasis: 'organisation',
    });
    expect(ask({ timeZone: 'Asia/Tokyo' })).toMatchObject({
      timeZone: 'Asia/Tokyo',
      timeZoneBasis: 'customer',
    });
  });

  it("reads an overnight window on its start day and the weekday on the customer's clock (faults 1 and 2)", () => {
    const general = choice([{ channel: 'email', windows: [window('mon', '22:00-02:00')] }]);
    const at = (text: string) =>
      ask({ general, timeZone: 'Pacific/Auckland' }, { offered: ['email'] }, instant(text));
    const until = instant('2026-11-23T22:00:00+13:00');
    expect(at('2026-11-23T01:00:00+13:00')).toMatchObject({ action: 'wait', until });
    expect(at('2026-11-24T01:00:00+13:00')).toMatchObject({ action: 'contact' });
    expect(at('2026-11-24T01:00:00+13:00').because).toContain('window:mon 22:00-02:00 Pacific/Auckland');
  });

  it('closes at the end of the window, not a minute later (faults 3 and 13)', () => {
    const general = choice([{ channel: 'email', windows: [window('mon', '18:00-24:00')] }]);
    const at = (text: string) => ask({ general }, { offered: ['email'] }, instant(text)).action;
    expect(at('2026-11-23T23:59:59.999+01:00')).toBe('contact');
    expect(at('2026-11-24T00:00:00+01:00')).toBe('refrain');
  });
});

describe('what stops outbound contact', () => {
  it('is silence, before an objection, before anything essential', () => {
    const preferences: Preferences = { objections: ['emergency', 'marketing'] };
    const silenced = customer(preferences, { silenced: 'deceased' });
    expect(ask(silenced, { topic: 'outage' })).toMatchObject({
      action: 'refrain',
      reason: 'silenced',
      because: ['silenced:deceased'],
    });
    expect(ask(preferences, { topic: 'outage' })).toMatchObject({
      reason: 'objection',
      because: ['objection:emergency'],
    });
    expect(ask(preferences, { topic: 'billing' }).action).toBe('contact');
  });

  it('is being unknown, with all channels listed all the same', () => {
    const decision = ask(null);
    expect(decision).toMatchObject({
      action: 'refrain',
      reason: 'unknown_customer',
      basis: 'unknown_customer',
      preferencesVersion: 0,
      stale: false,
    });
    expect(verdicts(decision)).toMatchObject({ phone: 'unreachable', chat: 'not_available' });
  });

  it('is a pause in local dates, half-open, after which it waits', () => {
    const preferences = { pause: { from: '2026-11-23', until: '2026-11-24' } };
    const decision = ask(preferences);
    expect(decision).toMatchObject({
      action: 'wait',
      until: instant('2026-11-24T00:00:00+01:00'),
      paused: true,
    });
    expect(decision.because).toContain('pause:2026-11-23/2026-11-24');
    expect(ask(preferences, {}, instant('2026-11-24T00:00:00+01:00'))).toMatchObject({
      action: 'contact',
      paused: false,
    });
    expect(ask(preferences, {}, instant('2026-11-22T12:00:00+01:00')).validUntil).toBe(
      instant('2026-11-23T00:00:00+01:00'),
    );
  });

  it('is, for marketing and research, that the customer ranked a channel nowhere', () => {
    expect(ask({}, { topic: 'news' })).toMatchObject({ action: 'refrain', reason: 'no_channel' });
    expect(verdicts(ask({ general: choice(['email']) }, { topic: 'survey' }))).toMatchObject({
      email: 'chosen',
      phone: 'not_chosen',
    });
  });

  it('is the deadline: then it says what opens first', () => {
    const general = choice([
      { channel: 'phone', windows: EVENINGS },
      { channel: 'email', windows: [window('mon', '17:00-18:00')] },
    ]);
    const decision = ask({ general }, { offered: ['phone', 'email'], by: MONDAY_NOON + HOUR });
    const at = instant('2026-11-23T17:00:00+01:00');
    expect(decision).toMatchObject({
      action: 'refrain',
      reason: 'opens_after_deadline',
      earliest: { channel: 'email', at },
    });
  });

  it('is the limit, while it is reached, and the deadline lies before the next period', () => {
    const limit = { max: 1, per: 'day' as const };
    const phone = { channel: 'phone', contactPointId: 'gone' };
    const mornings = { channel: 'email', windows: [window('mon,tue', '09:00-10:00')] };
    const limited = { general: { ...choice([phone, mornings, 'sms']), limit } };
    const contacted = (at: number) => customer(limited, { recentOutbound: [{ at, topic: null }] });
    const request = { offered: ['phone', 'email', 'sms'], by: MONDAY_NOON + HOUR };
    const midnight = instant('2026-11-24T00:00:00+01:00');
    expect(ask(contacted(MONDAY_NOON - HOUR), request)).toMatchObject({
      action: 'refrain',
      reason: 'limit_reached',
      earliest: { channel: 'sms', at: midnight },
      because: ['general', 'limit:1/day'],
    });
    expect(ask(contacted(MONDAY_NOON - HOUR), { ...request, by: midnight })).toMatchObject({
      action: 'wait',
      channel: 'sms',
      until: midnight,
      because: ['general', 'rank:3', 'limit:1/day'],
    });
    expect(ask(contacted(MONDAY_NOON - DAY), { ...request, offered: ['phone', 'email'] })).toMatchObject({
      reason: 'opens_after_deadline',
      because: ['general'],
    });
    expect(ask(contacted(MONDAY_NOON - HOUR), { ...request, offered: ['phone'] })).toMatchObject({
      reason: 'no_channel',
      earliest: null,
    });
  });

  it('is a deadline that has passed, even when something is open, even for an essential message', () => {
    for (const topic of ['billing', 'outage']) {
      const decision = ask({ general: choice(['email']) }, { topic, by: MONDAY_NOON - 1 });
      expect(decision).toMatchObject({
        action: 'refrain',
        reason: 'opens_after_deadline',
        earliest: { channel: 'email', at: MONDAY_NOON },
      });
      expect(decision.deadline).toBe(MONDAY_NOON - 1);
    }
  });
});

describe('the verdict on a channel', () => {
  it('is the first that applies', () => {
    const general = choice(
      [{ channel: 'phone', contactPointId: 'gone' }, { channel: 'sms', mode: 'human' }, 'fax'],
      ['post', 'email'],
    );
    const decision = ask({ general }, { offered: ['phone', 'sms', 'fax', 'post', 'callback', 'chat'] });
    expect(verdicts(decision)).toEqual({
      phone: 'unreachable',
      sms: 'mode_not_offered',
      fax: 'not_available',
      callback: 'chosen',
      chat: 'not_available',
      post: 'declined',
      email: 'not_offered',
    });
  });

  it('takes the contact point that the customer named, never one that does not work', () => {
    const second = { ...PHONE, id: 'p2', value: '+31687654321' };
    const of = (contactPoints: Customer['contactPoints'], contactPointId?: string) =>
      ask(
        customer(
          { general: choice([{ channel: 'phone', ...(contactPointId ? { contactPointId } : {}) }]) },
          { contactPoints },
        ),
      );
    expect(of([PHONE, second], 'p2').contactPoint).toEqual(second);
    expect(of([{ ...PHONE, undeliverable: true }, second]).contactPoint).toEqual(second);
    expect(verdicts(of([PHONE, { ...second, undeliverable: true }], 'p2')).phone).toBe('unreachable');
    expect(verdicts(of([EMAIL], 'e1')).phone).toBe('unreachable');
  });

  it('needs window, lawful hours and staffed hours at once, each in its own zone', () => {
    const company = catalogue([
      channel('phone', {
        modes: ['human'],
        hours: { human: week('mon,tue', '09:00-17:00') },
        customerHours: week('mon,tue', '08:00-21:00'),
      }),
    ]);
    const general = choice([{ channel: 'phone', windows: [window('mon,tue', '07:00-12:00')] }]);
    const decision = ask({ general, timeZone: 'America/New_York' }, {}, MONDAY_NOON, company);
    expect(decision).toMatchObject({
      action: 'wait',
      until: instant('2026-11-23T08:00:00-05:00'),
      mode: 'human',
    });
    expect(decision.because).toContain('staffed:phone human');
    expect(decision.channels[0]?.opensAt).toBe(decision.until);
  });

  it('takes the mode that opens first, a person at a tie', () => {
    const evening = week('mon', '18:00-20:00');
    const company = (human: string, automated: string) =>
      catalogue([
        channel('phone', { hours: { human: week('mon', human), automated: week('mon', automated) } }),
      ]);
    const mode = (human: string, automated: string) =>
      ask({}, {}, MONDAY_NOON, company(human, automated)).mode;
    expect(evening).toHaveLength(1);
    expect(mode('18:00-20:00', '18:00-20:00')).toBe('human');
    expect(mode('18:00-20:00', '17:00-20:00')).toBe('automated');
    expect(mode('09:00-20:00', '09:00-20:00')).toBe('human');
  });
});

describe('an essential message', () => {
  const pause = { from: '2026-11-01', until: '2026-12-24' };

  it('breaks windows, pause and declines, each on record, best channel first', () => {
    const windows = [window('sat', '09:00-10:00')];
    const general = choice([{ channel: 'phone', windows }, 'email']);
    expect(ask({ general, pause }, { topic: 'outage' })).toMatchObject({
      action: 'contact',
      channel: 'phone',
      reason: 'essential',
      overrides: ['window', 'pause'],
      because: ['general', 'rank:1', 'pause:2026-11-01/2026-12-24', 'override:window', 'override:pause'],
    });
    const declined = choice([], ['phone', 'callback', 'sms', 'email', 'post']);
    expect(ask({ general: declined }, { topic: 'outage' })).toMatchObject({
      channel: 'phone',
      overrides: ['declined'],
    });
  });

  it('breaks nothing when a channel opens by the deadline', () => {
    const general = choice([{ channel: 'phone', windows: EVENINGS }]);
    expect(ask({ general }, { topic: 'outage', offered: ['phone'] })).toMatchObject({
      action: 'wait',
      overrides: [],
    });
  });

  it('never breaks lawful hours, nor the mode, nor staffing', () => {
    const company = catalogue([channel('phone', { customerHours: week('tue', '08:00-21:00') })]);
    expect(ask({ pause }, { topic: 'outage' }, MONDAY_NOON, company).action).toBe('refrain');
    const unstaffed = catalogue([channel('phone', { hours: { human: [] } })]);
    const human = choice([{ channel: 'phone', mode: 'human' }]);
    expect(ask({ pause, general: human }, { topic: 'outage' }, MONDAY_NOON, unstaffed).action).toBe(
      'refrain',
    );
    expect(ask({ pause }, { topic: 'outage' }, MONDAY_NOON, unstaffed)).toMatchObject({
      action: 'contact',
      mode: 'automated',
    });
  });
});

describe('what goes with every answer', () => {
  it('is stale only when something was stated and not confirmed for long', () => {
    const year = 365 * DAY;
    const stale = (preferencesVersion: number, lastSaidAt: number | null) =>
      ask(customer({}, { preferencesVersion, lastSaidAt })).stale;
    expect(stale(0, null)).toBe(false);
    expect(stale(1, null)).toBe(true);
    expect(stale(1, MONDAY_NOON - year)).toBe(true);
    expect(stale(1, MONDAY_NOON - year + 1)).toBe(false);
  });

  it('lists languages and needs as stated, empty when never stated', () => {
    expect(ask({})).toMatchObject({ languages: [], needs: [] });
    expect(ask({ languages: ['nl', 'en'], needs: ['braille'] })).toMatchObject({
      languages: ['nl', 'en'],
      needs: ['braille'],
    });
  });

  it('looks 400 days ahead and no further, and holds until more comes in sight', () => {
    const pause = { from: '2026-11-01', until: '2027-12-29' };
    const before = instant('2027-12-29T00:00:00+01:00') - 400 * DAY - HOUR;
    const request = { by: before + 500 * DAY, offered: ['email'] };
    const decision = ask({ pause }, request, before);
    expect(decision).toMatchObject({ action: 'refrain', reason: 'no_channel', deadline: before + 400 * DAY });
    expect(verdicts(decision).email).toBe('never_opens');
    expect(decision.validUntil).toBe(before + HOUR);
    expect(ask({ pause }, request, before + HOUR)).toMatchObject({ action: 'wait', channel: 'email' });
  });

  it('holds until a better channel comes within a deadline that moves along', () => {
    const general = choice([{ channel: 'phone', windows: [window('tue', '18:00-20:00')] }, 'email']);
    const decision = ask({ general });
    expect(decision).toMatchObject({ channel: 'email', validUntil: instant('2026-11-23T18:00:00+01:00') });
    expect(ask({ general }, {}, decision.validUntil)).toMatchObject({ action: 'wait', channel: 'phone' });
    expect(ask({ general }, { by: MONDAY_NOON + 2 * HOUR }).validUntil).toBe(MONDAY_NOON + 2 * HOUR);
    expect(ask({ general }, { by: MONDAY_NOON }).validUntil).toBe(MONDAY_NOON + 1);
  });

  it('holds whatever becomes of what was not looked at: lower channels, and machines while a person serves', () => {
    const noons = { channel: 'email', windows: [window('mon', '11:00-13:00')] };
    expect(ask({ general: choice(['phone', noons]) }).validUntil).toBe(MONDAY_NOON + DAY);
    expect(ask({ general: choice([noons, 'phone']) }).validUntil).toBe(MONDAY_NOON + HOUR);
    const hours = { human: week('mon', '09:00-17:00'), automated: week('mon', '09:00-13:00') };
    expect(ask({}, {}, MONDAY_NOON, catalogue([channel('phone', { hours })]))).toMatchObject({
      mode: 'human',
      validUntil: instant('2026-11-23T17:00:00+01:00'),
    });
  });
});
