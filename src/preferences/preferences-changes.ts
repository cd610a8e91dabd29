import type { NewChange } from '../changes/index.js';
import { mergeStatements, type Statement } from '../domain/authority.js';
import { findFaults, type Fault, type FaultContext } from '../domain/choice-faults.js';
import type { Choice, Preferences } from '../domain/preferences.js';
import { toAuthor } from '../sources/index.js';
import { isConfirming } from './confirming.js';
import { mentions, onlyMentioned } from './mentions.js';
import { mergePatch } from './merge-patch.js';
import type { PreferencesBody } from './preferences.body.js';
import type { PreferencesRow } from './preferences.entity.js';
import { statedFields, toPreferences } from './preferences.mapper.js';

/** What a write makes of the stored preferences, and of which paths it says anything. */
export interface Write {
  readonly apply: (stored: Preferences) => Preferences;
  readonly mentions: (path: string) => boolean;
}

/** A write that states a part: what the patch does not mention stays as it is. */
export function toPatch(patch: PreferencesBody): Write {
  return {
    apply: (stored) => toPreferences(mergePatch(stored, statedFields(patch)) as PreferencesBody),
    mentions: (path) => mentions(patch, path),
  };
}

/** The next version of a row, with its row for the ledger. */
export interface PreferencesStep {
  readonly after: PreferencesRow;
  readonly change: NewChange;
}

/** What a write comes to: a version, nothing when it says what is stored already, or why it can't be. */
export type Outcome = PreferencesStep | 'unchanged' | { faults: Fault[] } | { conflicts: readonly string[] };

/**
 * Applies a write by the rules of authority. Only the parts that it touches are checked: what it leaves alone may refer
 * to what is gone by now, and that is no fault of this write.
 */
export function changePreferences(
  before: PreferencesRow,
  write: Write,
  by: Statement,
  context: FaultContext,
  now: Date,
): Outcome {
  const document = write.apply(before.document);
  const stored = { preferences: before.document, statements: before.statements };
  const merged = mergeStatements(stored, document, by, now.getTime());
  const merge = onlyMentioned(merged, before.statements, write.mentions);
  const touched = 'conflicts' in merge ? merge.conflicts : merge.changed;
  if (touched.length === 0) return 'unchanged';
  const faults = findFaults(document, context).filter(({ pointer }) =>
    touched.some((path) => isWithin(pointer, path)),
  );
  if (faults.length > 0) return { faults };
  if ('conflicts' in merge) return merge;
  const after = { ...nextVersion(before, by, now), document, statements: merge.statements };
  return { after, change: toChange(after, by, 'preferences.changed', merge.changed) };
}

/** The next version of a row. The customer's own word also counts as having been heard from. */
export function nextVersion(before: PreferencesRow, by: Statement, now: Date): PreferencesRow {
  return {
    ...before,
    version: before.version + 1,
    updatedAt: now,
    lastSaidAt: isConfirming(by.authority) ? latest(before.lastSaidAt, Date.parse(by.at)) : before.lastSaidAt,
  };
}

/** Something that was said long ago does not make the last word older. */
export function latest(known: Date | null, said: number): Date {
  return new Date(Math.max(known?.getTime() ?? 0, said));
}

/** The row of the ledger for a version. */
export function toChange(
  { customerId, version, document, statements, confirmedAt, updatedAt }: PreferencesRow,
  by: Statement,
  type: 'preferences.changed' | 'preferences.confirmed',
  paths: readonly string[],
): NewChange {
  return {
    type,
    at: updatedAt,
    customerId,
    version,
    ...toAuthor(by),
    paths: [...paths],
    snapshot: { document, statements, confirmedAt: confirmedAt?.toISOString() ?? null },
  };
}

/** Keys of the channels that preferences name. */
export function channelsIn({ general, topics = {} }: Preferences): string[] {
  const choices: Choice[] = [...(general ? [general] : []), ...Object.values(topics)];
  const keys = choices.flatMap(({ channels, declined }) => [
    ...channels.map(({ channel }) => channel),
    ...declined,
  ]);
  return [...new Set(keys)];
}

function isWithin(pointer: string, path: string): boolean {
  return pointer === path || pointer.startsWith(`${path}/`);
}
