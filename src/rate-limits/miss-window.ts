/** How many different identifiers were asked for: those that matched nobody, and customers who were found. */
export interface Tally {
  readonly misses: number;
  readonly hits: number;
}

/** What one instance tells the others. */
export interface News {
  readonly marks: readonly number[];
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
  private readonly untold = new Set<number>();

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
    if (this.misses.add(mark).size === before) return false;
    this.untold.add(mark);
    return true;
  }

  addHit(mark: number): void {
    this.hits.add(mark);
  }

  /** What the other instances do not know of: marks of misses, and how many customers were found. */
  takeNews(): News {
    const news = { marks: [...this.untold], hits: this.hits.size - this.hitsTold };
    this.hitsTold += news.hits;
    return news;
  }

  /** The news reached the others, and this is what all counted together; null: they did not, and are told again. */
  learn({ marks, hits }: News, tally: Tally | null): void {
    if (tally === null) this.hitsTold -= hits;
    else {
      marks.forEach((mark) => this.untold.delete(mark));
      this.elsewhere = tally;
    }
  }

  /** Whether more can't be told apart. */
  isFull(allowed: number): boolean {
    const most = Math.max(MOST_TOLD_APART, allowed);
    return this.misses.size >= most || this.hits.size >= most;
  }
}
