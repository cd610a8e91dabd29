import type { Authority } from '../domain/authority.js';
import { toSteps } from '../domain/pointers.js';
import type { StatedBy } from './exchanged-customer.js';
import type { ImportedCustomer, ImportedPreferences } from './imported-customer.js';

/** A part of the preferences that one word stated. */
export interface Word {
  readonly by: StatedBy | null;
  /** What it says; nothing for a word that only withdrew. */
  readonly preferences: ImportedPreferences;
  /** Paths on which it withdrew what was stated before. */
  readonly withdrawn: readonly string[];
}

/** The authority under which an import keeps who stated what. */
export const STATED = 'stated';
export type ImportAuthority = Authority | typeof STATED;

/**
 * The preferences of an exported customer taken apart by who stated them, in the order in which they were said. What
 * nobody is known to have stated comes last, by nobody.
 */
export function toWords({ preferences = {}, stated }: ImportedCustomer): Word[] {
  const by = stated?.by ?? {};
  const paths = new Set([...pathsOf(preferences), ...Object.keys(by)]);
  const groups = new Map<string, { by: StatedBy | null; paths: string[] }>();
  for (const path of paths) {
    const statement = by[path] ?? null;
    const name = statement === null ? '' : `${statement.authority} ${statement.via} ${statement.at}`;
    const group = groups.get(name) ?? { by: statement, paths: [] };
    group.paths.push(path);
    groups.set(name, group);
  }
  const words = [...groups.values()].map((group) => ({
    by: group.by,
    preferences: pick(preferences, group.paths),
    withdrawn: group.paths.filter((path) => valueAt(preferences, path) === undefined),
  }));
  return words.sort((a, b) => timeOf(a.by) - timeOf(b.by));
}

function timeOf(by: StatedBy | null): number {
  return by === null ? Infinity : Date.parse(by.at);
}

function pathsOf({ topics, ...fields }: ImportedPreferences): string[] {
  const named = Object.entries(fields).filter(([, value]) => value !== undefined);
  return [...named.map(([name]) => `/${name}`), ...Object.keys(topics ?? {}).map((key) => `/topics/${key}`)];
}

function valueAt(preferences: ImportedPreferences, path: string): unknown {
  const [field = '', topic] = toSteps(path);
  const value = (preferences as Record<string, unknown>)[field];
  if (topic === undefined || typeof value !== 'object' || value === null) return value ?? undefined;
  return (value as Record<string, unknown>)[topic] ?? undefined;
}

function pick(preferences: ImportedPreferences, paths: readonly string[]): ImportedPreferences {
  const picked: Record<string, unknown> = {};
  const topics: Record<string, unknown> = {};
  for (const path of paths) {
    const value = valueAt(preferences, path);
    const [field = '', topic] = toSteps(path);
    if (value === undefined) continue;
    if (topic === undefined) picked[field] = value;
    else topics[topic] = value;
  }
  return Object.keys(topics).length > 0 ? ({ ...picked, topics } as ImportedPreferences) : picked;
}
