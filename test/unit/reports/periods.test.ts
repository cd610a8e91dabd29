import { describe, expect, test } from 'vitest';
import { timeZoneRules } from '../../../src/platform/time-zones.js';
import type { ZoneRules } from '../../../src/domain/zones.js';
import { addDays, boundsOf, daysBetween, localDate, periodsOf } from '../../../src/reports/periods.js';
import { planRecounts } from '../../../src/reports/roll-up-plan.js';
import { emptySketch, estimate, mergeInto } from '../../../src/reports/sketch.js';
import { toFlowQuery, toQuery } from '../../../src/reports/slice.js';

const AMSTERDAM = timeZoneRules('Europe/Amsterdam') as ZoneRules;
const KOLKATA = timeZoneRules('Asia/Kolkata') as ZoneRules;

describe('the days of a report', () => {
  test('are those of the zone, also when the clock changes', () => {
    expect(boundsOf('2026-03-29', AMSTERDAM).map((at) => at.toISOString())).toEqual([
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
    ]);
    expect(localDate(Date.parse('2026-03-29T22:00:00Z'), AMSTERDAM)).toBe('2026-03-30');
    expect(localDate(Date.parse('2026-03-29T21:59:59.999Z'), AMSTERDAM)).toBe('2026-03-29');
  });

  test('are counted across months and leap years', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(daysBetween('2027-12-31', '2029-01-01')).toBe(367);
  });
});

describe('the spans of a report', () => {
  test('are complete, also those that lie in it in part', () => {
    expect(periodsOf('2026-11-29', '2026-12-02', 'day')).toEqual(['2026-11-29', '2026-11-30', '2026-12-01']);
    expect(periodsOf('2026-11-29', '2026-12-02', 'week')).toEqual(['2026-W48', '2026-W49']);
    expect(periodsOf('2026-11-29', '2026-12-02', 'month')).toEqual(['2026-11', '2026-12']);
  });

  test('have weeks of ISO 8601 around the turn of the year', () => {
    expect(periodsOf('2026-12-27', '2027-01-05', 'week')).toEqual(['2026-W52', '2026-W53', '2027-W01']);
    expect(periodsOf('2024-12-30', '2024-12-31', 'week')).toEqual(['2025-W01']);
  });
});

describe('the plan of a roll-up', () => {
  const options = { decidedUntil: new Date('2026-11-22T00:00:00Z'), most: 10 };
  const planned = (zone: ZoneRules, about: 'contact' | 'question' | 'decision', at: string, most = 10) =>
    planRecounts([{ about, at: new Date(at) }], { ...options, zone, most }).buckets.map(
      ({ of, day }) => `${of} ${day}`,
    );

  test('counts no day again of which rows may be gone, not even the one that lost its first hour', () => {
    const closedUntil = {
      contact: new Date('2026-11-01T00:00:00Z'),
      question: new Date('2026-11-10T00:00:00Z'),
    };
    const marks = ['2026-10-31T12:00:00Z', '2026-11-01T12:00:00Z', '2026-11-02T12:00:00Z'].flatMap((at) => [
      { about: 'contact' as const, at: new Date(at) },
      { about: 'question' as const, at: new Date(at) },
    ]);
    const { marks: done, buckets } = planRecounts(marks, { ...options, zone: AMSTERDAM, closedUntil });
    expect(buckets.map(({ of, day }) => `${of} ${day}`)).toEqual(['contact 2026-11-02']);
    expect(done).toEqual(marks);
  });

  test('counts the day of an hour', () => {
    expect(planned(AMSTERDAM, 'contact', '2026-11-20T23:00:00Z')).toEqual(['contact 2026-11-21']);
  });

  test('counts both days of an hour that a midnight divides', () => {
    expect(planned(KOLKATA, 'contact', '2026-11-20T18:00:00Z')).toEqual([
      'contact 2026-11-20',
      'contact 2026-11-21',
    ]);
  });

  test('counts contacts as well where a question was asked', () => {
    expect(planned(AMSTERDAM, 'question', '2026-11-20T10:00:00Z')).toEqual([
      'question 2026-11-20',
      'contact 2026-11-20',
    ]);
  });

  test('leaves decisions alone that are not old enough', () => {
    expect(planned(AMSTERDAM, 'decision', '2026-11-21T23:00:00Z')).toEqual(['decision 2026-11-22']);
    expect(planned(AMSTERDAM, 'decision', '2026-11-22T00:00:00Z')).toEqual([]);
  });

  test('leaves for the next time what is too much, but never half of a mark', () => {
    const marks = ['2026-11-18T10:00:00Z', '2026-11-19T10:00:00Z', '2026-11-18T11:00:00Z'].map((at) => ({
      about: 'contact' as const,
      at: new Date(at),
    }));
    const { marks: done, buckets } = planRecounts(marks, { ...options, zone: AMSTERDAM, most: 1 });
    expect(buckets.map(({ day }) => day)).toEqual(['2026-11-18']);
    expect(done).toEqual([marks[0], marks[2]]);
  });
});

describe('the sketch of customers', () => {
  const sketchOf = (from: number, until: number) => {
    const sketch = emptySketch();
    for (let id = from; id < until; id += 1) {
      let hash = Math.imul(id + 1, 0x9e3779b1) >>> 0;
      hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) >>> 0;
      hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35) >>> 0;
      hash = (hash ^ (hash >>> 16)) >>> 0;
      const register = hash >>> 22;
      const run = Math.clz32((hash << 10) >>> 0) + 1;
      sketch[register] = Math.max(sketch[register] ?? 0, Math.min(run, 23));
    }
    return sketch;
  };

  test.each([0, 1, 100, 1_000, 20_000, 200_000])('of %i of them is right within a tenth', (count) => {
    const about = estimate(sketchOf(0, count));
    expect(Math.abs(about - count)).toBeLessThanOrEqual(count / 10);
  });

  test('counts who is in two of them once', () => {
    const both = sketchOf(0, 6_000);
    mergeInto(both, sketchOf(4_000, 10_000));
    expect(estimate(both)).toBe(estimate(sketchOf(0, 10_000)));
  });
});

describe('the slice of a report', () => {
  const slice = {
    from: '2026-01-01',
    until: '2026-02-01',
    system: null,
    channel: null,
    topics: null,
  } as const;

  test('is read from the coarsest table that tells apart what is asked for', () => {
    expect(toQuery({ ...slice, by: 'month' }).grain).toBe('all');
    expect(toQuery({ ...slice, by: 'channel' }).grain).toBe('channel');
    expect(toQuery({ ...slice, by: 'channel', channel: 'sms' }).grain).toBe('channel');
    expect(toQuery({ ...slice, by: 'day', topics: ['order'] }).grain).toBe('topic');
    expect(toQuery({ ...slice, by: 'system', topics: ['order'] }).grain).toBe('detail');
    expect(toFlowQuery({ ...slice, by: 'channel' }).grain).toBe('all');
    expect(toFlowQuery({ ...slice, by: 'system', channel: 'sms' }).grain).toBe('system');
  });

  test('holds what a caller said as parameters alone', () => {
    const { where, values } = toQuery({ ...slice, by: 'day', system: 'x', channel: 'y', topics: ['z'] });
    expect(where).toBe(
      'grain = $1 and day >= $2 and day < $3 and key_id = $4 and channel = $5 and topic = any($6)',
    );
    expect(values).toEqual(['detail', '2026-01-01', '2026-02-01', 'x', 'y', ['z']]);
  });
});
