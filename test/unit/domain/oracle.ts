// A second, naive reading of the rules, from the truth file and minute by minute: slow, and with no code of src/domain.

import { readFileSync } from 'node:fs';
import type { Customer } from '../../../src/domain/customer.js';
import type { Period } from '../../../src/domain/preferences.js';
import type { Day, WeekWindow } from '../../../src/domain/windows.js';

interface Truth {
  readonly from: number;
  readonly until: number;
  readonly zones: Readonly<Record<string, readonly (readonly [second: number, offset: number])[]>>;
}

/** Every transition of every zone in the tz database, 2024 to 2037. */
export const TRUTH = JSON.parse(readFileSync('test/data/tz-transitions.json', 'utf8')) as Truth;

export const TRUTH_ZONES = Object.entries(TRUTH.zones);

const NAMES: readonly Day[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Seconds east of UTC. */
function trueOffset(zone: string, at: number): number {
  const found = (TRUTH.zones[zone] ?? []).findLast(([second]) => second * 1000 <= at);
  if (found === undefined) throw new Error(`no truth for ${zone} at ${at}`);
  return found[1];
}

/** The wall clock as day and `HH:MM`, and the day before. */
function wallClock(zone: string, at: number): { day: Day; eve: Day; time: string } {
  const local = new Date(at + trueOffset(zone, at) * 1000);
  const text = local.toISOString();
  const index = local.getUTCDay();
  return {
    day: NAMES[index] as Day,
    eve: NAMES[(index + 6) % 7] as Day,
    time: text.slice(11, 16),
  };
}

/** The wall clock as minutes since Monday 00:00. */
export function trueMinuteOfWeek(zone: string, at: number): number {
  const local = new Date(at + trueOffset(zone, at) * 1000);
  return ((local.getUTCDay() + 6) % 7) * 1440 + local.getUTCHours() * 60 + local.getUTCMinutes();
}

/** Open at an instant, by the letter of decision.md. */
export function isInWindows(windows: readonly WeekWindow[], zone: string, at: number): boolean {
  const { day, eve, time } = wallClock(zone, at);
  return windows.some(({ days, from, to }) => {
    if (from === to) return false;
    if (from < to) return days.includes(day) && from <= time && time < to;
    return (days.includes(day) && from <= time) || (days.includes(eve) && time < to);
  });
}

/** The first instant from `from` to `limit` at which a condition holds: `from` itself, else a minute boundary. */
export function scan(from: number, limit: number, holds: (at: number) => boolean): number | null {
  if (holds(from)) return from;
  for (let at = Math.floor(from / 60_000) * 60_000 + 60_000; at <= limit; at += 60_000)
    if (holds(at)) return at;
  return null;
}

/** The calendar period of a zone that an instant lies in, as a name: a date, the date of a Monday, or a month. */
export function periodName(per: Period, zone: string, at: number): string {
  const date = new Date(at + trueOffset(zone, at) * 1000).toISOString().slice(0, 10);
  if (per !== 'week') return date.slice(0, per === 'month' ? 7 : 10);
  const noon = new Date(`${date}T12:00:00Z`);
  while (noon.getUTCDay() !== 1) noon.setUTCDate(noon.getUTCDate() - 1);
  return noon.toISOString().slice(0, 10);
}

/** Has the customer had as many outbound contacts as they allow, in the period of an instant? By the letter of the rule. */
export function isLimitReached(
  { preferences: { topics = {}, general }, recentOutbound = [] }: Customer,
  keys: readonly string[],
  below: (topic: string | null, key: string) => boolean,
  zone: string,
  at: number,
): boolean {
  const key = keys.find((each) => topics[each]?.limit !== undefined);
  const limit = key === undefined ? general?.limit : topics[key]?.limit;
  if (limit === undefined) return false;
  const same = recentOutbound.filter(
    (contact) =>
      (key === undefined || below(contact.topic, key)) &&
      periodName(limit.per, zone, contact.at) === periodName(limit.per, zone, at),
  );
  return same.length >= limit.max;
}

/** What the most specific of the levels given says about a channel. */
export function statusOf(
  customer: Customer,
  keys: readonly string[],
  channel: string,
): { status: 'ranked' | 'declined' | 'unmentioned'; windows?: readonly WeekWindow[]; mode: string } {
  const { topics = {}, general } = customer.preferences;
  for (const choice of [...keys.map((key) => topics[key]), general]) {
    if (choice?.declined.includes(channel)) return { status: 'declined', mode: 'any' };
    const wish = choice?.channels.find((each) => each.channel === channel);
    if (wish === undefined) continue;
    const { windows, mode = 'any' } = wish;
    return windows === undefined ? { status: 'ranked', mode } : { status: 'ranked', windows, mode };
  }
  return { status: 'unmentioned', mode: 'any' };
}
