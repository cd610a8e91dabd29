/** How many different identifiers were asked for: those that matched nobody, and customers who were found. */
export interface Tally {
  readonly misses: number;
  readonly hits: number;
}

/** Different identifiers, and different customers, that a window tells apart; then it begins anew. */
const MOST_TOLD_APART = 4_096;

/**
 * Whether somebody tries out numbers: more strangers than allowed, and more strangers than customers. A line that customers
 * call has strangers too, and must go on; who guesses finds fewer than he misses.
 */
export function isEnumerating({ misses, hits }: Tally, allowed: number): boolean {
  return misses > Math.max(allowed, hits);
}

/** What one key asked for in a span of time. It holds marks, 48 bits of a keyed hash or of an id, never an identifier. */
export class MissWindow {
  /** Epoch milliseconds. */
  endsAt: number;
  /** Whether somebody was told that numbers are tried out. */
  told = false;
  private readonly misses = new Set<number>();
  private readonly hits = new Set<number>();
  private elsewhere: Tally = { misses: 0, hits: 0 };
  private hitsTold = 0;

  constructor(endsAt: number) {
    this.endsAt = endsAt;
  }

  /** Of this instance, or of all instances where they are known to have seen more. */
  get tally(): Tally {
    return {
      misses: Math.max(this.misses.size, this.elsewhere.misses),
      hits: Math.max(this.hits.size, this.elsewhere.hits),
    };
  }

  /** False when it was there already. */
  addMiss(mark: number): boolean {
    const before = this.misses.size;
    return this.misses.add(mark).size > before;
  }

  addHit(mark: number): void {
    this.hits.add(mark);
  }

  /** Customers found since this was last asked: what the other instances do not know of. */
  takeNewHits(): number {
    const fresh = this.hits.size - this.hitsTold;
    this.hitsTold = this.hits.size;
    return fresh;
  }

  /** Takes over what all instances counted together. */
  learn(tally: Tally): void {
    this.elsewhere = tally;
  }

  /** Whether more can't be told apart. */
  isFull(allowed: number): boolean {
    const most = Math.max(MOST_TOLD_APART, allowed);
    return this.misses.size >= most || this.hits.size >= most;
  }
}
