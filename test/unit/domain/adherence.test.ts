import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { ContactFacts } from '../../../src/domain/adherence.js';
import { judgeAdherence } from '../../../src/domain/adherence.js';
import { decide } from '../../../src/domain/decide.js';
import type { Preferences } from '../../../src/domain/preferences.js';
import { inboundCase, outboundCase } from './arbitraries.js';
import { catalogue, choice, customer, instant, window } from './examples.js';

vi.setConfig({ testTimeout: 60_000 });

/** A Monday at noon: people are there from nine to five. */
const NOON = instant('2026-11-23T12:00:00+01:00');
const NIGHT = instant('2026-11-23T23:00:00+01:00');

const contact = (fields: Partial<ContactFacts> = {}): ContactFacts => ({
  ...{ direction: 'outbound', topic: null, channel: 'phone', mode: 'human', at: NOON },
  ...{ arrivedOn: null, switchedBy: null, deadline: null },
  ...fields,
});
const arrival = (fields: Partial<ContactFacts> = {}): ContactFacts =>
  contact({ direction: 'inbound', arrivedOn: 'phone', ...fields });

const general = (...ranked: Parameters<typeof choice>): Preferences => ({ general: choice(...ranked) });
const byPerson = general([{ channel: 'phone', mode: 'human' }, 'email'], ['sms']);
const evenings = { channel: 'phone', windows: [window('mon', '18:00-20:30')] };

type Row = [
  when: string,
  preferences: Preferences,
  contact: ContactFacts,
  adherence: string | null,
  basis: string,
  breaches?: string[],
];

const OUTBOUND: Row[] = [
  ['nothing was stated', {}, contact(), null, 'default'],
  ['only the language was stated', { languages: ['nl'] }, contact(), null, 'default'],
  ['the first choice was given', byPerson, contact(), 'honoured', 'general'],
  [
    'the first choice was given, by nobody knows whom',
    byPerson,
    contact({ mode: null }),
    'honoured',
    'general',
  ],
  [
    'a machine called one who asked for a person',
    byPerson,
    contact({ mode: 'automated' }),
    'overridden',
    'general',
    ['mode'],
  ],
  [
    'the second choice was given although the first was possible',
    byPerson,
    contact({ channel: 'email' }),
    'overridden',
    'general',
    ['rank'],
  ],
  [
    'the second choice was given, the first being closed until after the deadline',
    byPerson,
    contact({ channel: 'email', at: NIGHT, deadline: NIGHT }),
    'honoured',
    'general',
  ],
  [
    'a declined channel was used',
    byPerson,
    contact({ channel: 'sms' }),
    'overridden',
    'general',
    ['declined', 'rank'],
  ],
  [
    'a channel without a word was used, nothing ranked being possible',
    general(['chat']),
    contact(),
    'impossible',
    'general',
  ],
  [
    'a channel without a word was used, something ranked being possible',
    general(['email']),
    contact(),
    'overridden',
    'general',
    ['rank'],
  ],
  [
    'nothing is ranked, and no declined channel was used',
    general([], ['sms']),
    contact(),
    'honoured',
    'general',
  ],
  [
    'the wanted mode does not exist there, and nothing else is ranked',
    general([{ channel: 'sms', mode: 'human' }]),
    contact({ channel: 'sms', mode: 'automated' }),
    'impossible',
    'general',
    ['mode'],
  ],
  ['it was outside the times', general([evenings]), contact(), 'overridden', 'general', ['window']],
  [
    'it was within the times',
    general([{ ...evenings, windows: [window('mon', '11:00-13:00')] }]),
    contact(),
    'honoured',
    'general',
  ],
  [
    'it was during a pause, though nothing else was stated',
    { pause: { from: '2026-11-20', until: '2026-12-01' } },
    contact(),
    'overridden',
    'general',
    ['pause'],
  ],
  [
    'it was about what the customer objects to',
    { ...byPerson, objections: ['marketing'] },
    contact({ topic: 'news' }),
    'overridden',
    'general',
    ['objection'],
  ],
  [
    'marketing came on a channel that is not ranked',
    general(['chat']),
    contact({ topic: 'news' }),
    'overridden',
    'general',
    ['not_chosen'],
  ],
  [
    'the topic has a choice of its own',
    { ...byPerson, topics: { billing: choice(['post']) } },
    contact({ topic: 'billing', channel: 'post' }),
    'honoured',
    'topic',
  ],
  [
    'a topic above has the choice',
    { ...byPerson, topics: { billing: choice(['post']) } },
    contact({ topic: 'billing.dispute' }),
    'overridden',
    'parent_topic',
    ['rank'],
  ],
  [
    'the customer asked for another channel',
    byPerson,
    contact({ channel: 'sms', switchedBy: 'customer' }),
    'customer_changed',
    'general',
  ],
  [
    'the customer asked for another channel, in a pause',
    { ...byPerson, pause: { from: '2026-11-20', until: '2026-12-01' } },
    contact({ channel: 'sms', switchedBy: 'customer' }),
    'overridden',
    'general',
    ['pause'],
  ],
];

const INBOUND: Row[] = [
  ['nothing was stated', {}, arrival(), null, 'default'],
  [
    'nothing was stated, and the company moved the customer',
    {},
    arrival({ channel: 'chat', switchedBy: 'company' }),
    'overridden',
    'arrival',
    ['moved'],
  ],
  [
    'nothing was stated, and the customer moved',
    {},
    arrival({ channel: 'chat', switchedBy: 'customer' }),
    null,
    'default',
  ],
  [
    'the customer was served where they came, by whom they wanted',
    byPerson,
    arrival(),
    'honoured',
    'general',
  ],
  [
    'the customer came on a declined channel',
    general(['email'], ['phone']),
    arrival(),
    'honoured',
    'general',
  ],
  [
    'the customer came on a channel that they rank lower',
    general(['email', 'phone']),
    arrival(),
    'honoured',
    'general',
  ],
  [
    'a machine served one who asked for a person',
    byPerson,
    arrival({ mode: 'automated' }),
    'overridden',
    'general',
    ['mode'],
  ],
  [
    'a machine served one who asked for a person, at night',
    byPerson,
    arrival({ mode: 'automated', at: NIGHT }),
    'impossible',
    'general',
    ['mode'],
  ],
  [
    'the company moved the customer',
    byPerson,
    arrival({ channel: 'chat', switchedBy: 'company' }),
    'overridden',
    'general',
    ['moved'],
  ],
  [
    'the customer was moved and nobody says by whom',
    byPerson,
    arrival({ channel: 'chat' }),
    'overridden',
    'general',
    ['moved'],
  ],
  [
    'the customer moved of their own accord',
    byPerson,
    arrival({ channel: 'chat', mode: 'automated', switchedBy: 'customer' }),
    'customer_changed',
    'general',
  ],
  [
    'it was during a pause',
    { ...byPerson, pause: { from: '2026-11-20', until: '2026-12-01' } },
    arrival(),
    'honoured',
    'general',
  ],
  ['it was not said where the customer came', byPerson, arrival({ arrivedOn: null }), 'honoured', 'general'],
];

describe.each([
  ['outbound', OUTBOUND],
  ['inbound', INBOUND],
])('%s', (_direction, rows) => {
  it.each(rows)('%s', (_when, preferences, facts, adherence, basis, breaches = []) => {
    expect(judgeAdherence(facts, customer(preferences), catalogue())).toMatchObject({
      adherence,
      basis,
      breaches,
    });
  });
});

describe('what is told beside it', () => {
  it('is the place, the times, the mode, and what was wanted', () => {
    const preferences = general(['post', evenings, { channel: 'email', mode: 'automated' }]);
    const judge = (fields: Partial<ContactFacts>) =>
      judgeAdherence(contact(fields), customer(preferences, { contactPoints: [] }), catalogue());
    expect(judge({})).toMatchObject({ rank: 2, windowKept: false, modeKept: null, wantedChannel: null });
    expect(judge({ channel: 'email' })).toMatchObject({ rank: 3, windowKept: null, modeKept: false });
    expect(judge({ channel: 'sms' })).toMatchObject({ rank: null, windowKept: null, modeKept: null });
    expect(judgeAdherence(contact({ channel: 'email' }), customer(byPerson), catalogue())).toMatchObject({
      ...{ rank: 2, wantedChannel: 'phone', wantedMode: 'human' },
    });
  });

  it('names nothing for one who is not known', () => {
    expect(judgeAdherence(contact(), null, catalogue())).toMatchObject({
      adherence: null,
      basis: 'unknown_customer',
    });
  });

  it('takes the mode of a channel that has but one', () => {
    const wish = general([{ channel: 'callback', mode: 'automated' }]);
    const judged = judgeAdherence(contact({ channel: 'callback', mode: null }), customer(wish), catalogue());
    expect(judged.modeKept).toBe(false);
  });

  it('stops for the silenced, and counts the contacts before this one against the limit', () => {
    const limited = { general: { ...choice(['phone']), limit: { max: 1, per: 'day' as const } } };
    const once = (at: number) => customer(limited, { recentOutbound: [{ at, topic: null }] });
    const hour = 3_600_000;
    expect(judgeAdherence(contact(), customer({}, { silenced: 'legal' }), catalogue()).breaches).toEqual([
      'silenced',
    ]);
    expect(judgeAdherence(contact(), once(NOON - hour), catalogue()).breaches).toEqual(['limit']);
    expect(judgeAdherence(contact(), once(NOON + hour), catalogue()).adherence).toBe('honoured');
    expect(judgeAdherence(contact(), once(NOON - 24 * hour), catalogue()).adherence).toBe('honoured');
  });
});

describe('laws', () => {
  it('a company that does what the decision says is never said to have overridden', () => {
    let [honoured, tried] = [0, 0];
    fc.assert(
      fc.property(
        outboundCase,
        ({ request: { offered: _, ...request }, customer: who, catalogue: known, now }) => {
          tried += 1;
          const { action, channel, mode, overrides, deadline } = decide(request, who, known, now);
          if (action !== 'contact' || channel === null || overrides.length > 0) return;
          const facts = contact({ topic: request.topic ?? null, channel, mode, at: now, deadline });
          const { adherence, breaches } = judgeAdherence(facts, who, known);
          expect(adherence).not.toBe('overridden');
          expect(breaches).toEqual([]);
          if (adherence === 'honoured') honoured += 1;
        },
      ),
      { numRuns: 1_000 },
    );
    // Mutation tests try fewer
    expect(honoured).toBeGreaterThan(tried < 3_000 ? 0 : 100);
  });

  it('a company that breaks a wish for something essential is said to have overridden', () => {
    fc.assert(
      fc.property(outboundCase, ({ request, customer: who, catalogue: known, now }) => {
        const { channel, mode, overrides, deadline } = decide(request, who, known, now);
        if (channel === null || overrides.length === 0) return;
        const facts = contact({ topic: request.topic ?? null, channel, mode, at: now, deadline });
        const { adherence, breaches } = judgeAdherence(facts, who, known);
        expect(adherence).toBe('overridden');
        expect(breaches).toEqual(expect.arrayContaining([...overrides]));
      }),
      { numRuns: 1_000 },
    );
  });

  it('a customer who is served as the decision says is never said to have been moved or given the wrong mode', () => {
    fc.assert(
      fc.property(inboundCase, ({ request, customer: who, catalogue: known, now }) => {
        const { action, channel, mode } = decide(request, who, known, now);
        if (action !== 'serve' || channel === null) return;
        const { arrivedOn = null, topic = null } = request;
        const facts = arrival({ topic, channel, mode, arrivedOn, at: now });
        expect(['honoured', null]).toContain(judgeAdherence(facts, who, known).adherence);
      }),
      { numRuns: 1_000 },
    );
  });

  it('nobody who stated nothing is counted as honoured', () => {
    fc.assert(
      fc.property(
        fc.oneof(outboundCase, inboundCase),
        fc.constantFrom('phone', 'sms', 'email'),
        (each, channel) => {
          const who = each.customer && { ...each.customer, preferences: {} };
          const { direction, topic = null } = each.request;
          const facts = { ...contact({ direction, topic, channel, at: each.now }), arrivedOn: 'phone' };
          expect(judgeAdherence(facts, who, each.catalogue).adherence).not.toBe('honoured');
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('is total, and says something broken exactly of what was overridden or impossible for its mode', () => {
    fc.assert(
      fc.property(
        fc.oneof(outboundCase, inboundCase),
        fc.constantFrom('phone', 'sms', 'email', 'ghost'),
        fc.constantFrom(null, 'customer' as const, 'company' as const),
        fc.constantFrom(null, 'human' as const, 'automated' as const),
        (each, channel, switchedBy, mode) => {
          const { direction, topic = null, arrivedOn = null } = each.request;
          const facts = {
            direction,
            topic,
            channel,
            mode,
            arrivedOn,
            switchedBy,
            at: each.now,
            deadline: null,
          };
          const { adherence, breaches } = judgeAdherence(facts, each.customer, each.catalogue);
          if (adherence === 'overridden') expect(breaches.length).toBeGreaterThan(0);
          else expect(breaches.filter((breach) => breach !== 'mode')).toEqual([]);
          if (breaches.includes('mode')) expect(['overridden', 'impossible']).toContain(adherence);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
