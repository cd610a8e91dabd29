// Promise: which calendar periods of a zone already hold as many contacts as a customer allows.

import type { Interval } from './openings.js';
import type { Limit, Period } from './preferences.js';
import type { ZoneRules } from './zones.js';
import { DAY, MINUTE, isInstant, offsetAt, startOfLocalDate, toUtcDate } from './zones.js';

/** An outbound contact, as far as limits count it. */
export interface PastContact {
  /** Epoch milliseconds. */
  readonly at: number;
  /** What it was about; null when that was not said. */
  readonly topic: string | null;
}

/** The longest period, with the two days by which clocks and zones can stretch it, in milliseconds. */
export const LONGEST_PERIOD = 33 * DAY;

/**
 * The day, week (from Monday) or month of a zone's calendar that an instant lies in, half-open in instants; null for
 * an instant that no date can express. Days begin when their date first does, so where midnight comes twice the
 * second one lies in the new day.
 */
export function periodAt(per: Period, instant: number, rules: ZoneRules): Interval | null {
  if (!isInstant(instant)) return null;
  const midnight = Math.floor((instant + offsetAt(rules, instant) * MINUTE) / DAY) * DAY;
  const first = toFirst(per, midnight);
  const here = toInterval(per, first, rules);
  return here !== null && instant >= here.until ? toInterval(per, toNext(per, first), rules) : here;
}

/** The periods, earliest first, in which these contacts are as many as the limit allows, or more. */
export function reachedPeriods(
  { max, per }: Limit,
  contacts: readonly PastContact[],
  rules: ZoneRules,
): Interval[] {
  const counts = new Map<number, { readonly period: Interval; count: number }>();
  for (const { at } of contacts) {
    const period = periodAt(per, at, rules);
    if (period === null) continue;
    const known = counts.get(period.from);
    if (known === undefined) counts.set(period.from, { period, count: 1 });
    else known.count += 1;
  }
  const reached = [...counts.values()].filter(({ count }) => count >= max);
  return reached.map(({ period }) => period).sort((a, b) => a.from - b.from);
}

/** The date, as midnight in UTC, on which the period of a date begins. */
function toFirst(per: Period, midnight: number): number {
  const date = new Date(midnight);
  if (per === 'month') return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  return per === 'week' ? midnight - ((date.getUTCDay() + 6) % 7) * DAY : midnight;
}

/** The date on which the next period begins. */
function toNext(per: Period, first: number): number {
  const date = new Date(first);
  if (per === 'month') return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  return first + (per === 'week' ? 7 * DAY : DAY);
}

function toInterval(per: Period, first: number, rules: ZoneRules): Interval | null {
  const from = startOfDate(first, rules);
  const until = startOfDate(toNext(per, first), rules);
  return from !== null && until !== null && from < until ? { from, until } : null;
}

function startOfDate(midnight: number, rules: ZoneRules): number | null {
  if (!isInstant(midnight)) return null;
  const date = new Date(midnight).toISOString().slice(0, 10);
  return toUtcDate(date) === midnight ? startOfLocalDate(date, rules) : null;
}
