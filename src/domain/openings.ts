// Promise: when a set of constraints on time all hold, exact over gaps and overlaps, without scanning minutes.

import type { Week } from './windows.js';
import { minutesToEnd, minutesToStart } from './windows.js';
import type { ZoneRules } from './zones.js';
import { DAY, MINUTE, isInstant, minuteOfWeekAt, nextTransition } from './zones.js';

/** Weekly hours on the wall clock of a zone. */
export interface Hours {
  readonly week: Week;
  readonly rules: ZoneRules;
}

/** Epoch milliseconds, half-open. */
export interface Interval {
  readonly from: number;
  readonly until: number;
}

/** Constraints that must all hold: the wall clock lies in each of `hours`, and the instant in none of `closed`. */
export interface Opening {
  readonly hours: readonly Hours[];
  readonly closed: readonly Interval[];
}

/** What does not open within this many milliseconds (400 days) is said never to open. */
export const HORIZON = 400 * DAY;

/** While no offset changes, everything repeats after a week; a minute more for an instant within a minute. */
const ROUND = 7 * DAY + MINUTE;

/** Do all constraints hold at this instant? */
export function isOpen(opening: Opening, at: number): boolean {
  return !isWithinAny(opening.closed, at) && opening.hours.every((each) => toWait(each, at) === 0);
}

/** Does an instant lie in an interval? Never in none. */
export function isWithin(interval: Interval | null, at: number): boolean {
  return interval !== null && interval.from <= at && at < interval.until;
}

/** Does an instant lie in one of several intervals? */
export function isWithinAny(intervals: readonly Interval[], at: number): boolean {
  for (const interval of intervals) if (isWithin(interval, at)) return true;
  return false;
}

/**
 * The first instant from `from` on, and not after `limit`, at which all constraints hold: `from` itself if they hold
 * then, else a minute boundary. Null when there is none. Goes from one change of an offset or of a closure to the
 * next, and searches at most a week of each stretch between them. What no date can express never opens.
 */
export function opensAt(opening: Opening, from: number, limit: number): number | null {
  let at = from;
  while (at <= limit && isInstant(at)) {
    const end = stretchEnd(opening, at);
    const found = isWithinAny(opening.closed, at)
      ? null
      : firstOpen(opening.hours, at, Math.min(end, at + ROUND));
    if (found !== null) return found <= limit ? found : null;
    at = end;
  }
  return null;
}

/** The first instant after `from`, at which all constraints hold, at which one does not; `limit` if that comes first. */
export function closesAt(opening: Opening, from: number, limit: number): number {
  const { closed } = opening;
  let end = limit;
  for (const each of closed) if (each.from > from) end = Math.min(end, each.from);
  for (const each of opening.hours) end = hoursEnd(each, from, end);
  return end;
}

/** Until when no offset changes and no closure begins or ends. */
function stretchEnd({ hours, closed }: Opening, at: number): number {
  let end = Infinity;
  for (const each of closed)
    if (at < each.until) end = Math.min(end, at < each.from ? each.from : each.until);
  for (const each of hours) end = Math.min(end, nextTransition(each.rules, at));
  return end;
}

/** Steps from constraint to constraint until none of them asks to wait; null when that is not before `end`. */
function firstOpen(hours: readonly Hours[], from: number, end: number): number | null {
  let at = from;
  for (let agreed = 0; agreed < hours.length;) {
    for (const each of hours) {
      const wait = toWait(each, at);
      agreed = wait === 0 ? agreed + 1 : 0;
      if (wait > 0) at = toMinute(at) + wait * MINUTE;
      if (at >= end) return null;
      if (agreed >= hours.length) return at;
    }
  }
  return at;
}

/** Minutes until the hours begin, if no offset changes before. */
function toWait(hours: Hours, at: number): number {
  return minutesToStart(hours.week, minuteOfWeekAt(hours.rules, at));
}

function hoursEnd({ week, rules }: Hours, from: number, limit: number): number {
  let at = from;
  while (at < limit) {
    const left = minutesToEnd(week, minuteOfWeekAt(rules, at));
    if (left === 0) return at;
    const end = toMinute(at) + left * MINUTE;
    const change = nextTransition(rules, at);
    if (end < change) return Math.min(end, limit);
    at = change;
  }
  return limit;
}

function toMinute(instant: number): number {
  return Math.floor(instant / MINUTE) * MINUTE;
}
