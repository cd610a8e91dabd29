import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { decide } from '../../../src/domain/decide.js';
import type { ChannelVerdict, Decision } from '../../../src/domain/decision.js';
import type { Preferences } from '../../../src/domain/preferences.js';
import { decideShared } from '../../../src/domain/shared-number.js';
import { isInWeek } from '../../../src/domain/windows.js';
import { DAY, startOfLocalDate } from '../../../src/domain/zones.js';
import type { Case } from './arbitraries.js';
import { anyCase, inboundCase, levelKeys, outboundCase, sharedCase, window } from './arbitraries.js';
import { HOUR, zone } from './examples.js';
import { isInWindows, isLimitReached, statusOf, trueMinuteOfWeek } from './oracle.js';

// Each property takes about a second; this leaves room for a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const answer = ({ request, customer, catalogue, now }: Case): Decision =>
  decide(request, customer, catalogue, now);
const gist = ({ action, channel, mode }: Decision) => ({ action, channel, mode });

function holds(arbitrary: fc.Arbitrary<Case>, property: (each: Case) => void, numRuns = 1_000): void {
  fc.assert(fc.property(arbitrary, property), { numRuns });
}

describe('law 1: total and deterministic', () => {
  it('gives the same answer for the same input, and changes none of it', () => {
    holds(anyCase, (each) => {
      const before = JSON.stringify(each);
      expect(answer(each)).toEqual(answer(each));
      expect(JSON.stringify(each)).toBe(before);
    });
  });

  it('does not depend on the order of declines, days, windows, keys and offers', () => {
    holds(anyCase, (each) => {
      const { request, customer } = each;
      const offered = request.offered && [...request.offered].reverse();
      const preferences = customer && reversed(customer.preferences);
      const turned: Case = {
        ...each,
        request: offered ? { ...request, offered } : request,
        customer: customer && preferences && { ...customer, preferences },
      };
      const { because, ...rest } = answer(each);
      const { because: _, ...turnedRest } = answer(turned);
      expect(turnedRest).toEqual(rest);
      expect(because.length).toBeGreaterThanOrEqual(0);
    });
  });

  it('answers whatever nonsense is stored', () => {
    const text = fc.oneof(
      fc.constantFrom('phone', '__proto__', 'constructor', '99:99', '24:00', '2026-02-30', ''),
      fc.string(),
    );
    const nonsense = fc.record({
      timeZone: text,
      pause: fc.record({ from: text, until: text }),
      general: fc.record({
        channels: fc.array(
          fc.record({
            channel: text,
            mode: text,
            contactPointId: text,
            windows: fc.array(fc.record({ days: fc.array(text), from: text, to: text })),
          }),
        ),
        declined: fc.array(text),
      }),
      topics: fc.dictionary(text, fc.constant({ channels: [], declined: [] })),
    });
    const instants = fc.oneof(
      fc.double(),
      fc.integer(),
      fc.constantFrom(NaN, Infinity, -Infinity, 8.64e15, -8.64e15),
    );
    const request = fc.record(
      { topic: text, arrivedOn: text, by: instants, offered: fc.array(text) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(anyCase, nonsense, request, instants, (each, preferences, odd, now) => {
        const customer = each.customer && {
          ...each.customer,
          preferences: preferences as unknown as Preferences,
        };
        const asked = { ...odd, direction: each.request.direction };
        expect(decide(asked, customer, each.catalogue, each.now).validUntil).toBeGreaterThan(each.now);
        expect(decide(asked, customer, each.catalogue, now).action).toBeTypeOf('string');
      }),
      { numRuns: 1_000 },
    );
  });

  it('speaks in reasons of one word, and of customers only when one is known', () => {
    holds(anyCase, (each) => {
      const { reason, basis } = answer(each);
      expect(reason).toMatch(/^[a-z0-9_]+$/);
      expect(basis === 'unknown_customer').toBe(each.customer === null);
    });
  });
});

describe('law 2: every channel stands once in the answer', () => {
  it('lists each channel of the catalogue exactly once, ranked ones first, with at most one chosen', () => {
    holds(anyCase, (each) => {
      const { channels, channel } = answer(each);
      const keys = each.catalogue.channels.map(({ key }) => key);
      expect(channels.map((verdict) => verdict.channel).sort()).toEqual([...keys].sort());
      const chosen = channels.filter(({ verdict }) => verdict === 'chosen').map((verdict) => verdict.channel);
      expect(chosen).toEqual(channel !== null && keys.includes(channel) ? [channel] : []);
      const ranks = channels.map(({ rank }) => rank);
      const ranked = ranks.filter((rank) => rank !== null);
      expect(ranks.slice(0, ranked.length)).toEqual(ranked.map((_, index) => index + 1));
    });
  });

  it('gives a mode exactly to the channels that can be used, and a moment exactly to those that open later', () => {
    holds(anyCase, (each) => {
      for (const verdict of answer(each).channels) expectConsistent(verdict, each.now);
    });
  });
});

function expectConsistent({ verdict, mode, opensAt }: ChannelVerdict, now: number): void {
  if (verdict === 'chosen') return;
  const later = verdict === 'opens_later' || verdict === 'limit_reached';
  expect(mode !== null).toBe(verdict === 'open' || later);
  expect(opensAt !== null).toBe(later);
  if (opensAt !== null) expect(opensAt).toBeGreaterThan(now);
}

describe('law 3: without overrides no wish is broken', () => {
  it('contacts only on a channel that is not declined, in its window, outside the pause, before the deadline', () => {
    holds(outboundCase, (each) => {
      const decision = answer(each);
      if (decision.action !== 'contact' && decision.action !== 'wait') return;
      if (decision.overrides.length > 0) return;
      expectWishesKept(each, decision);
    });
  });

  it('names exactly the wishes that an essential message breaks', () => {
    holds(outboundCase, (each) => {
      const { action, overrides, reason, timeZone, channel } = answer(each);
      expect(reason === 'essential').toBe(overrides.length > 0);
      if (action !== 'contact' || each.customer === null || channel === null) return;
      const { status, windows } = statusOf(each.customer, levelKeys(each.request), channel);
      expect(overrides.includes('declined')).toBe(status === 'declined');
      expect(overrides.includes('window')).toBe(
        windows !== undefined && !isInWindows(windows, timeZone, each.now),
      );
      expect(overrides.includes('pause')).toBe(isPaused(each, timeZone, each.now));
      expect(overrides.includes('limit')).toBe(isFull(each, timeZone, each.now));
    });
  });

  it('contacts, even with overrides, only in lawful hours and while the mode is staffed', () => {
    holds(outboundCase, (each) => {
      const { channel: key, mode, until, timeZone } = answer(each);
      const { channels, timeZone: organisation } = each.catalogue;
      const channel = channels.find((one) => one.key === key);
      if (channel === undefined || mode === null) return;
      const at = until ?? each.now;
      const staffed = channel.hours[mode];
      if (channel.customerHours !== null) {
        expect(isInWeek(channel.customerHours, trueMinuteOfWeek(timeZone, at))).toBe(true);
      }
      if (staffed !== undefined)
        expect(isInWeek(staffed, trueMinuteOfWeek(organisation.name, at))).toBe(true);
    });
  });

  it('says of a channel that waits for the limit that it does, exactly while the limit is reached', () => {
    let [seen, tried] = [0, 0];
    holds(outboundCase, (each) => {
      tried += 1;
      const { channels, timeZone, overrides } = answer(each);
      const full = isFull(each, timeZone, each.now);
      for (const { verdict, opensAt } of channels) {
        if (verdict === 'limit_reached') seen += 1;
        if (verdict === 'limit_reached') expect(full).toBe(true);
        if (full) expect(['open', 'opens_later']).not.toContain(verdict);
        if (full && opensAt !== null && overrides.length === 0)
          expect(isFull(each, timeZone, opensAt)).toBe(false);
      }
    });
    expect(seen / tried).toBeGreaterThan(1 / 60);
  });

  it('never contacts the silenced, those who object, or strangers', () => {
    holds(outboundCase, (each) => {
      const { action, reason } = answer(each);
      const purpose = each.catalogue.topics.get(each.request.topic ?? '')?.purpose ?? 'service';
      const forbidden =
        each.customer?.silenced !== null || each.customer.preferences.objections?.includes(purpose);
      if (forbidden) expect(action).toBe('refrain');
      expect(['silenced', 'objection', 'unknown_customer'].includes(reason)).toBe(Boolean(forbidden));
    });
  });
});

function expectWishesKept(each: Case, { until, deadline, channel, timeZone }: Decision): void {
  if (each.customer === null || channel === null) return expect.unreachable('no customer or channel');
  const at = until ?? each.now;
  if (until !== null) expect(until).toBeGreaterThan(each.now);
  expect(at).toBeLessThanOrEqual(deadline ?? -1);
  const { status, windows } = statusOf(each.customer, levelKeys(each.request), channel);
  expect(status).not.toBe('declined');
  if (windows !== undefined) expect(isInWindows(windows, timeZone, at)).toBe(true);
  expect(isPaused(each, timeZone, at)).toBe(false);
  expect(isFull(each, timeZone, at)).toBe(false);
}

/** Is the limit reached at an instant? */
function isFull({ customer, request }: Case, timeZone: string, at: number): boolean {
  const below = (topic: string | null, key: string) =>
    topic !== null && levelKeys({ direction: 'outbound', topic }).includes(key);
  return customer !== null && isLimitReached(customer, levelKeys(request), below, timeZone, at);
}

function isPaused({ customer }: Case, timeZone: string, at: number): boolean {
  const pause = customer?.preferences.pause;
  if (pause === undefined) return false;
  const from = startOfLocalDate(pause.from, zone(timeZone)) ?? NaN;
  return from <= at && at < (startOfLocalDate(pause.until, zone(timeZone)) ?? NaN);
}

describe('law 4: rank beats speed', () => {
  it('chooses no channel while a better one opens by the deadline', () => {
    holds(outboundCase, (each) => {
      const { channels, channel, deadline, overrides } = answer(each);
      if (channel === null || overrides.length > 0) return;
      const better = channels.slice(
        0,
        channels.findIndex((verdict) => verdict.channel === channel),
      );
      for (const { verdict, opensAt } of better) {
        expect(verdict).not.toBe('open');
        if (opensAt !== null) expect(opensAt).toBeGreaterThan(deadline ?? Infinity);
      }
    });
  });

  it('passes a better channel over only if asking for that one alone finds it no sooner', () => {
    holds(
      outboundCase,
      (each) => {
        const { channels, channel, deadline, overrides } = answer(each);
        if (channel === null || overrides.length > 0 || deadline === null) return;
        for (const verdict of channels.slice(
          0,
          channels.findIndex((one) => one.channel === channel),
        )) {
          if (each.request.offered && !each.request.offered.includes(verdict.channel)) continue;
          const alone = answer({
            ...each,
            request: { ...each.request, offered: [verdict.channel], by: deadline },
          });
          if (alone.overrides.length === 0) expect(alone.action).toBe('refrain');
        }
      },
      1_000,
    );
  });
});

describe('law 5: an answer keeps its word', () => {
  it('contacts on that channel when asked again at `until` with the same deadline', () => {
    holds(outboundCase, (each) => {
      const { action, until, channel, mode, deadline } = answer(each);
      if (action !== 'wait' || until === null || deadline === null) return;
      const then = answer({ ...each, now: until, request: { ...each.request, by: deadline } });
      expect(gist(then)).toEqual({ action: 'contact', channel, mode });
    });
  });

  it('gives the same action, channel and mode at every instant before `validUntil`, at most a day ahead', () => {
    fc.assert(
      fc.property(
        anyCase,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }),
        (each, shares) => {
          const decision = answer(each);
          expectStable(each, decision, shares, answer);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('serves at the moment offered, and in the mode offered', () => {
    holds(inboundCase, (each) => {
      const { action, until, channel, mode } = answer(each);
      if (action !== 'offer' || until === null || channel === null) return;
      const then = answer({ ...each, now: until, request: { ...each.request, arrivedOn: channel } });
      expect(gist(then)).toEqual({ action: 'serve', channel, mode });
    });
  });
});

function expectStable(
  each: Case,
  decision: Decision,
  shares: readonly number[],
  again: (each: Case) => Decision,
): void {
  const { validUntil } = decision;
  const { now } = each;
  expect(validUntil).toBeGreaterThan(now);
  expect(validUntil).toBeLessThanOrEqual(now + DAY);
  const between = shares.map((share) => now + Math.floor(share * (validUntil - 1 - now)));
  const boundaries = [now + 1, now + 60_000, validUntil - 60_000, validUntil - 1];
  for (const later of [...between, ...boundaries]) {
    if (later <= now || later >= validUntil) continue;
    expect(gist(again({ ...each, now: later })), `at ${later - now} ms`).toEqual(gist(decision));
  }
}

describe('law 6: more room never makes it worse', () => {
  it('opens a channel no later when a window is added to it', () => {
    fc.assert(
      fc.property(outboundCase, window, (each, more) => {
        if (each.customer === null) return;
        const widened = { ...each.customer, preferences: widen(each.customer.preferences, more) };
        const after = answer({ ...each, customer: widened }).channels;
        for (const before of withoutForced(answer(each))) expectNoLater(before, after);
      }),
      { numRuns: 1_000 },
    );
  });

  it('chooses no lower rank when the deadline is later', () => {
    fc.assert(
      fc.property(outboundCase, fc.constantFrom(1, HOUR, DAY, 30 * DAY), (each, more) => {
        const before = answer(each);
        if (before.deadline === null) return;
        const after = answer({ ...each, request: { ...each.request, by: before.deadline + more } });
        expectNoLower(before, after);
      }),
      { numRuns: 1_000 },
    );
  });

  it('chooses no lower rank when one more channel is offered', () => {
    holds(outboundCase, (each) => {
      const { offered } = each.request;
      if (offered === undefined) return;
      for (const { key } of each.catalogue.channels) {
        expectNoLower(
          answer(each),
          answer({ ...each, request: { ...each.request, offered: [...offered, key] } }),
        );
      }
    });
  });
});

/** The channels, but for one that is contacted although it isn't open. */
function withoutForced({ channels, overrides }: Decision): readonly ChannelVerdict[] {
  return overrides.length === 0 ? channels : channels.filter(({ verdict }) => verdict !== 'chosen');
}

function expectNoLater(before: ChannelVerdict, after: readonly ChannelVerdict[]): void {
  const now = after.find(({ channel }) => channel === before.channel);
  const first = openingOf(before);
  if (first !== null) expect(openingOf(now)).toBeLessThanOrEqual(first);
}

/** When a channel opens, 0 for now; null when it doesn't. */
function openingOf(verdict: ChannelVerdict | undefined): number | null {
  if (verdict?.verdict === 'open') return 0;
  return verdict?.verdict === 'chosen' ? (verdict.opensAt ?? 0) : (verdict?.opensAt ?? null);
}

/** A forced contact is no choice; so the law is about answers without overrides. */
function expectNoLower(before: Decision, after: Decision): void {
  if (before.channel === null || before.overrides.length > 0) return;
  expect(after.overrides).toEqual([]);
  expect(placeOf(after)).toBeLessThanOrEqual(placeOf(before));
}

function placeOf({ channels }: Decision): number {
  const place = channels.findIndex(({ verdict }) => verdict === 'chosen');
  return place < 0 ? Infinity : place;
}

describe('law 7: who comes is received', () => {
  it('never changes the channel of arrival, and never gives a machine to one who asked for a person', () => {
    holds(inboundCase, (each) => {
      const { action, channel, mode } = answer(each);
      expect(['serve', 'offer']).toContain(action);
      if (each.request.arrivedOn !== undefined) expect(channel).toBe(each.request.arrivedOn);
      if (each.customer === null || channel === null) return;
      const wanted = statusOf(each.customer, levelKeys(each.request), channel).mode;
      if (wanted === 'human') expect(mode).not.toBe('automated');
      if (wanted === 'automated') expect(mode).not.toBe('human');
    });
  });

  it('is not held up by pause, windows, limits, objections, silence or lawful hours', () => {
    holds(inboundCase, (each) => {
      if (each.customer === null) return;
      const { pause: _, objections: __, ...rest } = each.customer.preferences;
      const free = {
        ...each.customer,
        silenced: null,
        recentOutbound: [],
        preferences: JSON.parse(JSON.stringify(rest, dropWindows)),
      };
      const channels = each.catalogue.channels.map((channel) => ({ ...channel, customerHours: null }));
      const freed = answer({ ...each, customer: free, catalogue: { ...each.catalogue, channels } });
      expect(gist(freed)).toEqual(gist(answer(each)));
    });
  });
});

const dropWindows = (key: string, value: unknown) => (key === 'windows' ? undefined : value);

describe('shared numbers keep the laws', () => {
  it('give the same answer whatever the order of the customers, and nothing individual', () => {
    fc.assert(
      fc.property(sharedCase, ({ each: { request, catalogue, now }, customers }) => {
        const shared = decideShared(request, customers, catalogue, now);
        expect(decideShared(request, [...customers].reverse(), catalogue, now)).toEqual(shared);
        expect(shared).toMatchObject({ contactPoint: null, languages: [], needs: [], preferencesVersion: 0 });
        expect(shared.because).toContain('match:multiple');
        expect(shared.channels.every(({ rank }) => rank === null)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('are as careful as the most careful of the answers, and give nobody a machine who asked for a person', () => {
    const order = ['refrain', 'wait', 'contact'];
    fc.assert(
      fc.property(sharedCase, ({ each: { request, catalogue, now }, customers }) => {
        const shared = decideShared(request, customers, catalogue, now);
        const answers = customers.map((customer) => decide(request, customer, catalogue, now));
        if (request.direction === 'outbound') {
          const least = Math.min(...answers.map(({ action }) => order.indexOf(action)));
          expect(order.indexOf(shared.action)).toBe(least);
          const untils = answers.filter(({ action }) => action === 'wait').map(({ until }) => until ?? 0);
          if (shared.action === 'wait') expect(shared.until).toBe(Math.max(...untils));
          return;
        }
        if (request.arrivedOn !== undefined) expect(shared.channel).toBe(request.arrivedOn);
        const wanted = customers.map((one) => statusOf(one, levelKeys(request), shared.channel ?? '').mode);
        if (wanted.includes('human')) expect(shared.mode).not.toBe('automated');
      }),
      { numRuns: 1_000 },
    );
  });

  it('give the same action, channel and mode at every instant before `validUntil`', () => {
    fc.assert(
      fc.property(sharedCase, ({ each, customers }) => {
        const again = ({ request, catalogue, now }: Case) => decideShared(request, customers, catalogue, now);
        expectStable(each, again(each), [0.3, 0.7], again);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** The same preferences with every order turned round that means nothing. */
function reversed(preferences: Preferences): Preferences {
  const turn = (_key: string, value: unknown): unknown => {
    if (_key === 'declined' || _key === 'windows' || _key === 'days' || _key === 'objections') {
      return [...(value as unknown[])].reverse();
    }
    const plain = typeof value === 'object' && value !== null && !Array.isArray(value);
    return plain ? Object.fromEntries(Object.entries(value).reverse()) : value;
  };
  return JSON.parse(JSON.stringify(preferences, turn));
}

/** The same preferences with one window more wherever there are windows. */
function widen(preferences: Preferences, more: unknown): Preferences {
  const add = (key: string, value: unknown) => (key === 'windows' ? [...(value as unknown[]), more] : value);
  return JSON.parse(JSON.stringify(preferences, add));
}
