// Promise: no contact point is altered, taken away or put back by a lesser word than the one that stated it.

import { heightOf, isOutdated, judge, notAhead } from './authority.js';
import type { Fate, Statement, Statements } from './authority.js';

/** What is known of a contact point beside its kind and value. */
export interface PointFacts {
  readonly use: 'private' | 'work' | null;
  /** Epoch milliseconds at which the customer proved to own it; null when never. */
  readonly verifiedAt: number | null;
  /** Known not to work. */
  readonly undeliverable: boolean;
}

/**
 * A contact point with who stated it: `/value` that it is there, or is not; the other paths what is known of it.
 * Without facts it is not there.
 */
export interface StatedPoint {
  readonly facts: PointFacts | null;
  readonly statements: Statements;
}

/** Either the contact point from then on, or the paths on which someone higher has spoken. */
export type PointMerge = StatedPoint | { readonly conflicts: readonly string[] };

/** A contact point that nobody ever spoke of. */
export const UNSPOKEN: StatedPoint = { facts: null, statements: {} };

const NEW: PointFacts = { use: null, verifiedAt: null, undeliverable: false };

/**
 * Merges a statement that a contact point is there; what it does not mention stays as it is. Each path is judged as in
 * `mergeStatements`, but for two observations, which contradict nobody and which everyone may make: that it does not
 * work, and a newer proof that it is the customer's. `own` are the statements of paths that somebody else stated, as a
 * registry tells that handed the contact point on; there a statement that there is nothing is kept as well. `now`, epoch
 * milliseconds, is when it is merged: nothing recorded counts as said later than that.
 */
export function statePoint(
  before: StatedPoint,
  written: Partial<PointFacts>,
  by: Statement,
  own: Statements = {},
  now = Infinity,
): PointMerge {
  const facts = before.facts ?? NEW;
  const stated = before.facts === null ? {} : before.statements;
  const { use, verifiedAt, undeliverable } = facts;
  const of = (path: string): [Statement | undefined, Statement] => [
    notAhead(stated[path], now),
    own[path] ?? by,
  ];
  const fates: [path: string, fate: Fate][] = [
    ['/value', judge(before.facts !== null, notAhead(before.statements['/value'], now), own['/value'] ?? by)],
    ['/use', judgeUse(use, written.use, ...of('/use'))],
    ['/verifiedAt', judgeProof(verifiedAt, written.verifiedAt, ...of('/verifiedAt'))],
    ['/undeliverable', judgeMark(undeliverable, written.undeliverable, ...of('/undeliverable'))],
  ];
  const pathsOf = (wanted: Fate) => fates.filter(([, fate]) => fate === wanted).map(([path]) => path);
  const conflicts = pathsOf('conflict');
  if (conflicts.length > 0) return { conflicts };
  const changed = new Set(pathsOf('changed'));
  return {
    facts: withChanged(facts, written, changed),
    statements: {
      ...own,
      ...stated,
      ...Object.fromEntries([...changed].map((path) => [path, own[path] ?? by])),
    },
  };
}

function withChanged(
  { use, verifiedAt, undeliverable }: PointFacts,
  written: Partial<PointFacts>,
  changed: ReadonlySet<string>,
): PointFacts {
  return {
    use: changed.has('/use') ? (written.use ?? null) : use,
    verifiedAt: changed.has('/verifiedAt') ? (written.verifiedAt ?? null) : verifiedAt,
    undeliverable: changed.has('/undeliverable') ? written.undeliverable === true : undeliverable,
  };
}

/** Merges a statement that a contact point is not there. What was known of it is forgotten, who took it away is not. */
export function removePoint(before: StatedPoint, by: Statement, now = Infinity): PointMerge {
  const recorded = before.statements['/value'];
  const fate = judge(before.facts === null, notAhead(recorded, now), by);
  if (fate === 'conflict') return { conflicts: ['/value'] };
  const statement = fate === 'changed' ? by : recorded;
  return { facts: null, statements: statement === undefined ? {} : { '/value': statement } };
}

/** Whether a removal has to be remembered: what the lowest authority took away anyone may put back. */
export function isWorthRemembering({ authority }: Statement): boolean {
  return heightOf(authority) > 1;
}

function judgeUse(
  use: PointFacts['use'],
  written: PointFacts['use'] | undefined,
  recorded: Statement | undefined,
  by: Statement,
): Fate {
  if (written === undefined || (recorded === undefined && use === null && written === null)) return 'kept';
  return judge(use === written, recorded, by);
}

/** An older proof says nothing against a newer one; only that there is none at all contradicts. */
function judgeProof(
  proof: number | null,
  written: number | null | undefined,
  recorded: Statement | undefined,
  by: Statement,
): Fate {
  if (written === undefined || (proof === null && written === null)) return 'kept';
  if (written !== null && (proof === null || written > proof)) return 'changed';
  const fate = judge(proof === written, recorded, by);
  return fate === 'conflict' && written !== null ? 'kept' : fate;
}

function judgeMark(
  mark: boolean,
  written: boolean | undefined,
  recorded: Statement | undefined,
  by: Statement,
): Fate {
  if (written === undefined || (recorded === undefined && !mark && !written)) return 'kept';
  if (written && !mark) return recorded !== undefined && isOutdated(by, recorded) ? 'conflict' : 'changed';
  return judge(mark === written, recorded, by);
}
