import { Injectable } from '@nestjs/common';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Problem } from '../platform/problem.js';

/** How often something may be tried, by whom. Counted in this process, so the real bound is this times the instances. */
@Injectable()
export class Limits {
  /** Opening links that are not open: by address. A whole office may share one. */
  private readonly missing = new RateLimiterMemory({ points: 120, duration: 60 });
  /** Asking for codes: by customer. Each one costs the company a message. */
  private readonly asking = new RateLimiterMemory({ points: 5, duration: 3_600 });
  /** Trying codes: by customer, beside the five tries that each code has. */
  private readonly trying = new RateLimiterMemory({ points: 20, duration: 3_600 });

  /** Counts a link that did not open; throws `rate_limited` when there were too many from this address. */
  async missLink(address: string): Promise<void> {
    if (!(await isWithin(this.missing, address)))
      throw new Problem('rate_limited', 'Too many links were opened from here.');
  }

  /** False when this customer asked for too many codes. */
  askCode(customerId: string): Promise<boolean> {
    return isWithin(this.asking, customerId);
  }

  /** False when this customer tried too many codes. */
  tryCode(customerId: string): Promise<boolean> {
    return isWithin(this.trying, customerId);
  }
}

/** The library rejects with its count when the limit is reached, and with an error when it fails. */
async function isWithin(limiter: RateLimiterMemory, key: string): Promise<boolean> {
  try {
    await limiter.consume(key);
    return true;
  } catch (reached) {
    if (reached instanceof Error) throw reached;
    return false;
  }
}
