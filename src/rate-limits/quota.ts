/** What a key may do, and what it did. */
export interface Quota {
  /** Name of the policy: the group of routes. */
  readonly name: string;
  /** Calls that are allowed in the time. */
  readonly limit: number;
  /** Length of the time, seconds. */
  readonly seconds: number;
  /** Calls until now, this one included. */
  readonly used: number;
  /** Milliseconds until counting begins anew. */
  readonly endsIn: number;
}

/** Whether this call is one too many. */
export function isOver({ used, limit }: Quota): boolean {
  return used > limit;
}

/** Seconds until counting begins anew; never 0, so that nobody comes back too early. */
export function secondsLeft({ endsIn }: Pick<Quota, 'endsIn'>): number {
  return Math.max(1, Math.ceil(endsIn / 1_000));
}

/** `RateLimit-Policy` and `RateLimit` as structured fields (draft-ietf-httpapi-ratelimit-headers-10, sections 3 and 4). */
export function headersOf(quota: Quota): { 'RateLimit-Policy': string; RateLimit: string } {
  const { name, limit, seconds, used } = quota;
  return {
    'RateLimit-Policy': `"${name}";q=${limit};w=${seconds}`,
    RateLimit: `"${name}";r=${Math.max(0, limit - used)};t=${secondsLeft(quota)}`,
  };
}
