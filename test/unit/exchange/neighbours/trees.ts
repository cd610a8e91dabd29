// Leaves of a JSON document, and documents that differ in one of them.

import { at } from '../../../../src/domain/pointers.js';
import { toSteps } from '../../../../src/domain/pointers.js';
import type { Loss } from '../../../../src/exchange/neighbours/neighbour.js';

/** Pointers of everything that says something: text, numbers, true and false; not null, not what is empty. */
export function leaves(value: unknown, pointer = ''): string[] {
  if (value === null || value === undefined || value === '') return [];
  if (typeof value !== 'object') return [pointer];
  return Object.entries(value).flatMap(([key, each]) => leaves(each, at(pointer, key)));
}

/** Is this place, or one above it, among the losses? */
export function isLost(pointer: string, losses: readonly Loss[]): boolean {
  return losses.some((loss) => pointer === loss.pointer || pointer.startsWith(`${loss.pointer}/`));
}

/** The document with another value at one place. */
export function replaced(document: unknown, pointer: string, change: (old: unknown) => unknown): unknown {
  const copy: unknown = structuredClone(document);
  const steps = toSteps(pointer);
  const last = steps.pop() ?? '';
  const above = steps.reduce<unknown>((part, step) => (part as Record<string, unknown>)[step], copy);
  (above as Record<string, unknown>)[last] = change((above as Record<string, unknown>)[last]);
  return copy;
}

/** Another value of the same type. */
export function altered(value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  return typeof value === 'number' ? value + 1 : `${String(value)}x`;
}
