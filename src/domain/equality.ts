// Promise: whether two stated values mean the same.

import type { Choice, RankedChannel } from './preferences.js';

/** Do two values of plain data have the same content? The order of keys and absent against undefined don't matter. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!isObject(a) || !isObject(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  for (const key of keys) if (!isSame(valueOf(a, key), valueOf(b, key))) return false;
  return true;
}

/** Do two lists hold the same values, in whatever order and however often? */
export function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.every((each) => b.includes(each)) && b.every((each) => a.includes(each));
}

/** Are two choices the same? The order of channels is their rank and counts; declined channels are a set. The limit counts too. */
export function isSameChoice(a: Choice, b: Choice): boolean {
  return (
    isSame(a.limit, b.limit) &&
    isSameSet(a.declined, b.declined) &&
    isSame(a.channels.map(explicit), b.channels.map(explicit))
  );
}

/** Wanting any mode and not naming one are the same. */
function explicit(ranked: RankedChannel): RankedChannel {
  return { ...ranked, mode: ranked.mode ?? 'any' };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function valueOf(object: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
