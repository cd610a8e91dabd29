import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Time over which the delay of the event loop is taken, milliseconds. */
const SPAN = 500;
/** Time between two looks at the event loop, milliseconds. */
const RESOLUTION = 20;

/** Measures how late the event loop is: half of the looks in the last half second were later than what it says. */
export class LoadMeter {
  private readonly histogram = monitorEventLoopDelay({ resolution: RESOLUTION });
  private readonly timer: NodeJS.Timeout;
  private median = 0;

  constructor() {
    this.histogram.enable();
    this.timer = setInterval(() => this.read(), SPAN).unref();
  }

  /** Milliseconds. The median, since one long pause, as of the garbage collector, is no overload. */
  get delay(): number {
    return this.median;
  }

  stop(): void {
    clearInterval(this.timer);
    this.histogram.disable();
  }

  private read(): void {
    const { count } = this.histogram;
    this.median = count === 0 ? 0 : Math.max(0, this.histogram.percentile(50) / 1e6 - RESOLUTION);
    this.histogram.reset();
  }
}
