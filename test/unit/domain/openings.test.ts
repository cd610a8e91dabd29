import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Interval, Opening } from '../../../src/domain/openings.js';
import { HORIZON, closesAt, isOpen, opensAt } from '../../../src/domain/openings.js';
import type { WeekWindow } from '../../../src/domain/windows.js';
import { toWeek } from '../../../src/domain/windows.js';
import { DAY } from '../../../src/domain/zones.js';
import { instantNear, windows, zoneName } from './arbitraries.js';
import { instant, week, window, zone } from './examples.js';
import { TRUTH_ZONES, isInWindows, scan } from './oracle.js';

// The properties take a second or two; this leaves room for a busy machine.
vi.setConfig({ testTimeout: 60_000 });

interface Stated {
  readonly name: string;
  readonly windows: readonly WeekWindow[];
}

function toOpening(stated: readonly Stated[], closed: Interval | null = null): Opening {
  return {
    hours: stated.map((each) => ({ week: toWeek(each.windows), rules: zone(each.name) })),
    closed: closed === null ? [] : [closed],
  };
}

function isTrulyOpen(stated: readonly Stated[], closed: Interval | null, at: number): boolean {
  if (closed !== null && closed.from <= at && at < closed.until) return false;
  return stated.every((each) => isInWindows(each.windows, each.name, at));
}

const stated = zoneName.chain((name) =>
  fc.record({
    stated: fc.tuple(
      fc.record({ name: fc.constant(name), windows }),
      ...[0, 1].map(() => fc.record({ name: fc.oneof(fc.constant(name), zoneName), windows })),
    ),
    count: fc.integer({ min: 1, max: 3 }),
    from: instantNear(name),
    pause: fc.option(fc.tuple(fc.integer({ min: -1440, max: 1440 }), fc.integer({ min: 1, max: 2880 }))),
  }),
);

describe('law 8: openings agree with a scan of every minute, over gaps and overlaps', () => {
  it('in whatever zones, for one to three constraints and a closure', () => {
    fc.assert(
      fc.property(stated, ({ stated: all, count, from, pause }) => {
        const some = all.slice(0, count);
        const minute = Math.floor(from / 60_000);
        const closed = pause && {
          from: (minute + pause[0]) * 60_000,
          until: (minute + pause[0] + pause[1]) * 60_000,
        };
        const opening = toOpening(some, closed);
        const limit = from + 3 * DAY;
        const truly = (at: number) => isTrulyOpen(some, closed, at);
        const expected = scan(from, limit, truly);
        expect(opensAt(opening, from, limit)).toBe(expected);
        expect(isOpen(opening, from)).toBe(truly(from));
        if (expected === null) return;
        const closing = scan(expected, limit, (at) => !truly(at)) ?? limit;
        expect(closesAt(opening, expected, limit)).toBe(closing);
      }),
      { numRuns: 600 },
    );
  });

  it('around transitions of every zone, with windows of an hour that fall into the gap or the overlap', () => {
    let checked = 0;
    for (const [name, changes] of TRUTH_ZONES) {
      for (const [second] of changes.slice(1, 5)) checked += scanAround(name, second * 1000);
    }
    expect(checked).toBeGreaterThan(500);
  });
});

/** Compares half-hourly starting points from six hours before a transition until six hours after it. */
function scanAround(name: string, transition: number): number {
  const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
  const rules = zone(name);
  for (const [from, to] of [
    ['02:15', '02:45'],
    ['23:30', '00:30'],
    ['01:00', '03:00'],
  ] as const) {
    const all = [{ days: everyDay, from, to }];
    const opening: Opening = { hours: [{ week: toWeek(all), rules }], closed: [] };
    const first = transition - 6 * 3_600_000;
    const last = transition + 6 * 3_600_000;
    let expected: number | null = null;
    for (let at = last; at >= first; at -= 15 * 60_000) {
      if (isInWindows(all, name, at)) expected = at;
      const found = opensAt(opening, at, last);
      if (found !== expected)
        throw new Error(`${name} ${from}-${to} from ${at}: ${found} instead of ${expected}`);
    }
  }
  return 1;
}

describe('an opening', () => {
  const amsterdam = zone('Europe/Amsterdam');

  it('is empty on the day its window lies in the gap of spring', () => {
    const opening = { hours: [{ week: week('sun', '02:00-03:00'), rules: amsterdam }], closed: [] };
    const found = opensAt(opening, instant('2027-03-28T00:00:00+01:00'), Infinity);
    expect(found).toBe(instant('2027-04-04T02:00:00+02:00'));
  });

  it('is open both times when its window lies in the overlap of autumn', () => {
    const opening = { hours: [{ week: week('sun', '02:00-02:30'), rules: amsterdam }], closed: [] };
    const first = instant('2026-10-25T02:00:00+02:00');
    expect(opensAt(opening, first - DAY, Infinity)).toBe(first);
    expect(closesAt(opening, first, Infinity)).toBe(instant('2026-10-25T02:30:00+02:00'));
    expect(opensAt(opening, first + 1_800_000, Infinity)).toBe(instant('2026-10-25T02:00:00+01:00'));
  });

  it('is `now` to the millisecond when open, and else the first minute boundary', () => {
    const opening = { hours: [{ week: week('mon', '09:00-10:00'), rules: amsterdam }], closed: [] };
    const within = instant('2026-11-23T09:15:12.345+01:00');
    expect(opensAt(opening, within, Infinity)).toBe(within);
    expect(opensAt(opening, instant('2026-11-23T08:59:59.999+01:00'), Infinity)).toBe(
      instant('2026-11-23T09:00+01:00'),
    );
    expect(isOpen(opening, instant('2026-11-23T10:00:00+01:00'))).toBe(false);
  });

  it('is none, never `now`, when no window is ever open', () => {
    const now = instant('2026-11-23T09:15:00+01:00');
    expect(opensAt({ hours: [{ week: [], rules: amsterdam }], closed: [] }, now, now + HORIZON)).toBeNull();
    const apart = [week('mon', '09:00-10:00'), week('mon', '10:00-11:00')].map((each) => ({
      week: each,
      rules: amsterdam,
    }));
    expect(opensAt({ hours: apart, closed: [] }, now, now + HORIZON)).toBeNull();
  });

  it('is found between constraints of two zones that meet only in the weeks when their transitions differ', () => {
    const newYork = { week: week('mon', '09:00-10:00'), rules: zone('America/New_York') };
    const here = { week: week('mon', '14:00-15:00'), rules: amsterdam };
    const found = opensAt({ hours: [newYork, here], closed: [] }, instant('2026-11-09T00:00:00Z'), Infinity);
    expect(found).toBe(instant('2027-03-15T14:00:00+01:00'));
  });

  it('is at the end of a closure, and ends at its beginning', () => {
    const closed = { from: 1_000_000, until: 2_000_000 };
    expect(opensAt({ hours: [], closed: [closed] }, 1_000_000, Infinity)).toBe(2_000_000);
    expect(opensAt({ hours: [], closed: [closed] }, 1_000_000, 1_999_999)).toBeNull();
    expect(closesAt({ hours: [], closed: [closed] }, 500_000, 5_000_000)).toBe(1_000_000);
  });

  it('may be at the limit itself, and no later', () => {
    const closed = [{ from: 1_000_000, until: 2_000_000 }];
    expect(opensAt({ hours: [], closed: [] }, 5, 5)).toBe(5);
    expect(opensAt({ hours: [], closed }, 1_000_000, 2_000_000)).toBe(2_000_000);
    const nine = instant('2026-11-23T09:00:00+01:00');
    const opening = { hours: [{ week: week('mon', '09:00-10:00'), rules: amsterdam }], closed: [] };
    expect(opensAt(opening, nine - 1, nine)).toBe(nine);
    expect(opensAt(opening, nine - 1, nine - 1)).toBeNull();
  });

  it('is not where hours begin together with a closure', () => {
    const [nine, noon] = [9, 12].map((hour) => instant('2026-11-23T00:00:00+01:00') + hour * 3_600_000);
    const hours = [{ week: week('mon', '09:00-17:00'), rules: amsterdam }];
    const closed = [{ from: nine ?? 0, until: noon ?? 0 }];
    expect(opensAt({ hours, closed }, (nine ?? 0) - 3_600_000, Infinity)).toBe(noon);
  });

  it('goes on when the clock is turned back just as it would close', () => {
    const opening = { hours: [{ week: week('sun', '02:00-03:00'), rules: amsterdam }], closed: [] };
    const first = instant('2026-10-25T02:00:00+02:00');
    expect(closesAt(opening, first, Infinity)).toBe(instant('2026-10-25T03:00:00+01:00'));
  });

  it('lasts until the limit when nothing ever closes it', () => {
    const always = {
      hours: [{ week: toWeek([window('mon,tue,wed,thu,fri,sat,sun', '00:00-24:00')]), rules: amsterdam }],
      closed: [],
    };
    expect(closesAt(always, 0, 900 * DAY)).toBe(900 * DAY);
  });
});
