import type { Logger } from './logging.js';
import { Problem } from './problem.js';

/** Time between two writes, milliseconds: with the write itself, at most 200 ms can be lost in a crash. */
const PAUSE = 100;
/** Time before a failed write is tried again, milliseconds. */
const RETRY = 500;

/** How one kind of item is written. */
interface Kind<T> {
  /** What they go to, as it is told when that fails. */
  readonly name: string;
  /** Items in one statement: more would hold up those who wait for an answer. */
  readonly mostAtOnce: number;
  /** Rows that may wait. Beyond it no item is taken: what can't be kept is not given. */
  readonly mostWaiting: number;
  /** Rows that may wait before work that can wait has to: what is above is left to single calls. */
  readonly mostWaitingInBulk: number;
  /** Rows that an item makes. */
  rowsOf(item: T): number;
  write(items: readonly T[]): Promise<unknown>;
}

/** Items that are written to the database in batches, off the path of the answer that they come from, in their order. */
export class WriteBehind<T> {
  private readonly items: T[] = [];
  private rows = 0;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | undefined;
  private stopping = false;

  constructor(
    private readonly kind: Kind<T>,
    private readonly logger: Logger,
  ) {}

  /** Rows that wait to be written. */
  get waiting(): number {
    return this.rows;
  }

  /** Takes an item to be written within 100 ms; throws `unavailable` when too much waits already. */
  add(item: T): void {
    if (this.rows >= this.kind.mostWaiting)
      throw new Problem('unavailable', `The ${this.kind.name} can not be written. Try again shortly.`);
    this.items.push(item);
    this.rows += this.kind.rowsOf(item);
    this.schedule(PAUSE);
  }

  /** An item that is still to be written; undefined when there is no such one. */
  find(isIt: (item: T) => boolean): T | undefined {
    return this.items.find(isIt);
  }

  /** Waits, when much waits to be written, until it is; throws what the database says when that fails. */
  async room(): Promise<void> {
    if (this.rows >= this.kind.mostWaitingInBulk) await this.flush();
  }

  /** Writes all that waits; throws what the database says when it can't. */
  flush(): Promise<void> {
    this.writing ??= this.drain().finally(() => (this.writing = undefined));
    return this.writing;
  }

  /** Writes what is left, and takes no time for anything that comes later. What can't be written is told as lost. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    try {
      await this.flush().catch(() => this.flush());
    } catch (error) {
      this.logger.error(
        { err: error, lost: this.rows },
        `the ${this.kind.name} could not be written before the stop`,
      );
    }
  }

  private schedule(milliseconds: number): void {
    if (!this.stopping) this.timer ??= setTimeout(() => void this.flushInTime(), milliseconds);
  }

  private async flushInTime(): Promise<void> {
    let pause = PAUSE;
    try {
      await this.flush();
    } catch (error) {
      this.logger.warn({ err: error, waiting: this.rows }, `the ${this.kind.name} waits for the database`);
      pause = RETRY;
    }
    this.timer = undefined;
    if (this.items.length > 0) this.schedule(pause);
  }

  private async drain(): Promise<void> {
    while (this.items.length > 0) {
      const items = this.items.slice(0, this.kind.mostAtOnce);
      await this.kind.write(items);
      this.items.splice(0, items.length);
      for (const item of items) this.rows -= this.kind.rowsOf(item);
    }
  }
}
