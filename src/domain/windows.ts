// Promise: weekly local time as sorted, merged, half-open ranges of minutes; no zones, no instants.

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Day = (typeof DAYS)[number];

/** Weekly local time `[from, to)`, `HH:MM` from `00:00` to `24:00`; `to <= from` crosses midnight and belongs to its start day. */
export interface WeekWindow {
  readonly days: readonly Day[];
  readonly from: string;
  readonly to: string;
}

/** Sorted, disjoint, half-open ranges of minutes of the week; 0 is Monday 00:00, 10080 the next one. */
export type Week = readonly (readonly [start: number, end: number])[];

export const MINUTES_PER_DAY = 1_440;
export const MINUTES_PER_WEEK = 10_080;

const ZERO = 48;
const COLON = 58;

/** Minute of the day, 0 to 1440, of `HH:MM`; null for anything else, such as `18:00 PM`, `9:00` or `24:01`. */
export function toMinuteOfDay(text: string): number | null {
  if (text.length !== 5 || text.charCodeAt(2) !== COLON) return null;
  const hour = twoDigits(text, 0);
  const minute = twoDigits(text, 3);
  const total = hour * 60 + minute;
  return minute < 60 && total <= MINUTES_PER_DAY ? total : null;
}

/** The number that two digits stand for; NaN, which fails every comparison, when they are no digits. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO;
  const units = text.charCodeAt(at + 1) - ZERO;
  return tens >= 0 && tens <= 9 && units >= 0 && units <= 9 ? tens * 10 + units : NaN;
}

/**
 * The week that windows add up to. An overnight window belongs to its start day, so Sunday's wraps to Monday.
 * `from == to` and unreadable times yield nothing: windows are checked on writing, and one that can't be read
 * must never mean "any time".
 */
export function toWeek(windows: readonly WeekWindow[]): Week {
  const ranges: [number, number][] = [];
  for (const window of windows) {
    const span = toSpan(window);
    if (span === null) continue;
    for (const day of window.days) addRange(ranges, DAYS.indexOf(day), span);
  }
  return ranges.length > 1 ? merge(ranges) : ranges;
}

/** Start and end in minutes from the midnight that begins the start day; null when there is no such time. */
function toSpan(window: WeekWindow): readonly [number, number] | null {
  const from = toMinuteOfDay(window.from);
  const to = toMinuteOfDay(window.to);
  if (from === null || to === null) return null;
  const end = to < from ? to + MINUTES_PER_DAY : to;
  return end > from ? [from, end] : null;
}

function addRange(ranges: [number, number][], day: number, [from, to]: readonly [number, number]): void {
  if (day < 0) return;
  const start = day * MINUTES_PER_DAY + from;
  const end = day * MINUTES_PER_DAY + to;
  if (start < MINUTES_PER_WEEK) ranges.push([start, Math.min(end, MINUTES_PER_WEEK)]);
  if (end > MINUTES_PER_WEEK) ranges.push([Math.max(0, start - MINUTES_PER_WEEK), end - MINUTES_PER_WEEK]);
}

/** Joins ranges that overlap or touch. */
function merge(ranges: [number, number][]): Week {
  ranges.sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  let last: [number, number] | undefined;
  for (const range of ranges) {
    if (last !== undefined && range[0] <= last[1]) last[1] = Math.max(last[1], range[1]);
    else merged.push((last = range));
  }
  return merged;
}

/** Is this minute of the week (0 to 10079) within one of the ranges? */
export function isInWeek(week: Week, minuteOfWeek: number): boolean {
  return minutesToStart(week, minuteOfWeek) === 0;
}

/** Minutes until the week is open: 0 when it is, Infinity when it never is. */
export function minutesToStart(week: Week, minuteOfWeek: number): number {
  for (const [start, end] of week) {
    if (minuteOfWeek < end) return start > minuteOfWeek ? start - minuteOfWeek : 0;
  }
  const first = week[0];
  return first === undefined ? Infinity : MINUTES_PER_WEEK - minuteOfWeek + first[0];
}

/** Minutes until the week is closed: 0 when it is, Infinity when it never is. */
export function minutesToEnd(week: Week, minuteOfWeek: number): number {
  for (const [start, end] of week) {
    if (minuteOfWeek >= end) continue;
    if (minuteOfWeek < start) return 0;
    return end < MINUTES_PER_WEEK ? end - minuteOfWeek : end - minuteOfWeek + carriedOver(week);
  }
  return 0;
}

/** Minutes for which a range that reaches the end of the week goes on in the next one. */
function carriedOver(week: Week): number {
  const [start, end] = week[0] ?? [1, 1];
  if (start > 0) return 0;
  return end < MINUTES_PER_WEEK ? end : Infinity;
}

/** The window, and the day it belongs to, that covers a minute of the week; null when none does. */
export function findWindow(
  windows: readonly WeekWindow[],
  minuteOfWeek: number,
): { readonly day: Day; readonly window: WeekWindow } | null {
  for (const window of windows) {
    const day = window.days.find((each) => isInWeek(toWeek([{ ...window, days: [each] }]), minuteOfWeek));
    if (day !== undefined) return { day, window };
  }
  return null;
}
