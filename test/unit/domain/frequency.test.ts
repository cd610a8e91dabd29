import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { periodAt, reachedPeriods } from '../../../src/domain/frequency.js';
import { PERIODS } from '../../../src/domain/preferences.js';
import { MINUTE } from '../../../src/domain/zones.js';
import { instantNear, zoneName } from './arbitraries.js';
import { AMSTERDAM, instant, zone } from './examples.js';
import { periodName } from './oracle.js';

describe('a calendar period', () => {
  it.each([
    ['day', '2026-11-23T23:59:59+01:00', '2026-11-23T00:00:00+01:00', '2026-11-24T00:00:00+01:00'],
    ['week', '2026-11-29T23:59:59+01:00', '2026-11-23T00:00:00+01:00', '2026-11-30T00:00:00+01:00'],
    ['week', '2026-11-23T00:00:00+01:00', '2026-11-23T00:00:00+01:00', '2026-11-30T00:00:00+01:00'],
    ['month', '2026-12-31T12:00:00+01:00', '2026-12-01T00:00:00+01:00', '2027-01-01T00:00:00+01:00'],
    ['day', '2026-10-25T02:30:00+01:00', '2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00'],
    ['month', '2026-03-31T12:00:00+02:00', '2026-03-01T00:00:00+01:00', '2026-04-01T00:00:00+02:00'],
  ] as const)('a %s: %s', (per, at, from, until) => {
    expect(periodAt(per, instant(at), AMSTERDAM)).toEqual({ from: instant(from), until: instant(until) });
  });

  it('holds its instant, and ends exactly where the name of the period changes, in every zone', () => {
    fc.assert(
      fc.property(
        zoneName.chain((name) => fc.tuple(fc.constant(name), instantNear(name))),
        fc.constantFrom(...PERIODS),
        ([name, at], per) => {
          const period = periodAt(per, at, zone(name));
          if (period === null) return expect.unreachable('no period');
          expect(period.from <= at && at < period.until).toBe(true);
          const here = periodName(per, name, at);
          expect(periodName(per, name, period.from)).toBe(here);
          expect(periodName(per, name, period.until - MINUTE)).toBe(here);
          expect(periodName(per, name, period.until)).not.toBe(here);
          expect(periodName(per, name, period.from - MINUTE)).not.toBe(here);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('is none for what no date can express', () => {
    for (const at of [NaN, Infinity, 8.64e15 + 1, -Infinity, 8.64e15])
      expect([null, undefined]).toContain(periodAt('month', at, AMSTERDAM)?.until);
  });
});

describe('a limit', () => {
  const at = (text: string) => ({ at: instant(text), topic: null });
  const contacts = [
    at('2026-11-24T09:00:00+01:00'),
    at('2026-11-23T09:00:00+01:00'),
    at('2026-11-23T23:59:00+01:00'),
  ];

  it('is reached in the periods that hold as many contacts, or more', () => {
    const days = (max: number) => reachedPeriods({ max, per: 'day' }, contacts, AMSTERDAM);
    expect(days(1).map(({ from }) => from)).toEqual([
      instant('2026-11-23T00:00:00+01:00'),
      instant('2026-11-24T00:00:00+01:00'),
    ]);
    expect(days(2)).toHaveLength(1);
    expect(days(3)).toEqual([]);
    expect(reachedPeriods({ max: 3, per: 'week' }, contacts, AMSTERDAM)).toHaveLength(1);
  });

  it('bears nonsense', () => {
    expect(reachedPeriods({ max: NaN, per: 'day' }, contacts, AMSTERDAM)).toEqual([]);
    expect(reachedPeriods({ max: 1, per: 'day' }, [{ at: NaN, topic: null }], AMSTERDAM)).toEqual([]);
  });
});
