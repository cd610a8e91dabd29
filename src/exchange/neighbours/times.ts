import {
  DAYS,
  MINUTES_PER_DAY,
  toMinuteOfDay,
  toWeek,
  type Day,
  type WeekWindow,
} from '../../domain/windows.js';
import { DAY, startOfLocalDate, toRfc3339, toUtcDate } from '../../domain/zones.js';
import { timeZoneRules } from '../../platform/time-zones.js';
import type { Part } from './document.js';

/** `8:00`, `08:00:00.000Z`, `02:00 PM`, and the `18:00 PM` that Novu's own documentation shows. */
const TIME = /^(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(?:(AM|PM)|Z)?$/i;
const INSTANT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/i;

/** Minute of the day, 0 to 1440, of a time as other systems write it; seconds are rounded; null when it is none. */
export function toMinute(text: string): number | null {
  const [, hours, minutes, seconds = '0', half] = TIME.exec(text.trim()) ?? [];
  if (hours === undefined || Number(minutes) >= 60) return null;
  const total =
    toHour(Number(hours), half?.toUpperCase()) * 60 + Number(minutes) + Math.round(Number(seconds) / 60);
  return total <= MINUTES_PER_DAY ? total : null;
}

function toHour(hour: number, half: string | undefined): number {
  if (half === undefined || hour > 12) return hour;
  return (hour % 12) + (half === 'PM' ? 12 : 0);
}

/** The window between two times; null when they are unreadable or equal, which could mean all day or never. */
export function toWindow(days: readonly Day[], start: string, end: string): WeekWindow | null {
  const from = toMinute(start);
  const to = toMinute(end);
  if (from === null || to === null || from === MINUTES_PER_DAY || from === to || days.length === 0)
    return null;
  return { days, from: toClock(from), to: toClock(to === 0 ? MINUTES_PER_DAY : to) };
}

/** The window of two places of a record: takes both, or loses both. */
export function takeWindow(days: readonly Day[], start: Part, end: Part): WeekWindow | null {
  const [from, to] = [start.value, end.value];
  if (typeof from !== 'string' || typeof to !== 'string') return null;
  const window = toWindow(days, from, to);
  for (const part of [start, end]) {
    if (window === null) part.lose('No time of the day lies between these two.');
    else part.take();
  }
  return window;
}

/** `HH:MM` of a minute of the day. */
function toClock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** Windows that mean the same with none over midnight: for systems that look at one day at a time. */
export function byDay(
  windows: readonly WeekWindow[],
): Readonly<Record<Day, readonly (readonly [string, string])[]>> {
  const week = toWeek(windows);
  const hoursOf = (day: number): (readonly [string, string])[] =>
    week.flatMap(([start, end]) => {
      const from = Math.max(start - day * MINUTES_PER_DAY, 0);
      const to = Math.min(end - day * MINUTES_PER_DAY, MINUTES_PER_DAY);
      return from < to ? [[toClock(from), toClock(to)] as const] : [];
    });
  return Object.fromEntries(DAYS.map((day, index) => [day, hoursOf(index)])) as Record<
    Day,
    [string, string][]
  >;
}

/** Windows of one day each, with those of the same hours put together. */
export function gather(windows: readonly WeekWindow[]): WeekWindow[] {
  const days = new Map<string, Day[]>();
  for (const { days: each, from, to } of windows) {
    const key = `${from}-${to}`;
    days.set(key, [...(days.get(key) ?? []), ...each]);
  }
  return [...days].map(([key, each]) => ({
    days: DAYS.filter((day) => each.includes(day)),
    from: key.slice(0, 5),
    to: key.slice(6),
  }));
}

/** Do two lists of windows cover the same time? */
export function isSameWeek(a: readonly WeekWindow[], b: readonly WeekWindow[]): boolean {
  return JSON.stringify(toWeek(a)) === JSON.stringify(toWeek(b));
}

/** Is this a window that can be read: known days, two different times? */
export function isWindow(value: unknown): value is WeekWindow {
  const { days, from, to } = (value ?? {}) as Partial<Record<keyof WeekWindow, unknown>>;
  if (!Array.isArray(days) || typeof from !== 'string' || typeof to !== 'string') return false;
  return (
    days.every((day) => DAYS.includes(day)) && toMinuteOfDay(from) !== null && toMinuteOfDay(to) !== null
  );
}

/** Takes the name of a zone; undefined, and not taken, when the IANA database has no such zone. */
export function takeTimeZone(part: Part): string | undefined {
  return typeof part.value === 'string' && timeZoneRules(part.value) !== undefined ? part.text() : undefined;
}

/** The date `YYYY-MM-DD` of a date, or of an instant in a zone; null when it is neither. */
export function toDate(text: string, zone: string): string | null {
  if (toUtcDate(text) !== null) return text;
  const rules = timeZoneRules(zone);
  if (!INSTANT.test(text) || rules === undefined) return null;
  const date = toRfc3339(Date.parse(text.replace(' ', 'T')), rules).slice(0, 10);
  return Number.isNaN(Date.parse(text.replace(' ', 'T'))) || toUtcDate(date) === null ? null : date;
}

/** The instant, in UTC and to the second, at which a date begins in a zone; null when there is no such date or zone. */
export function toInstant(date: string, zone: string): string | null {
  const rules = timeZoneRules(zone);
  const start = rules === undefined ? null : startOfLocalDate(date, rules);
  return start === null ? null : `${new Date(start).toISOString().slice(0, 19)}+00:00`;
}

/** The date so many days later; null when there is no such date. */
export function addDays(date: string, days: number): string | null {
  const midnight = toUtcDate(date);
  if (midnight === null) return null;
  const moved = new Date(midnight + days * DAY).toISOString().slice(0, 10);
  return toUtcDate(moved) === null ? null : moved;
}
