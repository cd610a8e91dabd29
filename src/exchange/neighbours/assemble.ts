import type { WrittenContactPoint } from '../../customers/index.js';
import type { ExchangedCustomer, ExchangedPreferences } from '../exchanged-customer.js';
import type { Part } from './document.js';
import type { MappingContext } from './neighbour.js';

/** What a mapping found; undefined is what the record did not say. */
export interface Findings {
  readonly id?: string | undefined;
  readonly contactPoints?: readonly WrittenContactPoint[] | undefined;
  readonly silenced?: 'deceased' | undefined;
  readonly preferences?: { readonly [K in keyof ExchangedPreferences]: ExchangedPreferences[K] | undefined };
}

/** A customer of what was found, without the fields that the record left out: a default is never stated. */
export function toCustomer(found: Findings, { system }: MappingContext): ExchangedCustomer {
  const contactPoints = withoutDoubles(found.contactPoints ?? []);
  const preferences = stated(found.preferences ?? {});
  return stated({
    externalIds: found.id === undefined ? undefined : [{ system, id: found.id }],
    contactPoints: contactPoints.length > 0 ? contactPoints : undefined,
    silenced: found.silenced,
    preferences: Object.keys(preferences).length > 0 ? preferences : undefined,
  });
}

/** The first of two equal contact points stays where it is, and learns what only the other one says. */
function withoutDoubles(points: readonly WrittenContactPoint[]): WrittenContactPoint[] {
  const found = new Map<string, WrittenContactPoint>();
  for (const point of points) {
    const key = JSON.stringify([point.kind, point.value]);
    found.set(key, { ...point, ...found.get(key) });
  }
  return [...found.values()];
}

/** Takes an id, which may be a number; undefined when there is none. */
export function takeId(part: Part): string | undefined {
  return part.text() ?? part.number()?.toString();
}

/** An object without the fields that are undefined. */
export function stated<T extends object>(fields: T): Stated<T> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Stated<T>;
}

type Optional<T> = { [K in keyof T]-?: undefined extends T[K] ? K : never }[keyof T];
type Stated<T> = Omit<T, Optional<T>> & { [K in Optional<T>]?: Exclude<T[K], undefined> };

const LANGUAGE = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/;
const LONGEST_LANGUAGE = 35;

/** Takes a language tag (BCP 47), also when its parts are joined by `_` as in POSIX; anything else is left. */
export function takeLanguage(part: Part): string | undefined {
  const tag = typeof part.value === 'string' ? part.value.trim().replaceAll('_', '-') : '';
  if (tag.length > LONGEST_LANGUAGE || !LANGUAGE.test(tag)) return undefined;
  part.take();
  return tag;
}
