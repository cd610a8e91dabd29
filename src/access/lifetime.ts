import { toMilliseconds } from '../domain/durations.js';
import { invalid } from '../platform/problem.js';

/** The wanted lifetime in milliseconds; throws `invalid` when it is none or longer than `most`. */
export function toLifetime(wanted: string | undefined, usual: number, most: number): number {
  const lifetime = wanted === undefined ? usual : toMilliseconds(wanted);
  if (lifetime !== null && lifetime > 0 && lifetime <= most) return lifetime;
  throw invalid('/expiresIn', `This must be more than nothing, and at most ${most / 60_000} minutes.`);
}
