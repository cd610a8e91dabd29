import { toMilliseconds } from '../domain/durations.js';
import { invalid } from '../platform/problem.js';

const MINUTE = 60_000;
/** A session ends this long after its last use, milliseconds. */
export const IDLE = 30 * MINUTE;
/** And at the latest this long after its beginning. */
const LONGEST = 12 * 60 * MINUTE;
/** A use that soon after the last one does not move the end: most pages then need no write. */
export const GRAIN = MINUTE;

/** When a session ends that began and was used at these times; epoch milliseconds. */
export function endAfterUse(began: number, used: number): number {
  return Math.min(used + IDLE, began + LONGEST);
}

/** The wanted lifetime in milliseconds; throws `invalid` when it is none or longer than `most`. */
export function toLifetime(wanted: string | undefined, usual: number, most: number): number {
  const lifetime = wanted === undefined ? usual : toMilliseconds(wanted);
  if (lifetime !== null && lifetime > 0 && lifetime <= most) return lifetime;
  throw invalid('/expiresIn', `This must be more than nothing, and at most ${most / MINUTE} minutes.`);
}
