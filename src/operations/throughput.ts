/** What was seen over a span of time. */
export interface Span {
  readonly milliseconds: number;
  /** Requests answered in it. */
  readonly answered: number;
  /** The fewest that were under way at any moment of it. */
  readonly fewest: number;
}

/** How much the last span counts beside those before it. */
const WEIGHT = 0.3;
/** No wait is expected to be longer, milliseconds. */
const LONGEST = 60_000;

/**
 * Requests that can be answered in a millisecond, from what was thought before and what was seen since; null while nothing is
 * known. It shows only where there was always one more to do: `queue` is how many must be under way for some to wait. Of a span
 * in which it does not show nothing is hoped for: whoever were let in on a hope would have to wait for it.
 */
export function nextRate(
  rate: number | null,
  { milliseconds, answered, fewest }: Span,
  queue: number,
): number | null {
  const seen = answered / milliseconds;
  if (rate === null) return fewest < queue ? null : seen;
  return fewest < queue ? Math.max(seen, rate) : rate + (seen - rate) * WEIGHT;
}

/** Milliseconds until one more request would be answered, when those under way come first (Little's law); 0 without a queue. */
export function expectedWait(requests: number, rate: number | null, queue: number): number {
  if (rate === null || requests < queue) return 0;
  return Math.min(LONGEST, requests / rate);
}
