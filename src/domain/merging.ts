// Promise: two records of one person become one without losing the higher word, the newer word, or any objection; and
// two again, without losing what was said since.

import { heightOf, type Stated, type Statement, type Statements } from './authority.js';
import { PURPOSES, type Purpose } from './catalogue.js';
import type { StatedPoint } from './contact-point.js';
import { SILENCED_REASONS, type SilencedReason } from './customer.js';
import { isSame, isSameSet } from './equality.js';
import { at, toSteps } from './pointers.js';
import type { Choice, Preferences } from './preferences.js';

/** A value with who stated it; undefined where nobody is known to have. */
interface Side<T> {
  readonly value: T;
  readonly statement: Statement | undefined;
}

/**
 * Unites what two records of one person state. Path by path the word of the higher authority counts, of two as high the
 * newer one; a withdrawal is a word as well. Objections are the one exception: the stricter wins, so what either record
 * objects to is objected to. The order of the two records never matters.
 */
export function unite(a: Stated, b: Stated): Stated {
  return fromPaths(a, b, (path, one, other) =>
    path === '/objections'
      ? uniteObjections(one as Side<Objections>, other as Side<Objections>)
      : better(one, other),
  );
}

/**
 * Takes a union apart: what was not touched since is as it was before, and what was stated since stays.
 * `separate(before, united, united)` is `before`.
 */
export function separate(before: Stated, united: Stated, now: Stated): Stated {
  const then = toValues(united.preferences);
  return fromPaths(before, now, (path, old, current) => {
    const isUntouched =
      isSame(current.value, then.get(path)) && isSame(current.statement, united.statements[path]);
    return isUntouched ? old : current;
  });
}

/** Unites what two records of one person know of one contact point. The latest proof counts; otherwise as in `unite`. */
export function unitePoint(a: StatedPoint, b: StatedPoint): StatedPoint {
  const sides = [a, b].map(({ facts, statements }) => ({ facts, statements }));
  const on = <T>(path: string, value: (point: StatedPoint) => T) =>
    sides
      .filter(({ facts }) => facts !== null || path === '/value')
      .map((point): Side<T> => ({ value: value(point), statement: point.statements[path] }));
  const presence = strongest(on('/value', ({ facts }) => facts !== null));
  if (!presence?.value) return { facts: null, statements: stated({ '/value': presence?.statement }) };
  const use = strongest(on('/use', ({ facts }) => facts?.use ?? null));
  const mark = strongest(on('/undeliverable', ({ facts }) => facts?.undeliverable === true));
  const proof = on('/verifiedAt', ({ facts }) => facts?.verifiedAt ?? null).reduce(newerProof);
  return {
    facts: {
      use: use?.value ?? null,
      verifiedAt: proof.value,
      undeliverable: mark?.value === true,
    },
    statements: stated({
      '/value': presence.statement,
      '/use': use?.statement,
      '/verifiedAt': proof.statement,
      '/undeliverable': mark?.statement,
    }),
  };
}

/** Of two statements the one that counts; the one that is there, where the other is not. */
export function strongerStatement(a: Statement, b: Statement): Statement {
  return better({ value: null, statement: a }, { value: null, statement: b }).statement ?? a;
}

/** Silence holds when either record asks for it; of two reasons the first in the list of reasons is kept. */
export function uniteSilence(a: SilencedReason | null, b: SilencedReason | null): SilencedReason | null {
  return SILENCED_REASONS.find((reason) => reason === a || reason === b) ?? null;
}

/** The same preferences, with other ids where contact points got one. */
export function renamePoints(preferences: Preferences, names: ReadonlyMap<string, string>): Preferences {
  if (names.size === 0) return preferences;
  const renamed = (choice: Choice): Choice => ({
    ...choice,
    channels: choice.channels.map((ranked) => {
      const id = ranked.contactPointId === undefined ? undefined : names.get(ranked.contactPointId);
      return id === undefined ? ranked : { ...ranked, contactPointId: id };
    }),
  });
  const { general, topics } = preferences;
  const entries = Object.entries(topics ?? {}).map(([key, choice]) => [key, renamed(choice)]);
  return {
    ...preferences,
    ...(general && { general: renamed(general) }),
    ...(topics && { topics: Object.fromEntries(entries) as Record<string, Choice> }),
  };
}

/** Whether everything that a record states is also what another one states. */
export function isWithin(part: Preferences, whole: Preferences): boolean {
  const values = toValues(whole);
  return [...toValues(part)].every(([path, value]) => isSame(value, values.get(path)));
}

/** The paths on which two records differ, in their values or in who stated them. */
export function differences(a: Stated, b: Stated): string[] {
  const [one, other] = [toValues(a.preferences), toValues(b.preferences)];
  return pathsOf(a, b).filter(
    (path) => !isSame(one.get(path), other.get(path)) || !isSame(a.statements[path], b.statements[path]),
  );
}

type Objections = readonly Purpose[] | undefined;

function uniteObjections(a: Side<Objections>, b: Side<Objections>): Side<Objections> {
  const counts = better(a, b);
  if (a.value === undefined && b.value === undefined) return counts;
  const all = PURPOSES.filter((purpose) => a.value?.includes(purpose) || b.value?.includes(purpose));
  const owners = [a, b].filter(({ value }) => value !== undefined && isSameSet(value, all));
  if (owners.length === 1 && owners[0] !== undefined) return owners[0];
  return owners.length > 1 ? counts : { value: all, statement: counts.statement };
}

/** A proof says more than none, a newer one more than an older one. */
function newerProof(a: Side<number | null>, b: Side<number | null>): Side<number | null> {
  if (a.value === b.value) return better(a, b);
  return (a.value ?? -Infinity) > (b.value ?? -Infinity) ? a : b;
}

function strongest<T>(sides: readonly Side<T>[]): Side<T> | undefined {
  return sides.reduce<Side<T> | undefined>(
    (best, side) => (best === undefined ? side : better(best, side)),
    undefined,
  );
}

/** The side whose statement counts. Where even that is equal the text decides, so that the order of the two can't. */
function better<T>(a: Side<T>, b: Side<T>): Side<T> {
  const [x, y] = [weightOf(a), weightOf(b)];
  const index = x.findIndex((weight, place) => weight !== y[place]);
  if (index === -1) return a;
  return (x[index] ?? 0) > (y[index] ?? 0) ? a : b;
}

function weightOf({ value, statement }: Side<unknown>): (number | string)[] {
  if (statement === undefined) return [0, 0, '', JSON.stringify(value) ?? ''];
  const { authority, at: said, key, via } = statement;
  return [heightOf(authority), Date.parse(said), `${key} ${via ?? ''}`, JSON.stringify(value) ?? ''];
}

/** Judges every path that either record speaks of. */
function fromPaths(
  a: Stated,
  b: Stated,
  choose: (path: string, one: Side<unknown>, other: Side<unknown>) => Side<unknown>,
): Stated {
  const [one, other] = [toValues(a.preferences), toValues(b.preferences)];
  const values = new Map<string, unknown>();
  const statements: Record<string, Statement | undefined> = {};
  for (const path of pathsOf(a, b)) {
    const chosen = choose(
      path,
      { value: one.get(path), statement: a.statements[path] },
      { value: other.get(path), statement: b.statements[path] },
    );
    if (chosen.value !== undefined) values.set(path, chosen.value);
    statements[path] = chosen.statement;
  }
  return { preferences: toPreferences(values), statements: stated(statements) };
}

function pathsOf(a: Stated, b: Stated): string[] {
  const paths = [a, b].flatMap(({ preferences, statements }) => [
    ...toValues(preferences).keys(),
    ...Object.keys(statements),
  ]);
  return [...new Set(paths)].sort();
}

function toValues({ topics = {}, ...fields }: Preferences): Map<string, unknown> {
  const choices = Object.entries(topics).map(([key, choice]) => [at('/topics', key), choice] as const);
  const rest = Object.entries(fields).map(([name, value]) => [at('', name), value] as const);
  return new Map<string, unknown>([...rest, ...choices].filter(([, value]) => value !== undefined));
}

function toPreferences(values: ReadonlyMap<string, unknown>): Preferences {
  const fields: Record<string, unknown> = {};
  const topics: Record<string, unknown> = {};
  for (const [path, value] of values) {
    const [field = '', key] = toSteps(path);
    if (key === undefined) fields[field] = value;
    else topics[key] = value;
  }
  return { ...fields, ...(Object.keys(topics).length > 0 && { topics }) } as Preferences;
}

function stated(statements: Readonly<Record<string, Statement | undefined>>): Statements {
  const known = Object.entries(statements).filter(([, statement]) => statement !== undefined);
  return Object.fromEntries(known) as Record<string, Statement>;
}
