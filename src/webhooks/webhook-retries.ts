/** Share by which a pause is made shorter or longer at random, so that what failed together does not come back together. */
const JITTER = 0.1;
/** Longest wait that a receiver can ask for, milliseconds. */
const LONGEST_RETRY_AFTER = 24 * 3_600_000;

/** Milliseconds until the try after this many; null when there is none left. `random` is from 0 to 1. */
export function pauseBefore(
  schedule: readonly number[],
  triesSoFar: number,
  random: number,
  retryAfter: number | null = null,
): number | null {
  const pause = schedule[triesSoFar];
  if (pause === undefined) return null;
  return Math.round(Math.max(pause * (1 + JITTER * (2 * random - 1)), retryAfter ?? 0));
}

/** Milliseconds that `Retry-After` asks for (RFC 9110, section 10.2.3: seconds or a date), bounded; null for none. */
export function toRetryAfter(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  const wanted = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isNaN(wanted) ? null : Math.min(Math.max(wanted, 0), LONGEST_RETRY_AFTER);
}
