import { FORMULAS } from './formulas.js';
import { periodOf, periodsOf, type Period } from './periods.js';
import { toShare } from './report.dto.js';
import type { SilenceSum } from './report.repository.js';
import type { Scope } from './report-scope.js';
import type { SilenceReportDto, SilenceRowDto } from './silence.dto.js';

/** The report of the silent: the last count in each period, and the last of all. */
export function toSilenceReport(
  { head, slice: { from, until } }: Scope,
  by: Period,
  months: number,
  sums: readonly SilenceSum[],
): SilenceReportDto {
  const days = [...new Set(sums.map(({ day }) => day))];
  const rowOf = (key: string, day: string | undefined) =>
    toRow(
      key,
      day ?? null,
      months,
      sums.filter((sum) => sum.day === day),
    );
  const rows = periodsOf(from, until, by).map((key) =>
    rowOf(
      key,
      days.find((day) => periodOf(day, by) === key),
    ),
  );
  return { ...head, formula: FORMULAS.silence, months, rows, total: rowOf('total', days.at(-1)) };
}

function toRow(key: string, asOf: string | null, months: number, sums: readonly SilenceSum[]): SilenceRowDto {
  const count = (kind: SilenceSum['kind'], least = 0) =>
    sums.filter((sum) => sum.kind === kind && sum.months >= least).reduce((all, sum) => all + sum.count, 0);
  const customers = count('customers');
  return {
    key,
    name: null,
    asOf,
    customers,
    neverAsked: toShare(count('never_asked'), customers),
    stale: toShare(count('stale'), customers),
    noContact: toShare(count('no_contact', months), customers),
    undeliverable: toShare(count('undeliverable'), customers),
    bounced: toShare(count('bounced'), customers),
    undeliverablePoints: toShare(count('undeliverable_points'), count('points')),
  };
}
