// Promise: wall-clock time of a zone from a table of transitions; never the runtime's own zone data.

import { MINUTES_PER_DAY, MINUTES_PER_WEEK } from './windows.js';

/** The rules of one IANA zone. */
export interface ZoneRules {
  readonly name: string;
  /** Epoch milliseconds at which each period ends, ascending; the last one is Infinity. */
  readonly untils: readonly number[];
  /** Minutes east of UTC in each period. */
  readonly offsets: readonly number[];
}

export const MINUTE = 60_000;
export const DAY = 86_400_000;

/** The epoch was a Thursday: this many minutes after the Monday before it. */
const EPOCH_IN_WEEK = 3 * MINUTES_PER_DAY;
/** No zone is further than this from UTC, so a local date starts within this of the same date in UTC. */
const WIDEST_OFFSET = 26 * 60 * MINUTE;
/** The furthest instants that a JavaScript date can express. */
const LAST_INSTANT = 8_640_000_000_000_000;

/** Can a date express this instant? Beyond, milliseconds can't be told apart. */
export function isInstant(instant: number): boolean {
  return Math.abs(instant) <= LAST_INSTANT;
}

/** Index of the period that an instant lies in: the first one that ends after it. */
function periodAt(rules: ZoneRules, instant: number): number {
  const { untils } = rules;
  let low = 0;
  let high = untils.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((untils[middle] ?? Infinity) > instant) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Minutes east of UTC at an instant. */
export function offsetAt(rules: ZoneRules, instant: number): number {
  return rules.offsets[periodAt(rules, instant)] ?? 0;
}

/** The first instant after this one at which the offset may change; Infinity when it never does again. */
export function nextTransition(rules: ZoneRules, instant: number): number {
  const until = rules.untils[periodAt(rules, instant)] ?? Infinity;
  return until > instant ? until : Infinity;
}

/** The wall clock at an instant as a minute of the week; 0 is Monday 00:00. Weekday and time come from one clock. */
export function minuteOfWeekAt(rules: ZoneRules, instant: number): number {
  const local = Math.floor(instant / MINUTE + offsetAt(rules, instant)) + EPOCH_IN_WEEK;
  const minute = local % MINUTES_PER_WEEK;
  return minute < 0 ? minute + MINUTES_PER_WEEK : minute;
}

/** Epoch milliseconds of a calendar date `YYYY-MM-DD` at midnight in UTC; null when there is no such date. */
export function toUtcDate(date: string): number | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return null;
  const [year, month, day] = [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8))];
  const midnight = Date.UTC(year, month - 1, day);
  const found = new Date(midnight);
  const exists =
    found.getUTCFullYear() === year && found.getUTCMonth() === month - 1 && found.getUTCDate() === day;
  return exists ? midnight : null;
}

/**
 * The first instant whose wall-clock date is this date or later; null when there is no such date. It is 01:00 where
 * midnight falls in a gap, the transition where a whole day was skipped, and where midnight comes twice the first.
 */
export function startOfLocalDate(date: string, rules: ZoneRules): number | null {
  const midnight = toUtcDate(date);
  if (midnight === null) return null;
  let start = midnight - WIDEST_OFFSET;
  for (let period = periodAt(rules, start); ; period += 1) {
    const until = rules.untils[period] ?? Infinity;
    start = Math.max(start, midnight - (rules.offsets[period] ?? 0) * MINUTE);
    if (start < until) return start;
    start = until;
  }
}

/** RFC 3339 with the zone's offset at that instant: `2026-11-23T20:30:00+01:00`; milliseconds only if there are any. */
export function toRfc3339(instant: number, rules: ZoneRules): string {
  const offset = Math.round(offsetAt(rules, instant));
  const local = toIso(instant + offset * MINUTE);
  const wall = local.endsWith('.000Z') ? local.slice(0, -5) : local.slice(0, -1);
  return wall + toOffset(offset);
}

/** The wall clock at an instant, to the minute and without punctuation: `20261123T0900`. */
export function toCompactLocal(instant: number, rules: ZoneRules): string {
  const local = toIso(instant + offsetAt(rules, instant) * MINUTE);
  return local.replaceAll('-', '').replaceAll(':', '').slice(0, -7);
}

/** ISO 8601 in UTC of any number; what no date can express becomes the nearest that one can. */
function toIso(instant: number): string {
  const bounded = Math.min(LAST_INSTANT, Math.max(-LAST_INSTANT, Math.floor(instant)));
  return new Date(Number.isNaN(bounded) ? 0 : bounded).toISOString();
}

/** `+01:00`; UTC itself is `+00:00`. */
function toOffset(minutes: number): string {
  const sign = minutes < 0 ? '-' : '+';
  const size = Math.abs(minutes);
  return `${sign}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
}
