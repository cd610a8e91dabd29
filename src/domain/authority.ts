// Promise: nobody's word is overwritten by a lesser one; who stated what is kept per path, also for what was withdrawn.

import { isSame, isSameChoice, isSameSet } from './equality.js';
import { at } from './pointers.js';
import type { Choice, Preferences } from './preferences.js';

/** Whose word a value is, highest first. */
export const AUTHORITIES = ['customer', 'employee_on_behalf', 'import', 'inferred'] as const;
export type Authority = (typeof AUTHORITIES)[number];

/** Who stated a value, through what, when, and with which key. */
export interface Statement {
  readonly authority: Authority;
  /** Through what it was stated: a channel key or `page`; null when not said. */
  readonly via: string | null;
  /** RFC 3339. */
  readonly at: string;
  /** Id of the key that wrote it. */
  readonly key: string;
}

/** Statements by path, a JSON pointer: `/general`, `/topics/billing`, `/pause`. */
export type Statements = Readonly<Record<string, Statement>>;

/** What is stored: the values, and who stated them. */
export interface Stated {
  readonly preferences: Preferences;
  readonly statements: Statements;
}

/** Either the paths that change and all statements from then on, or the paths on which someone higher has spoken. */
export type Merge =
  | { readonly changed: readonly string[]; readonly statements: Statements }
  | { readonly conflicts: readonly string[] };

/** One value with its path, before and after; undefined where it isn't stated. */
interface Step {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly same: boolean;
}

/** What becomes of one value that a write states. */
export type Fate = 'kept' | 'changed' | 'conflict';

/**
 * Merges a write. Each path is judged alone, so a change of `/general` never touches a topic:
 * - the same value by the same or a lower authority: nothing happens;
 * - the same value by a higher authority: its statement is raised, which counts as a change;
 * - another value by a lower authority than the recorded one: a conflict, and nothing of the write is to be stored;
 * - another value by the same authority that was said before the recorded one: a conflict as well;
 * - another value otherwise: changed, and stated by the writer.
 * Withdrawing a value is a change as well, and keeps a statement: an import can't put back what a customer took away.
 * `now`, epoch milliseconds, is when it is merged: nothing recorded counts as said later than that.
 */
export function mergeStatements(before: Stated, after: Preferences, by: Statement, now = Infinity): Merge {
  const changed: string[] = [];
  const conflicts: string[] = [];
  const statements: Record<string, Statement> = { ...before.statements };
  for (const step of toSteps(before, after)) {
    const recorded = notAhead(before.statements[step.path], now);
    const neverStated = recorded === undefined && step.before === undefined && step.after === undefined;
    const fate = neverStated ? 'kept' : judge(step.same, recorded, by);
    if (fate === 'conflict') conflicts.push(step.path);
    if (fate !== 'changed') continue;
    changed.push(step.path);
    statements[step.path] = by;
  }
  return conflicts.length > 0 ? { conflicts } : { changed, statements };
}

/** The fate of a value that is stated to be the same, or another one; see `mergeStatements`. */
export function judge(same: boolean, recorded: Statement | undefined, by: Statement): Fate {
  const recordedHeight = recorded === undefined ? 0 : heightOf(recorded.authority);
  const height = heightOf(by.authority);
  if (same) return height > recordedHeight ? 'changed' : 'kept';
  if (height < recordedHeight) return 'conflict';
  return height === recordedHeight && isOutdated(by, recorded) ? 'conflict' : 'changed';
}

/** Clocks of several systems differ: a statement is older only when it is older by more than this, in milliseconds. */
const CLOCK_SKEW = 60_000;

/** A queue that lags behind must not undo what was said since. */
export function isOutdated(by: Statement, recorded: Statement | undefined): boolean {
  return recorded !== undefined && Date.parse(by.at) < Date.parse(recorded.at) - CLOCK_SKEW;
}

/** A clock that was wrong may have put a statement into the future: until then nobody could state otherwise. */
export function notAhead(recorded: Statement | undefined, now: number): Statement | undefined {
  if (recorded === undefined || Date.parse(recorded.at) <= now) return recorded;
  return { ...recorded, at: new Date(now).toISOString() };
}

/** Higher is more; 0 is left for a value that nobody is known to have stated. */
export function heightOf(authority: Authority): number {
  return AUTHORITIES.length - AUTHORITIES.indexOf(authority);
}

function toSteps({ preferences: before, statements }: Stated, after: Preferences): Step[] {
  const step = <T>(
    path: string,
    a: T | undefined,
    b: T | undefined,
    isEqual: (a: T, b: T) => boolean,
  ): Step => {
    const same = a === undefined || b === undefined ? a === b : isEqual(a, b);
    return { path, before: a, after: b, same };
  };
  const topics = topicPaths(before, after, statements);
  return [
    step('/languages', before.languages, after.languages, isSame),
    step('/timeZone', before.timeZone, after.timeZone, isSame),
    step('/general', before.general, after.general, isSameChoice),
    ...topics.map(({ path, a, b }) => step(path, a, b, isSameChoice)),
    step('/pause', before.pause, after.pause, isSame),
    step('/needs', before.needs, after.needs, isSameSet),
    step('/objections', before.objections, after.objections, isSameSet),
  ];
}

/** Every topic that has a choice before or after, or had one that was withdrawn. */
function topicPaths(
  before: Preferences,
  after: Preferences,
  statements: Statements,
): { readonly path: string; readonly a: Choice | undefined; readonly b: Choice | undefined }[] {
  const from = toChoices(before);
  const to = toChoices(after);
  const withdrawn = Object.keys(statements).filter((path) => path.startsWith('/topics/'));
  const paths = new Set([...from.keys(), ...to.keys(), ...withdrawn]);
  return [...paths].sort().map((path) => ({ path, a: from.get(path), b: to.get(path) }));
}

function toChoices({ topics = {} }: Preferences): Map<string, Choice> {
  return new Map(Object.entries(topics).map(([key, choice]) => [at('/topics', key), choice]));
}
