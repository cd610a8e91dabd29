import { isPeriod, periodsOf } from './periods.js';
import type { Scope } from './report-scope.js';
import type { Sums } from './report.repository.js';

/** What every row of a report says of itself. */
export interface RowHead {
  readonly key: string;
  readonly name: string | null;
}

/**
 * The rows of a report: by time complete and ascending, else those that are in any of the sums, most first.
 *
 * @param toRow makes the row of a key, and the total from null
 * @param weigh how much a row is
 */
export function toRows<R extends RowHead>(
  { slice: { by, from, until }, names }: Scope,
  sums: readonly Sums<unknown>[],
  toRow: (head: RowHead, key: string | null) => R,
  weigh: (row: R) => number,
): { rows: R[]; total: R } {
  const total = toRow({ key: 'total', name: null }, null);
  const known = [...new Set(sums.flatMap(({ byKey }) => [...byKey.keys()]))];
  const keys = isPeriod(by) ? periodsOf(from, until, by) : known;
  const rows = keys.map((key) =>
    toRow({ key, name: by === 'system' ? (names.get(key) ?? null) : null }, key),
  );
  if (!isPeriod(by)) rows.sort((a, b) => weigh(b) - weigh(a) || (a.key < b.key ? -1 : 1));
  return { rows, total };
}

/** The sums of a key, those of everything for null; `none` where there are none. */
export function sumsOf<T>({ byKey, total }: Sums<T>, key: string | null, none: T): T {
  return key === null ? total : (byKey.get(key) ?? none);
}
