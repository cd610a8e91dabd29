import { DAY, startOfLocalDate, toRfc3339, toUtcDate, type ZoneRules } from '../domain/zones.js';

/** What rows of a report stand for. */
export const BYS = ['day', 'week', 'month', 'system', 'channel', 'topic'] as const;
export type By = (typeof BYS)[number];

/** Spans of time, with how PostgreSQL writes the one that a date lies in. Weeks are those of ISO 8601. */
export const PERIODS = { day: 'YYYY-MM-DD', week: 'IYYY-"W"IW', month: 'YYYY-MM' } as const;
export type Period = keyof typeof PERIODS;

/** Is it a span of time, rather than a system, channel or topic? */
export function isPeriod(by: By): by is Period {
  return by in PERIODS;
}

/** The local date at an instant, `YYYY-MM-DD`. */
export function localDate(instant: number, zone: ZoneRules): string {
  return toRfc3339(instant, zone).slice(0, 10);
}

/** The instants at which a local date begins and ends, the end exclusive. */
export function boundsOf(date: string, zone: ZoneRules): [from: Date, until: Date] {
  const start = startOfLocalDate(date, zone) ?? 0;
  const end = startOfLocalDate(addDays(date, 1), zone) ?? start;
  return [new Date(start), new Date(end)];
}

/** The date some days later. */
export function addDays(date: string, days: number): string {
  return new Date((toUtcDate(date) ?? 0) + days * DAY).toISOString().slice(0, 10);
}

/** Days from one date to another. */
export function daysBetween(from: string, until: string): number {
  return Math.round(((toUtcDate(until) ?? 0) - (toUtcDate(from) ?? 0)) / DAY);
}

/** Names of all spans that a range of dates touches, ascending. */
export function periodsOf(from: string, until: string, period: Period): string[] {
  const names = new Set<string>();
  for (let date = from; date < until; date = addDays(date, 1)) names.add(periodOf(date, period));
  return [...names];
}

/** Name of the span that a date lies in. */
export function periodOf(date: string, period: Period): string {
  if (period === 'day') return date;
  return period === 'month' ? date.slice(0, 7) : weekOf(date);
}

/** The week of ISO 8601: the year is that of its Thursday. */
function weekOf(date: string): string {
  const midnight = toUtcDate(date) ?? 0;
  const weekday = (new Date(midnight).getUTCDay() + 6) % 7;
  const thursday = new Date(midnight + (3 - weekday) * DAY);
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY)) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}
