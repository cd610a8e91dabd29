// Promise: an instant, at most 24 hours ahead and always after now, before which an answer can't change by itself.

import type { ModeTiming } from './judgement.js';
import { HORIZON, closesAt } from './openings.js';
import type { Situation } from './situation.js';
import { DAY } from './zones.js';

/** What an answer hangs on. */
export interface Bearing {
  /** The modes whose opening or closing could change the answer. */
  readonly timings: readonly ModeTiming[];
  /** How far ahead of now the deadline moves along, in milliseconds; null when it doesn't move, or doesn't matter. */
  readonly patience: number | null;
  /** A deadline that stands still; null when there is none. */
  readonly by: number | null;
}

/**
 * The first instant that could change the action, channel or mode: something open now closes; something opens; what
 * opens later comes within the deadline, if that moves with now, or within the horizon; the deadline itself passes.
 */
export function validUntil(s: Situation, { timings, patience, by }: Bearing): number {
  let end = s.now + DAY;
  if (by !== null && by >= s.now) end = Math.min(end, Math.max(by, s.now + 1));
  for (const timing of timings) end = Math.min(end, changesAt(timing, s.now, patience, end));
  return end;
}

function changesAt({ opening, at }: ModeTiming, now: number, patience: number | null, limit: number): number {
  if (at === null) return Infinity;
  if (at === now) return closesAt(opening, now, limit);
  const inReach = patience === null ? now : at - patience;
  return Math.min(at, after(inReach, now), after(at - HORIZON, now));
}

function after(instant: number, now: number): number {
  return instant > now ? instant : Infinity;
}
