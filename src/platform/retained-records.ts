import type { RetentionConfig } from './retention-variables.js';

/** How long a kind of record is kept, and how it goes: each feature lists its own. Plain data. */
export interface RetainedRecord {
  /** What an operator calls it. */
  readonly kind: string;
  /** The setting that says how long, or milliseconds where that is no setting. */
  readonly limit: keyof RetentionConfig | number;
  /** SQL: selects one column of each row that goes, when what is before the instant `$1` does. */
  readonly old: string;
  /** SQL: takes such rows away, `$2` at most, and selects one row for each that went. */
  readonly remove: string;
}

/** A log that goes by age in a way of its own. */
export interface RetainedLog {
  /** What an operator calls it. */
  readonly kind: string;
  /** The setting that says how long. */
  readonly limit: keyof RetentionConfig;
  /** How many rows are older than an instant. */
  count(before: Date): Promise<number>;
  /** Takes away what is older than an instant; answers how many rows went. `goesOn` can end it between two transactions. */
  drop(before: Date, goesOn: () => boolean): Promise<number>;
}

/** Rows of a table that are older than an instant, by one column of it; `key` is its primary key. */
export function olderIn(
  table: string,
  key: string,
  condition: string,
): Pick<RetainedRecord, 'old' | 'remove'> {
  const old = `select ${key} from ${table} where ${condition}`;
  const remove = `with gone as (delete from ${table} where (${key}) in (${old} limit $2) returning 1) select from gone`;
  return { old, remove };
}
