import { describe, expect, it } from 'vitest';
import type { Customer } from '../../../src/domain/customer.js';
import type { Decision, DecisionRequest } from '../../../src/domain/decision.js';
import type { Choice, Preferences } from '../../../src/domain/preferences.js';
import { decideShared } from '../../../src/domain/shared-number.js';
import { DAY } from '../../../src/domain/zones.js';
import { CHANNELS, HOUR, catalogue, channel, choice, customer, instant, week, window } from './examples.js';

const NOON = instant('2026-11-23T12:00:00+01:00');
/** Nothing but the customers' wishes closes anything. */
const ALWAYS = catalogue(CHANNELS.map((each) => ({ ...each, hours: {}, customerHours: null })));

const at = (clock: string) => instant(`2026-11-23T${clock}:00+01:00`);
const general = (ranked: Choice['channels'], declined: readonly string[] = []): Customer =>
  customer({ general: choice(ranked, declined) });
/** Ranks a channel with times of one hour from then on, and declines all others. */
const hourOn = (key: string, from: string): Customer => {
  const windows = [window('mon', `${from}:00-${Number(from) + 1}:00`)];
  const others = CHANNELS.map((each) => each.key).filter((each) => each !== key);
  return general([{ channel: key, windows }], others);
};

const limited: Preferences = { general: { ...choice([]), limit: { max: 1, per: 'day' } } };
const CALLED = { recentOutbound: [{ at: NOON - HOUR, topic: null }] };

const SILENCED = customer({}, { silenced: 'legal' });
const OBJECTING = customer({ objections: ['service', 'emergency'] });
const UNREACHABLE = general([], ['phone', 'callback', 'sms', 'email', 'post']);
const FULL = customer(limited, CALLED);
const PAUSED = customer({ pause: { from: '2026-11-20', until: '2026-12-20' } });
const FREE = customer();

describe('of two answers for one number', () => {
  it.each<[string, Customer, Customer, Partial<DecisionRequest>, Partial<Decision>]>([
    ['silence before an objection', SILENCED, OBJECTING, {}, { reason: 'silenced' }],
    ['an objection before no channel', OBJECTING, UNREACHABLE, {}, { reason: 'objection' }],
    ['no channel before one that opens too late', UNREACHABLE, PAUSED, {}, { reason: 'no_channel' }],
    [
      'one that opens too late before a limit that is reached',
      PAUSED,
      FULL,
      { by: NOON + HOUR },
      {
        reason: 'opens_after_deadline',
        earliest: { channel: 'phone', at: instant('2026-12-20T00:00+01:00') },
      },
    ],
    [
      'to refrain before to wait',
      FULL,
      hourOn('sms', '13'),
      { by: NOON + HOUR },
      { reason: 'limit_reached' },
    ],
    ['to wait before to contact', hourOn('sms', '13'), FREE, {}, { action: 'wait', until: at('13:00') }],
    [
      'what opens later, of two that open too late',
      hourOn('sms', '16'),
      hourOn('phone', '15'),
      { by: NOON + HOUR },
      { action: 'refrain', earliest: { channel: 'sms', at: at('16:00') } },
    ],
    [
      'the later one, of two waits',
      hourOn('sms', '16'),
      hourOn('phone', '15'),
      {},
      { action: 'wait', channel: 'sms', until: at('16:00') },
    ],
    [
      "the company's first channel, of two waits as long",
      hourOn('sms', '15'),
      hourOn('email', '15'),
      {},
      { action: 'wait', channel: 'sms' },
    ],
    [
      "the company's first channel, of two that open too late together",
      hourOn('sms', '15'),
      hourOn('email', '15'),
      { by: NOON + HOUR },
      { action: 'refrain', earliest: { channel: 'sms', at: at('15:00') } },
    ],
    [
      "the company's first channel, of two contacts",
      general([{ channel: 'sms' }]),
      general([{ channel: 'email' }]),
      {},
      { action: 'contact', channel: 'sms', reason: 'ranked_1_open' },
    ],
    [
      'a person before a machine on one channel',
      general([{ channel: 'phone', mode: 'human' }]),
      general([{ channel: 'phone', mode: 'automated' }]),
      {},
      { action: 'contact', channel: 'phone', mode: 'human', wanted: 'human' },
    ],
    [
      'the one that breaks more wishes, of two that do',
      customer({
        general: choice([{ channel: 'phone', windows: [window('sat', '09:00-10:00')] }]),
        pause: { from: '2026-11-20', until: '2026-12-20' },
      }),
      PAUSED,
      { topic: 'outage' },
      { action: 'contact', reason: 'essential', overrides: ['window', 'pause'] },
    ],
  ])('the more careful one counts: %s, in either order', (_rule, careful, other, request, expected) => {
    for (const customers of [
      [careful, other],
      [other, careful],
      [other, careful, other],
    ])
      expect(decideShared({ direction: 'outbound', ...request }, customers, ALWAYS, NOON)).toMatchObject({
        because: ['match:multiple'],
        ...expected,
      });
  });
});

describe('the channels in the answer for a shared number', () => {
  const verdicts = ({ channels }: Decision) =>
    channels.filter(({ verdict }) => verdict === 'chosen' || verdict === 'open');

  it('name the one that is chosen as the answer does, without a rank, and the others as for nobody', () => {
    const waiting = hourOn('sms', '15');
    const decision = decideShared({ direction: 'outbound' }, [FREE, waiting], ALWAYS, NOON);
    expect(decision.channels.map(({ channel: key }) => key)).toEqual(CHANNELS.map(({ key }) => key));
    expect(verdicts(decision)).toEqual([
      { channel: 'sms', rank: null, verdict: 'chosen', mode: 'automated', opensAt: at('15:00') },
    ]);
    const refraining = decideShared({ direction: 'outbound' }, [FREE, SILENCED], ALWAYS, NOON);
    expect(refraining.channels.some(({ verdict }) => verdict === 'chosen')).toBe(false);
  });

  it('say where a person was wanted when one will be there', () => {
    const human = general([{ channel: 'phone', mode: 'human' }]);
    const night = at('20:00');
    const arrived = { direction: 'inbound', arrivedOn: 'phone' } as const;
    const decision = decideShared(arrived, [FREE, human], catalogue(), night);
    const until = instant('2026-11-24T09:00:00+01:00');
    expect(decision).toMatchObject({ wanted: 'human', until });
    expect(decision.channels.filter(({ verdict }) => verdict === 'chosen')).toEqual([
      { channel: 'phone', rank: null, verdict: 'chosen', mode: 'human', opensAt: until },
    ]);
  });
});

describe('an answer for a shared number holds', () => {
  const hours = { human: week('mon', '09:00-14:00'), automated: week('mon', '09:00-13:00') };
  const company = catalogue([channel('phone', { hours })]);
  const arrived = { direction: 'inbound', arrivedOn: 'phone' } as const;

  it('until the person who is wanted goes, and no longer than for each of the customers', () => {
    const wants = (mode: 'human' | 'automated') => general([{ channel: 'phone', mode }]);
    const until = (...customers: Customer[]) => decideShared(arrived, customers, company, NOON).validUntil;
    expect(until(wants('human'), wants('human'))).toBe(at('14:00'));
    expect(until(wants('human'), wants('automated'))).toBe(at('13:00'));
    expect(until(FREE, FREE)).toBe(at('14:00'));
  });

  it('until the first of the answers may change, also when that is not the most careful one', () => {
    const soon = hourOn('sms', '12');
    const { action, validUntil } = decideShared({ direction: 'outbound' }, [soon, SILENCED], ALWAYS, NOON);
    expect([action, validUntil]).toEqual(['refrain', at('13:00')]);
    expect(decideShared({ direction: 'outbound' }, [SILENCED, SILENCED], ALWAYS, NOON).validUntil).toBe(
      NOON + DAY,
    );
  });
});
