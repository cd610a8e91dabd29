// Generated inputs: any zone of the truth file, instants 2024 to 2037 with a leaning to transitions, and everything a
// catalogue, a customer and a request may hold.

import fc from 'fast-check';
import type { Catalogue, Channel, Topic } from '../../../src/domain/catalogue.js';
import { DIRECTIONS, MODES, PURPOSES, WANTED_MODES } from '../../../src/domain/catalogue.js';
import type { Customer } from '../../../src/domain/customer.js';
import type { DecisionRequest } from '../../../src/domain/decision.js';
import type { PastContact } from '../../../src/domain/frequency.js';
import type { Choice, Preferences, RankedChannel } from '../../../src/domain/preferences.js';
import { NEEDS, PERIODS } from '../../../src/domain/preferences.js';
import type { WeekWindow } from '../../../src/domain/windows.js';
import { DAYS, toWeek } from '../../../src/domain/windows.js';
import { DAY } from '../../../src/domain/zones.js';
import { HOUR, catalogue, zone } from './examples.js';
import { TRUTH, TRUTH_ZONES } from './oracle.js';

/** One question to the core. */
export interface Case {
  readonly request: DecisionRequest;
  readonly customer: Customer | null;
  readonly catalogue: Catalogue;
  readonly now: number;
}

const KEYS = ['phone', 'callback', 'sms', 'email', 'chat', 'visit'] as const;
const TOPIC_KEYS = ['a', 'a.b', 'a.b.c', 'd'] as const;
/** With a key that no catalogue has. */
const ANY_KEY = [...KEYS, 'ghost'] as const;

const turning = TRUTH_ZONES.filter(([, changes]) => changes.length > 1);

export const zoneName = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...turning.map(([name]) => name)) },
  { weight: 1, arbitrary: fc.constantFrom(...TRUTH_ZONES.map(([name]) => name)) },
);

const start = TRUTH.from * 1000 + 45 * DAY;
const end = TRUTH.until * 1000 - 800 * DAY;

/** Not on a minute as a rule, so that rounding shows. */
const jitter = fc.constantFrom(0, 0, -1, 1, 59_999, 12_345);

/** An instant within a day and a half of a transition of the zone, if it has one. */
export function instantNear(name: string): fc.Arbitrary<number> {
  const changes = (TRUTH.zones[name] ?? [])
    .map(([second]) => second * 1000)
    .filter((at) => at > start && at < end);
  const anywhere = fc.integer({ min: start, max: end });
  if (changes.length === 0) return anywhere;
  const near = fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -36 * 60, max: 36 * 60 }), jitter)
    .map(([at, minutes, odd]) => at + minutes * 60_000 + odd);
  return fc.oneof({ weight: 3, arbitrary: near }, { weight: 1, arbitrary: anywhere });
}

const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 0, 30, 15, 59))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);

export const window: fc.Arbitrary<WeekWindow> = fc
  .record({
    days: fc.subarray([...DAYS], { minLength: 1 }),
    from: clock,
    to: fc.oneof({ weight: 6, arbitrary: clock }, { weight: 1, arbitrary: fc.constant('24:00') }),
  })
  .filter(({ from, to }) => from !== to && !(from === '00:00' && to === '00:00'));

export const windows = fc.array(window, { minLength: 1, maxLength: 3 });

const hours = fc.option(windows.map(toWeek), { nil: undefined });

const ranked: fc.Arbitrary<RankedChannel> = fc.record(
  {
    channel: fc.constantFrom(...ANY_KEY),
    mode: fc.constantFrom(...WANTED_MODES),
    contactPointId: fc.constantFrom('p1', 'p2', 'e1', 'gone'),
    windows,
  },
  { requiredKeys: ['channel'] },
);

/** May well rank a channel twice, or rank and decline it: the core has to bear it. */
const choice: fc.Arbitrary<Choice> = fc.record(
  {
    channels: fc.array(ranked, { maxLength: 4 }),
    declined: fc.array(fc.constantFrom(...ANY_KEY), { maxLength: 3 }),
    limit: fc.record({ max: fc.integer({ min: 1, max: 3 }), per: fc.constantFrom(...PERIODS) }),
  },
  { requiredKeys: ['channels', 'declined'] },
);

/** Mostly within the last days, so that limits are reached. */
const pastContacts = (now: number): fc.Arbitrary<PastContact[]> =>
  fc.array(
    fc.record({
      at: fc.integer({ min: 0, max: 1_000 }).map((part) => now - Math.floor((part / 1_000) ** 3 * 40 * DAY)),
      topic: fc.constantFrom(null, ...TOPIC_KEYS),
    }),
    { maxLength: 8 },
  );

const pause = (now: number) =>
  fc.tuple(fc.integer({ min: -20, max: 10 }), fc.integer({ min: 1, max: 450 })).map(([days, length]) => ({
    from: new Date(now + days * DAY).toISOString().slice(0, 10),
    until: new Date(now + (days + length) * DAY).toISOString().slice(0, 10),
  }));

const preferences = (now: number, name: string): fc.Arbitrary<Preferences> =>
  fc.record(
    {
      languages: fc.constantFrom([], ['nl'], ['nl', 'en']),
      timeZone: fc.constantFrom(name, name, name, 'Mars/Olympus'),
      general: choice,
      topics: fc.dictionary(fc.constantFrom(...TOPIC_KEYS), choice, { maxKeys: 3 }),
      pause: fc.oneof(
        { weight: 1, arbitrary: pause(now) },
        { weight: 2, arbitrary: fc.constant(undefined as never) },
      ),
      needs: fc.subarray([...NEEDS], { maxLength: 2 }),
      objections: fc.subarray([...PURPOSES], { maxLength: 1 }),
    },
    { requiredKeys: ['pause'] },
  );

const customer = (now: number, name: string): fc.Arbitrary<Customer> =>
  fc.record({
    id: fc.constant('c'),
    silenced: fc.oneof(
      { weight: 12, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.constant('legal' as const) },
    ),
    contactPoints: fc.subarray([
      { id: 'p1', kind: 'phone', value: '+31600000001', undeliverable: false },
      { id: 'p2', kind: 'phone', value: '+31600000002', undeliverable: true },
      { id: 'e1', kind: 'email', value: 'x@example.org', undeliverable: false },
    ] as const),
    preferences: preferences(now, name),
    preferencesVersion: fc.integer({ min: 0, max: 9 }),
    lastSaidAt: fc.constantFrom(null, now, now - 400 * DAY),
    recentOutbound: pastContacts(now),
  });

const channel = (key: string): fc.Arbitrary<Channel> =>
  fc.record({
    key: fc.constant(key),
    contactPoint: fc.constantFrom(null, null, 'phone', 'email'),
    directions: fc.constantFrom([...DIRECTIONS], [...DIRECTIONS], ['inbound'], ['outbound']),
    modes: fc.constantFrom([...MODES], [...MODES], ['human'], ['automated'], []),
    hours: fc.record({ human: hours, automated: hours }) as fc.Arbitrary<Channel['hours']>,
    customerHours: fc.option(windows.map(toWeek), { freq: 2 }),
    enabled: fc.constantFrom(true, true, true, true, false),
  });

const patience = fc.constantFrom(HOUR, DAY, 7 * DAY, 30 * DAY, 500 * DAY, 0);

const topics: fc.Arbitrary<Topic[]> = fc
  .array(
    fc.record({
      purpose: fc.constantFrom('service', 'service', ...PURPOSES),
      essential: fc.boolean(),
      patience,
    }),
    {
      minLength: 4,
      maxLength: 4,
    },
  )
  .map((all) =>
    all.map((each, index) => ({ ...each, key: TOPIC_KEYS[index] ?? 'd', parent: PARENTS[index] ?? null })),
  );
const PARENTS = [null, 'a', 'a.b', null];

/** The keys of the levels that bear on a topic of the generated tree, most specific first. */
export function levelKeys({ topic }: DecisionRequest): string[] {
  const keys: string[] = [];
  for (
    let key: string | null | undefined = topic;
    key;
    key = PARENTS[TOPIC_KEYS.indexOf(key as 'a')] ?? null
  ) {
    keys.push(key);
  }
  return keys;
}

const anyCatalogue = (organisation: string): fc.Arbitrary<Catalogue> =>
  fc
    .tuple(
      fc.shuffledSubarray([...KEYS], { minLength: 2 }).chain((keys) => fc.tuple(...keys.map(channel))),
      topics,
    )
    .map(([channels, tree]) => catalogue(channels, { timeZone: zone(organisation) }, tree));

const ahead = fc.constantFrom(-HOUR, 0, 1, HOUR, DAY, 3 * DAY, 20 * DAY, 600 * DAY);

const request = (now: number, direction: DecisionRequest['direction']): fc.Arbitrary<DecisionRequest> =>
  fc.record(
    {
      direction: fc.constant(direction),
      topic: fc.constantFrom(...TOPIC_KEYS),
      arrivedOn: fc.constantFrom(...KEYS),
      offered: fc.subarray([...ANY_KEY], { minLength: 2 }),
      by: ahead.map((milliseconds) => now + milliseconds),
    },
    { requiredKeys: ['direction'] },
  );

/** A question in one direction. */
const caseOf = (direction: DecisionRequest['direction']): fc.Arbitrary<Case> =>
  fc.tuple(zoneName, zoneName).chain(([name, organisation]) =>
    instantNear(name).chain((now) =>
      fc.record({
        request: request(now, direction),
        customer: fc.option(customer(now, name), { freq: 12 }),
        catalogue: anyCatalogue(organisation),
        now: fc.constant(now),
      }),
    ),
  );

export const outboundCase = caseOf('outbound');
export const inboundCase = caseOf('inbound');
export const anyCase = fc.oneof(outboundCase, inboundCase);

/** Several customers of one number, and a question. */
export const sharedCase = anyCase.chain((each) =>
  fc.record({
    each: fc.constant(each),
    customers: fc.array(customer(each.now, 'Europe/Amsterdam'), { minLength: 2, maxLength: 4 }),
  }),
);
