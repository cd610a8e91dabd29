/**
 * The beat of a DataLoader: a batch leaves at once when none is under way, so that a lone look-up waits for nobody; else
 * when the current turn of the event loop ends and fewer than `atOnce` are under way. While they run, the next gathers.
 */
export class Turns {
  private readonly waiting: (() => void)[] = [];
  private underWay = 0;

  constructor(private readonly atOnce: number) {}

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
    while (this.underWay < this.atOnce) {
      const dispatch = this.waiting.shift();
      if (!dispatch) return;
      this.underWay += 1;
      dispatch();
    }
  };
}
