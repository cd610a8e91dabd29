import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Time over which the delay of the event loop is taken, milliseconds. */
const SPAN = 500;
/** Time between two looks at the event loop, milliseconds. */
const RESOLUTION = 20;

/** Spans that must all be late: what lasts for less is no overload. */
const SPANS = 4;

/** Measures how late the event loop is, and stays. */
export class LoadMeter {
  private readonly histogram = monitorEventLoopDelay({ resolution: RESOLUTION });
  private readonly timer: NodeJS.Timeout;
  private readonly medians: number[] = [];

  constructor() {
    this.histogram.enable();
    this.timer = setInterval(() => this.read(), SPAN).unref();
  }

  /** Milliseconds: in each of the last four half seconds, half of the looks came later than this. */
  get delay(): number {
    return this.medians.length < SPANS ? 0 : Math.min(...this.medians);
  }

  stop(): void {
    clearInterval(this.timer);
    this.histogram.disable();
  }

  private read(): void {
    const { count } = this.histogram;
    const median = count === 0 ? 0 : this.histogram.percentile(50) / 1e6 - RESOLUTION;
    this.medians.push(Math.max(0, median));
    if (this.medians.length > SPANS) this.medians.shift();
    this.histogram.reset();
  }
}
