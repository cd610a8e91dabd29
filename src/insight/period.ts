import { toUtcDate } from '../domain/zones.js';
import { one, type FormFields } from '../preference-page/index.js';

const DAY = 86_400_000;
/** Longest period in days: what the reports take. */
const LONGEST = 1_098;

/** Periods that can be chosen by name. */
export const NAMED_PERIODS = ['month', 'quarter', 'year'] as const;
type PeriodName = (typeof NAMED_PERIODS)[number];

/** How fine a period is drawn. */
export type Step = 'day' | 'week' | 'month';

/** What the page shows. */
export interface Period {
  /** First date, `YYYY-MM-DD`. */
  readonly from: string;
  /** First date that is not shown any more. */
  readonly until: string;
  readonly by: Step;
  /** `own` for dates that somebody chose. */
  readonly name: PeriodName | 'own';
}

/** The period that a form asks for; null when it names dates that make none. Who asks for nothing gets a year. */
export function readPeriod(fields: FormFields, today: string): Period | null {
  const [from, to] = [one(fields, 'from') || null, one(fields, 'to') || null];
  if (from !== null || to !== null) return ownPeriod(from, to ?? today);
  const name = NAMED_PERIODS.find((known) => known === one(fields, 'period')) ?? 'year';
  return namedPeriod(name, today);
}

/** A period of this name that ends today. Weeks begin on Monday, months on their first day. */
export function namedPeriod(name: PeriodName, today: string): Period {
  const until = addDays(today, 1);
  if (name === 'month') return { from: addDays(today, -29), until, by: 'day', name };
  if (name === 'quarter') return { from: addDays(mondayOf(today), -12 * 7), until, by: 'week', name };
  const [year, month] = today.split('-').map(Number);
  const first = new Date(Date.UTC(year ?? 0, (month ?? 1) - 12, 1)).toISOString().slice(0, 10);
  return { from: first, until, by: 'month', name };
}

function ownPeriod(from: string | null, to: string): Period | null {
  const last = toUtcDate(to);
  const first = from === null ? (last ?? 0) - 364 * DAY : toUtcDate(from);
  if (first === null || last === null) return null;
  const days = Math.round((last - first) / DAY) + 1;
  if (days < 1 || days > LONGEST) return null;
  const by = days <= 45 ? 'day' : days <= 200 ? 'week' : 'month';
  return { from: dateOf(first), until: dateOf(last + DAY), by, name: 'own' };
}

/** A date as many days later as given. */
export function addDays(date: string, days: number): string {
  return dateOf(Date.parse(`${date}T00:00:00Z`) + days * DAY);
}

/** Monday of the week of a date. */
function mondayOf(date: string): string {
  const sinceMonday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(date, -sinceMonday);
}

function dateOf(utc: number): string {
  return new Date(utc).toISOString().slice(0, 10);
}
