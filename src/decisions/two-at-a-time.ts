/** Statements under way at once: while they run, the next look-ups gather. */
const AT_ONCE = 2;

/**
 * The beat of a DataLoader: a batch leaves at once when none is under way, so that a lone look-up waits for nobody; else
 * when the current turn of the event loop ends and fewer than two are under way. Until then it grows.
 */
export class TwoAtATime {
  private readonly waiting: (() => void)[] = [];
  private underWay = 0;

  /** Lets a batch leave when it is its turn. */
  readonly schedule = (dispatch: () => void): void => {
    this.waiting.push(dispatch);
    if (this.underWay === 0) queueMicrotask(this.next);
    else setImmediate(this.next);
  };

  /** Runs the work of a batch that has left. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } finally {
      this.underWay -= 1;
      this.next();
    }
  }

  private readonly next = (): void => {
    while (this.underWay < AT_ONCE) {
      const dispatch = this.waiting.shift();
      if (!dispatch) return;
      this.underWay += 1;
      dispatch();
    }
  };
}
