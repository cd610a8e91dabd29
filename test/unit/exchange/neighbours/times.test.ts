import { describe, expect, test } from 'vitest';
import { DAYS, type WeekWindow } from '../../../../src/domain/windows.js';
import {
  addDays,
  byDay,
  gather,
  isSameWeek,
  toDate,
  toInstant,
  toMinute,
  toWindow,
} from '../../../../src/exchange/neighbours/times.js';

describe('a time of the day', () => {
  test.each([
    ['00:00', 0],
    ['8:05', 485],
    ['08:00:00.000Z', 480],
    ['23:59:59', 1440],
    ['23:59:29', 1439],
    ['24:00', 1440],
    ['12:00 AM', 0],
    ['12:30 PM', 750],
    ['06:00 pm', 1080],
    ['18:00 PM', 1080],
    ['13:00 AM', 780],
    ['24:01', null],
    ['12:60', null],
    ['noon', null],
    ['', null],
  ])('%s is minute %s', (text, minute) => {
    expect(toMinute(text)).toBe(minute);
  });
});

describe('a window between two times', () => {
  test.each([
    ['18:00', '20:30', { from: '18:00', to: '20:30' }],
    ['22:00', '02:00', { from: '22:00', to: '02:00' }],
    ['18:00', '12:00 AM', { from: '18:00', to: '24:00' }],
    ['00:00', '24:00', { from: '00:00', to: '24:00' }],
    ['09:00', '09:00', null],
    ['24:00', '02:00', null],
    ['09:00', 'late', null],
  ])('from %s to %s', (start, end, window) => {
    expect(toWindow(['mon'], start, end)).toEqual(window && { days: ['mon'], ...window });
  });

  test('without days there is none', () => {
    expect(toWindow([], '09:00', '10:00')).toBeNull();
  });
});

test('a window over midnight becomes one in the evening of its day and one in the morning of the next', () => {
  const week = byDay([{ days: ['sun'], from: '22:00', to: '02:00' }]);
  expect(week).toEqual({
    mon: [['00:00', '02:00']],
    tue: [],
    wed: [],
    thu: [],
    fri: [],
    sat: [],
    sun: [['22:00', '24:00']],
  });
});

test('days with the same hours are put together, in the order of the week', () => {
  const windows: WeekWindow[] = [
    { days: ['tue'], from: '08:00', to: '10:00' },
    { days: ['mon'], from: '08:00', to: '10:00' },
    { days: ['sat'], from: '08:00', to: '11:00' },
  ];
  expect(gather(windows)).toEqual([
    { days: ['mon', 'tue'], from: '08:00', to: '10:00' },
    { days: ['sat'], from: '08:00', to: '11:00' },
  ]);
  expect(isSameWeek(windows, gather(windows))).toBe(true);
  expect(isSameWeek(windows, [{ days: [...DAYS], from: '08:00', to: '10:00' }])).toBe(false);
});

describe('days that another system keeps as instants', () => {
  test.each([
    ['2026-12-24', '2026-12-24'],
    ['2026-12-23T23:00:00+00:00', '2026-12-24'],
    ['2026-12-23 23:00:00Z', '2026-12-24'],
    ['2026-06-23T22:00:00+00:00', '2026-06-24'],
    ['2026-13-40T00:00:00Z', null],
    ['2026-02-30', null],
    ['next week', null],
    ['', null],
  ])('%s is the date %s in Amsterdam', (text, date) => {
    expect(toDate(text, 'Europe/Amsterdam')).toBe(date);
  });

  test('a date begins at the midnight of the zone', () => {
    expect(toInstant('2026-06-24', 'Europe/Amsterdam')).toBe('2026-06-23T22:00:00+00:00');
    expect(toInstant('2026-06-24', 'Nowhere/At_All')).toBeNull();
    expect(toInstant('2026-06-31', 'Europe/Amsterdam')).toBeNull();
  });

  test('the day before and after', () => {
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('9999-12-31', 1)).toBeNull();
  });
});
