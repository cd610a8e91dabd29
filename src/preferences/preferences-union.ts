import type { Stated } from '../domain/authority.js';
import { differences, isWithin, renamePoints, separate, unite } from '../domain/merging.js';
import type { PreferencesRow } from './preferences.entity.js';

/** The part of a row that a merge is about. */
export type Said = Pick<PreferencesRow, 'document' | 'statements' | 'confirmedAt' | 'lastSaidAt'>;

/** What two customers stated before a merge, and what the one did after it. */
export interface MergedPreferences {
  readonly from: PreferencesRow;
  readonly before: Said;
  readonly after: Said;
}

/**
 * What two records of one person say together; `renamed` are the new ids of contact points. A confirmation holds when
 * all that was confirmed still stands; the latest of those that hold counts.
 */
export function unitePreferences(into: Said, from: Said, renamed: ReadonlyMap<string, string>): Said {
  const other = { ...from, document: renamePoints(from.document, renamed) };
  const { preferences, statements } = unite(toStated(into), toStated(other));
  const holding = [into, other].filter(({ document }) => isWithin(document, preferences));
  return {
    document: preferences,
    statements,
    confirmedAt: latest(holding.map(({ confirmedAt }) => confirmedAt)),
    lastSaidAt: latest([into.lastSaidAt, from.lastSaidAt]),
  };
}

/** What the survivor of a merge says without the other one: what was stated since stays. */
export function separatePreferences(
  now: Said,
  { before, after }: MergedPreferences,
  renamed: ReadonlyMap<string, string>,
): Said {
  const { preferences, statements } = separate(toStated(before), toStated(after), toStated(now));
  return {
    document: renamePoints(preferences, renamed),
    statements,
    confirmedAt: isSameInstant(now.confirmedAt, after.confirmedAt) ? before.confirmedAt : now.confirmedAt,
    lastSaidAt: isSameInstant(now.lastSaidAt, after.lastSaidAt) ? before.lastSaidAt : now.lastSaidAt,
  };
}

/** JSON pointers to what one version says differently from another. */
export function differencesOf(a: Said, b: Said): string[] {
  const confirmed = isSameInstant(a.confirmedAt, b.confirmedAt) ? [] : ['/confirmedAt'];
  return [...differences(toStated(a), toStated(b)), ...confirmed];
}

/** What was kept as JSON, with instants in the place of their text. */
export function revive(kept: object): MergedPreferences {
  const { from, before, after } = kept as MergedPreferences;
  const updatedAt = new Date(from.updatedAt);
  return { from: { ...from, ...revived(from), updatedAt }, before: revived(before), after: revived(after) };
}

function revived({ document, statements, confirmedAt, lastSaidAt }: Said): Said {
  const toDate = (instant: Date | null) => (instant === null ? null : new Date(instant));
  return { document, statements, confirmedAt: toDate(confirmedAt), lastSaidAt: toDate(lastSaidAt) };
}

function toStated({ document, statements }: Said): Stated {
  return { preferences: document, statements };
}

function latest(instants: readonly (Date | null)[]): Date | null {
  const known = instants.flatMap((instant) => (instant === null ? [] : [instant.getTime()]));
  return known.length === 0 ? null : new Date(Math.max(...known));
}

function isSameInstant(a: Date | null, b: Date | null): boolean {
  return a?.getTime() === b?.getTime();
}
