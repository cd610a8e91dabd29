import { describe, expect, it } from 'vitest';
import {
  minuteOfWeekAt,
  offsetAt,
  startOfLocalDate,
  toCompactLocal,
  toRfc3339,
} from '../../../src/domain/zones.js';
import { TIME_ZONE_NAMES, timeZoneRules } from '../../../src/platform/time-zones.js';
import { AMSTERDAM, instant, zone } from './examples.js';
import { TRUTH_ZONES } from './oracle.js';

describe('the rules of zones', () => {
  it('agree with every transition of every zone in the tz database, one second before and at each', () => {
    let checked = 0;
    for (const [name, changes] of TRUTH_ZONES) {
      const rules = zone(name);
      changes.forEach(([second, offset], index) => {
        const before = changes[index - 1]?.[1];
        if (before !== undefined)
          expect(offsetAt(rules, second * 1000 - 1000) * 60, `${name} ${second}`).toBe(before);
        expect(offsetAt(rules, second * 1000) * 60, `${name} ${second}`).toBe(offset);
        checked += 1;
      });
    }
    expect(checked).toBe(3_959);
  });

  it('are found by exact names and links only', () => {
    expect(timeZoneRules('Asia/Calcutta')?.name).toBe('Asia/Calcutta');
    for (const name of ['europe/amsterdam', 'US_Eastern', '', 'CEST', '__proto__', 'Mars/Olympus']) {
      expect(timeZoneRules(name), name).toBeUndefined();
    }
    expect(TIME_ZONE_NAMES.every((name) => timeZoneRules(name)?.name === name)).toBe(true);
  });

  it.each([
    ['America/Vancouver', '2026-12-01T12:00:00Z', -7 * 60],
    ['Africa/Casablanca', '2026-10-01T12:00:00Z', 0],
  ])('know what the runtime may not: %s at %s', (name, at, offset) => {
    expect(offsetAt(zone(name), instant(at))).toBe(offset);
  });

  it('take weekday and time from the same clock (fault 2)', () => {
    const auckland = zone('Pacific/Auckland');
    expect(minuteOfWeekAt(auckland, instant('2026-11-22T20:30:00Z'))).toBe(9 * 60 + 30);
    expect(minuteOfWeekAt(zone('Pacific/Honolulu'), instant('2026-11-23T05:00:00Z'))).toBe(
      6 * 1440 + 19 * 60,
    );
    expect(minuteOfWeekAt(zone('UTC'), instant('1969-12-28T23:59:59.999Z'))).toBe(7 * 1440 - 1);
  });
});

describe('the start of a local date', () => {
  it.each([
    ['an ordinary day', 'Europe/Amsterdam', '2026-12-01', '2026-11-30T23:00:00Z'],
    ['a midnight in a gap', 'Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00Z'],
    ['a midnight that comes twice: the first', 'America/Havana', '2026-11-01', '2026-11-01T04:00:00Z'],
    [
      'a day that falls back into the eve: after the overlap',
      'Africa/Cairo',
      '2026-10-30',
      '2026-10-29T22:00:00Z',
    ],
    ['a day that was skipped: the next one', 'Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00Z'],
    ['a day far in the east', 'Pacific/Kiritimati', '2026-12-01', '2026-11-30T10:00:00Z'],
  ])('is right for %s', (_case, name, date, expected) => {
    expect(toRfc3339(startOfLocalDate(date, zone(name)) ?? 0, zone('UTC'))).toBe(
      expected.replace('Z', '+00:00'),
    );
  });

  it.each(['2026-02-30', '2026-13-01', '2026-1-1', '0050-01-01x', '', '2026-01-01T00:00:00Z'])(
    'is none for %j',
    (date) => {
      expect(startOfLocalDate(date, AMSTERDAM)).toBeNull();
    },
  );
});

describe('an instant in words', () => {
  it.each([
    ['2026-11-23T19:30:00Z', 'Europe/Amsterdam', '2026-11-23T20:30:00+01:00'],
    ['2026-07-01T00:00:00.250Z', 'Europe/Amsterdam', '2026-07-01T02:00:00.250+02:00'],
    ['2026-11-23T00:00:07Z', 'America/St_Johns', '2026-11-22T20:30:07-03:30'],
    ['2026-11-23T00:00:00Z', 'UTC', '2026-11-23T00:00:00+00:00'],
    ['2026-11-23T00:00:00Z', 'Asia/Kathmandu', '2026-11-23T05:45:00+05:45'],
  ])('%s in %s is %s', (at, name, expected) => {
    expect(toRfc3339(instant(at), zone(name))).toBe(expected);
    expect(Date.parse(expected)).toBe(instant(at));
  });

  it('can be short, and has an answer for any number', () => {
    expect(toCompactLocal(instant('2026-11-23T08:00:59Z'), AMSTERDAM)).toBe('20261123T0900');
    for (const odd of [NaN, Infinity, -Infinity, 1e300]) expect(toRfc3339(odd, AMSTERDAM)).toMatch(/T/);
  });
});
