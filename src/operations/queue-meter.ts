import { expectedWait, nextRate } from './throughput.js';

/** Time between two looks, milliseconds. */
const SPAN = 100;

/** Counts what is under way, and how fast it is answered. */
export class QueueMeter {
  /** Requests under way. */
  requests = 0;
  private readonly timer: NodeJS.Timeout;
  private answered = 0;
  private fewest = 0;
  private since = performance.now();
  private rate: number | null = null;

  constructor(
    /** Requests under way at which some wait for others. */
    private readonly queue: number,
  ) {
    this.timer = setInterval(() => this.read(), SPAN).unref();
  }

  /** How long one more request would take, milliseconds; 0 while none waits for others. */
  get wait(): number {
    return expectedWait(this.requests, this.rate, this.queue);
  }

  begin(): void {
    this.requests += 1;
  }

  /** A request is over; of one whose caller went away nobody knows whether it was done. */
  end(isAnswered: boolean): void {
    this.requests -= 1;
    this.fewest = Math.min(this.fewest, this.requests);
    if (isAnswered) this.answered += 1;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private read(): void {
    const now = performance.now();
    const { answered, fewest, since } = this;
    this.rate = nextRate(this.rate, { milliseconds: now - since, answered, fewest }, this.queue);
    this.answered = 0;
    this.fewest = this.requests;
    this.since = now;
  }
}
