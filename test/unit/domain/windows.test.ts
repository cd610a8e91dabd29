import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findWindow,
  isInWeek,
  minutesToEnd,
  minutesToStart,
  toMinuteOfDay,
  toWeek,
} from '../../../src/domain/windows.js';
import { windows } from './arbitraries.js';
import { week, window } from './examples.js';

const minute = (day: number, hour: number, rest = 0) => day * 1440 + hour * 60 + rest;

describe('a week', () => {
  it('gives an overnight window to its start day only (fault 1)', () => {
    const nights = week('mon', '22:00-02:00');
    expect(isInWeek(nights, minute(0, 1))).toBe(false);
    expect(isInWeek(nights, minute(0, 22))).toBe(true);
    expect(isInWeek(nights, minute(1, 1))).toBe(true);
    expect(isInWeek(nights, minute(1, 2))).toBe(false);
    expect(isInWeek(nights, minute(1, 22))).toBe(false);
  });

  it('wraps the overnight window of Sunday to Monday', () => {
    expect(week('sun', '22:00-02:00')).toEqual([
      [0, 120],
      [minute(6, 22), 10_080],
    ]);
  });

  it('is half-open: the end is out (fault 3)', () => {
    const hours = week('wed', '18:00-20:30');
    expect(
      [minute(2, 18) - 1, minute(2, 18), minute(2, 20, 29), minute(2, 20, 30)].map((each) =>
        isInWeek(hours, each),
      ),
    ).toEqual([false, true, true, false]);
  });

  it('knows 24:00 as the end of the day and 23:59 as a minute before it (fault 13)', () => {
    expect(week('mon', '18:00-24:00')).toEqual([[1080, 1440]]);
    expect(week('mon', '18:00-23:59')).toEqual([[1080, 1439]]);
    expect(week('mon', '18:00-00:00')).toEqual([[1080, 1440]]);
    expect(week('mon,tue,wed,thu,fri,sat,sun', '00:00-24:00')).toEqual([[0, 10_080]]);
  });

  it('merges windows that overlap or touch, and sorts them', () => {
    expect(
      toWeek([window('tue', '09:00-10:00'), window('mon', '10:00-12:00'), window('mon', '09:00-10:00')]),
    ).toEqual([
      [540, 720],
      [minute(1, 9), minute(1, 10)],
    ]);
    expect(toWeek([window('mon', '09:00-17:00'), window('mon', '10:00-11:00')])).toEqual([[540, 1020]]);
  });

  it('has nothing of windows without length or that cannot be read (fault 5)', () => {
    const odd = [
      '09:00-09:00',
      '09:00-25:00',
      '00:00-9:00',
      '09:00-',
      '18:00 PM-19:00',
      '9:00-10:00',
      '25:00-26:00',
      '24:01-02:00',
      '24:00-00:00',
      '-',
      '09:60-11:00',
    ];
    for (const hours of odd) expect(week('mon', hours), hours).toEqual([]);
    expect(week('someday', '09:00-10:00')).toEqual([]);
    expect(toMinuteOfDay('24:00')).toBe(1440);
  });

  it('bears a window from 24:00, which is the next day, on Sunday too', () => {
    expect(week('mon', '24:00-02:00')).toEqual([[1440, 1560]]);
    expect(week('sun', '24:00-02:00')).toEqual([[0, 120]]);
    expect(week('sun', '18:00-24:00')).toEqual([[minute(6, 18), 10_080]]);
  });

  it('counts to the next start and the next end as a walk over the minutes does', () => {
    fc.assert(
      fc.property(windows, fc.integer({ min: 0, max: 10_079 }), (all, at) => {
        const hours = toWeek(all);
        const walk = (open: boolean) => {
          for (let step = 0; step <= 10_080; step += 1)
            if (isInWeek(hours, (at + step) % 10_080) === open) return step;
          return Infinity;
        };
        expect(minutesToStart(hours, at)).toBe(walk(true));
        expect(minutesToEnd(hours, at)).toBe(walk(false));
      }),
      { numRuns: 500 },
    );
  });

  it('never starts when empty', () => {
    expect(minutesToStart([], 0)).toBe(Infinity);
    expect(minutesToEnd([], 0)).toBe(0);
  });

  it('tells which window covers a minute, and on which start day', () => {
    const all = [window('mon,wed', '18:00-20:30'), window('fri', '22:00-02:00')];
    expect(findWindow(all, minute(5, 1))).toEqual({ day: 'fri', window: all[1] });
    expect(findWindow(all, minute(2, 18))).toEqual({ day: 'wed', window: all[0] });
    expect(findWindow(all, minute(3, 18))).toBeNull();
  });
});

describe('a minute of the day', () => {
  const TIME = /^(?:([01][0-9]|2[0-3]):([0-5][0-9])|24:00)$/;

  it('is read from HH:MM alone: no other character stands in any place of it', () => {
    const valid = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
    for (const time of fc.sample(valid, { numRuns: 50, seed: 1 }))
      for (const place of [0, 1, 2, 3, 4])
        for (const other of '0123456789/:;. a') {
          const text = time.slice(0, place) + other + time.slice(place + 1);
          const [, hour, minutes] = TIME.exec(text) ?? [];
          const expected = TIME.test(text) ? Number(hour ?? 24) * 60 + Number(minutes ?? 0) : null;
          expect(toMinuteOfDay(text), text).toBe(expected);
        }
  });
});
