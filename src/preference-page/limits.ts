import { Injectable } from '@nestjs/common';
import { KeyHash } from '../access/index.js';
import { rateLimited } from '../platform/problem.js';
import { Counters, type Counter } from '../rate-limits/index.js';

/** Links that are not open, from one address in a minute. A whole office may share one. */
const MOST_MISSING = 120;
/** Codes asked for by a customer in an hour. Each one costs the company a message. */
const MOST_ASKED = 5;
/** Codes tried by a customer in an hour, beside the five tries that each code has. */
const MOST_TRIED = 20;

const MINUTE = 60;
const HOUR = 3_600;

/** How often something may be tried, by whom. */
@Injectable()
export class Limits {
  private readonly missing: Counter;
  private readonly asking: Counter;
  private readonly trying: Counter;

  constructor(
    private readonly keyHash: KeyHash,
    counters: Counters,
  ) {
    this.missing = counters.of('page-links', MINUTE);
    this.asking = counters.of('page-codes-asked', HOUR);
    this.trying = counters.of('page-codes-tried', HOUR);
  }

  /** Counts a link that did not open; throws `rate_limited` when there were too many from this address. */
  async missLink(address: string): Promise<void> {
    const { used } = await this.missing.add(this.keyHash.of(`address:${address}`));
    if (used > MOST_MISSING) throw rateLimited('Too many links were opened from here.', MINUTE);
  }

  /** False when this customer asked for too many codes. */
  async askCode(customerId: string): Promise<boolean> {
    return (await this.asking.add(customerId)).used <= MOST_ASKED;
  }

  /** False when this customer tried too many codes. */
  async tryCode(customerId: string): Promise<boolean> {
    return (await this.trying.add(customerId)).used <= MOST_TRIED;
  }
}
