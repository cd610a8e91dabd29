import { describe, expect, it } from 'vitest';
import type { Customer } from '../../../src/domain/customer.js';
import { decide } from '../../../src/domain/decide.js';
import type { Decision, DecisionRequest } from '../../../src/domain/decision.js';
import type { Preferences } from '../../../src/domain/preferences.js';
import { decideShared } from '../../../src/domain/shared-number.js';
import { CHANNELS, catalogue, channel, choice, customer, instant, week, window } from './examples.js';

const NOON = instant('2026-11-23T12:00:00+01:00');
const EVENING = instant('2026-11-23T19:00:00+01:00');
const NEXT_MORNING = instant('2026-11-24T09:00:00+01:00');

function ask(
  who: Preferences | null,
  request: Partial<DecisionRequest> = {},
  now = NOON,
  company = catalogue(),
): Decision {
  return decide({ direction: 'inbound', ...request }, who && customer(who), company, now);
}

const verdicts = ({ channels }: Decision) =>
  Object.fromEntries(channels.map((each) => [each.channel, each.verdict]));
const HUMAN = { general: choice([{ channel: 'phone', mode: 'human' as const }]) };
const MACHINE = { general: choice([{ channel: 'phone', mode: 'automated' as const }]) };

describe('a customer who has arrived', () => {
  it('is served where they are, even where they declined to be', () => {
    const preferences = { general: choice(['email', 'chat'], ['phone']) };
    const decision = ask(preferences, { arrivedOn: 'phone' });
    expect(decision).toMatchObject({
      action: 'serve',
      channel: 'phone',
      mode: 'human',
      reason: 'declined_open',
      contactPoint: null,
      deadline: null,
    });
    expect(decision.channels.at(-1)).toEqual({
      channel: 'phone',
      rank: null,
      verdict: 'chosen',
      mode: 'human',
      opensAt: null,
    });
    expect(ask(preferences, { arrivedOn: 'chat' })).toMatchObject({
      channel: 'chat',
      reason: 'ranked_2_open',
      because: ['general', 'rank:2', 'staffed:chat human'],
    });
    expect(ask({}, { arrivedOn: 'phone', offered: [] })).toMatchObject({
      action: 'serve',
      channel: 'phone',
      reason: 'unranked_open',
    });
  });

  it.each<[string, Preferences, number, Partial<Decision>]>([
    [
      'a person, staffed',
      HUMAN,
      NOON,
      { action: 'serve', mode: 'human', reason: 'ranked_1_open', until: null },
    ],
    [
      'a person, closed',
      HUMAN,
      EVENING,
      { action: 'offer', mode: 'human', reason: 'human_closed', until: NEXT_MORNING },
    ],
    [
      'a machine',
      MACHINE,
      EVENING,
      { action: 'serve', mode: 'automated', reason: 'ranked_1_open', until: null },
    ],
    ['any, staffed', {}, NOON, { action: 'serve', mode: 'human', reason: 'unranked_open', until: null }],
    [
      'any, closed',
      {},
      EVENING,
      { action: 'serve', mode: 'automated', reason: 'unranked_open', until: null },
    ],
  ])('and wants %s gets just that', (_case, preferences, now, expected) => {
    expect(ask(preferences, { arrivedOn: 'phone' }, now)).toMatchObject({ channel: 'phone', ...expected });
  });

  it('is offered the first staffed moment when nobody and nothing can serve', () => {
    const hours = { human: week('tue', '09:00-17:00'), automated: week('tue', '08:00-20:00') };
    const at8 = instant('2026-11-24T08:00:00+01:00');
    const asks = (preferences: Preferences, modes: ('human' | 'automated')[], open = hours) =>
      ask(preferences, { arrivedOn: 'phone' }, NOON, catalogue([channel('phone', { modes, hours: open })]));
    expect(asks({}, ['human', 'automated'])).toMatchObject({
      action: 'offer',
      reason: 'human_closed',
      until: at8,
      mode: 'automated',
    });
    expect(asks({}, ['automated'])).toMatchObject({
      action: 'offer',
      reason: 'automated_closed',
      until: at8,
    });
    expect(asks(MACHINE, ['human'])).toMatchObject({
      action: 'offer',
      reason: 'automated_closed',
      until: null,
      mode: null,
    });
    expect(asks(HUMAN, ['automated'])).toMatchObject({
      action: 'offer',
      reason: 'human_closed',
      until: null,
      mode: null,
    });
    expect(asks({}, ['human'], { human: [], automated: [] })).toMatchObject({
      action: 'offer',
      until: null,
      mode: null,
    });
  });

  it('is not held up by pause, windows, objections, silence or lawful hours', () => {
    const windows = [window('sat', '09:00-10:00')];
    const who = customer(
      {
        general: choice([{ channel: 'phone', windows }]),
        pause: { from: '2026-11-01', until: '2026-12-01' },
        objections: ['service'],
      },
      { silenced: 'legal' },
    );
    const decision = decide({ direction: 'inbound', arrivedOn: 'phone' }, who, catalogue(), NOON);
    expect(decision).toMatchObject({ action: 'serve', mode: 'human', paused: true });
    expect(verdicts(decision)).toMatchObject({ chat: 'open', callback: 'opens_later' });
  });

  it('is told of a callback as an outbound contact, for marketing too', () => {
    expect(verdicts(ask({}, { arrivedOn: 'phone', topic: 'news' }))).toMatchObject({ callback: 'open' });
    expect(verdicts(ask(null, { arrivedOn: 'phone' }))).toMatchObject({
      callback: 'unreachable',
      chat: 'open',
    });
  });

  it('is served on a channel that no catalogue knows', () => {
    expect(ask(HUMAN, { arrivedOn: 'pigeon' })).toMatchObject({
      action: 'serve',
      channel: 'pigeon',
      mode: null,
      reason: 'unlisted_channel',
    });
  });

  it('is served when unknown', () => {
    expect(ask(null, { arrivedOn: 'phone' })).toMatchObject({
      action: 'serve',
      mode: 'human',
      basis: 'unknown_customer',
      reason: 'unranked_open',
    });
  });
});

describe('a customer who asks where to come', () => {
  it('is shown the first channel open in their order', () => {
    const general = choice([{ channel: 'phone', mode: 'human' }, 'chat']);
    expect(ask({ general })).toMatchObject({ action: 'serve', channel: 'phone', mode: 'human' });
    expect(ask({ general }, {}, EVENING)).toMatchObject({
      action: 'serve',
      channel: 'chat',
      mode: 'automated',
      reason: 'ranked_2_open',
    });
  });

  it('is offered the best one when none is open, and none when there is none', () => {
    const general = choice([{ channel: 'phone', mode: 'human' }]);
    const decision = ask({ general }, { offered: ['phone'] }, EVENING);
    expect(decision).toMatchObject({
      action: 'offer',
      channel: 'phone',
      reason: 'human_closed',
      until: NEXT_MORNING,
    });
    expect(ask({ general: choice([], ['chat']) }, { offered: ['chat', 'callback'] })).toMatchObject({
      action: 'offer',
      channel: null,
      reason: 'no_channel',
      mode: null,
    });
  });
});

describe('what is told to a customer who comes holds', () => {
  const at = (day: number, clock: string) => instant(`2026-11-${day}T${clock}:00+01:00`);
  const opened = (key: string, until: string, from = '09:00') =>
    channel(key, { modes: ['human'], hours: { human: week('mon,tue', `${from}-${until}`) } });
  const company = catalogue([opened('desk', '14:00'), opened('line', '13:00', '08:00')]);
  const until = (request: Partial<DecisionRequest>, ranked: string[], now = NOON) =>
    ask({ general: choice(ranked) }, request, now, company).validUntil;

  it('until the channel closes that is named, whatever becomes of those after it', () => {
    expect(until({}, ['desk', 'line'])).toBe(at(23, '14:00'));
    expect(until({}, ['line', 'desk'])).toBe(at(23, '13:00'));
    expect(until({ arrivedOn: 'desk' }, ['line', 'desk'])).toBe(at(23, '14:00'));
  });

  it('until the first of them opens, while none is open', () => {
    const night = at(23, '20:00');
    expect(ask({ general: choice(['desk', 'line']) }, {}, night, company)).toMatchObject({
      ...{ action: 'offer', channel: 'desk', until: at(24, '09:00'), validUntil: at(24, '08:00') },
    });
    expect(until({ arrivedOn: 'desk' }, ['line', 'desk'], night)).toBe(at(24, '09:00'));
  });

  it('for a day where time alone can change nothing', () => {
    for (const decision of [
      ask({}, { arrivedOn: 'pigeon' }, NOON, company),
      ask({ general: choice([], ['desk', 'line']) }, {}, NOON, company),
    ])
      expect(decision.validUntil).toBe(NOON + 86_400_000);
  });

  it('and its level is named where no channel is', () => {
    const general = choice(['desk']);
    const decision = ask({ general }, { arrivedOn: 'pigeon' }, NOON, company);
    expect(decision).toMatchObject({ ...{ because: ['general'], until: null, mode: null, earliest: null } });
    expect(decision.channels.map(({ verdict }) => verdict)).toEqual(['open', 'open']);
  });
});

describe('a number of several customers', () => {
  const shared = (
    customers: Customer[],
    request: Partial<DecisionRequest>,
    now = NOON,
    company = catalogue(),
  ) => decideShared({ direction: 'inbound', ...request }, customers, company, now);
  const plain = customer({});
  const human = customer({ ...HUMAN, languages: ['nl'], needs: ['braille'], timeZone: 'Asia/Tokyo' });

  it('is answered by a person as soon as one of them wants that', () => {
    const request = { arrivedOn: 'phone' };
    expect(shared([plain, human], request)).toMatchObject({
      action: 'serve',
      mode: 'human',
      reason: 'shared_number',
      because: ['match:multiple', 'mode:human'],
    });
    expect(shared([plain, human], request, EVENING)).toMatchObject({
      action: 'offer',
      mode: 'human',
      reason: 'human_closed',
      until: NEXT_MORNING,
    });
    expect(shared([plain, plain], request, EVENING)).toMatchObject({
      action: 'serve',
      mode: 'automated',
      reason: 'shared_number',
      because: ['match:multiple'],
    });
  });

  it('tells nothing of any of them', () => {
    expect(shared([human, human], { arrivedOn: 'phone' })).toMatchObject({
      basis: 'default',
      contactPoint: null,
      languages: [],
      needs: [],
      preferencesVersion: 0,
      timeZone: 'Europe/Amsterdam',
      timeZoneBasis: 'organisation',
      stale: false,
      paused: false,
    });
  });

  it('gets outbound the least permissive answer, and the later of two waits', () => {
    const company = catalogue(CHANNELS.map((each) => ({ ...each, hours: {}, customerHours: null })));
    const wants = (hours: string) =>
      customer({ general: choice([{ channel: 'phone', windows: [window('mon', hours)] }]) });
    const out = (customers: Customer[]) => shared(customers, { direction: 'outbound' }, NOON, company);
    const late = instant('2026-11-23T20:00:00+01:00');
    expect(out([plain, wants('18:00-19:00'), wants('20:00-21:00')])).toMatchObject({
      action: 'wait',
      until: late,
      reason: 'ranked_1_opens_later',
    });
    expect(out([plain, customer({}, { silenced: 'legal' })])).toMatchObject({
      action: 'refrain',
      reason: 'silenced',
      channel: null,
      because: ['match:multiple'],
    });
    expect(out([plain, plain])).toMatchObject({ action: 'contact', channel: 'phone', contactPoint: null });
  });

  it('is an ordinary number when there is one customer, or none', () => {
    expect(shared([human], { arrivedOn: 'phone' })).toEqual(
      decide({ direction: 'inbound', arrivedOn: 'phone' }, human, catalogue(), NOON),
    );
    expect(shared([], {})).toMatchObject({ basis: 'unknown_customer' });
  });
});
