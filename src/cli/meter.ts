import { SingleBar } from 'cli-progress';

interface Reached {
  readonly bytes: number;
  readonly lines: number;
}

/** Shows how far something long has come. */
export interface Meter {
  begin(from: Reached): void;
  step(to: Reached): void;
  end(): void;
}

const SECOND = 1_000;
/** How often a line is written where there is no terminal, milliseconds. */
const EVERY = 5 * SECOND;

/**
 * On a terminal a bar with rate and time left, elsewhere a line now and then; `total` in bytes, null when nobody knows.
 * What there are many of is called lines, unless something else is said.
 */
export function createMeter(total: number | null, unit = 'lines'): Meter {
  return process.stderr.isTTY && total !== null ? createBar(total, unit) : createLines(total, unit);
}

function createBar(total: number, unit: string): Meter {
  const bar = new SingleBar({
    format: `{bar} {percentage} % | {lines} ${unit} | {rate} a second | {left} left`,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false,
  });
  const pace = createPace(total);
  return {
    begin: (from) => {
      pace.begin(from);
      bar.start(total, from.bytes, pace.at(from));
    },
    step: (to) => bar.update(to.bytes, pace.at(to)),
    end: () => bar.stop(),
  };
}

function createLines(total: number | null, unit: string): Meter {
  const pace = createPace(total);
  let next = 0;
  return {
    begin: (from) => {
      pace.begin(from);
      next = performance.now() + EVERY;
    },
    step: (to) => {
      if (performance.now() < next) return;
      next = performance.now() + EVERY;
      const { lines, rate, left } = pace.at(to);
      process.stderr.write(`${lines} ${unit}, ${rate} a second, ${left} left\n`);
    },
    end: () => undefined,
  };
}

/** Rate and time left, from where it began. */
function createPace(total: number | null) {
  let start: Reached = { bytes: 0, lines: 0 };
  let since = 0;
  return {
    begin(from: Reached): void {
      [start, since] = [from, performance.now()];
    },
    at({ bytes, lines }: Reached) {
      const seconds = (performance.now() - since) / SECOND;
      const [perSecond, bytesPerSecond] = [(lines - start.lines) / seconds, (bytes - start.bytes) / seconds];
      const left = total === null || bytesPerSecond <= 0 ? NaN : (total - bytes) / bytesPerSecond;
      return { lines: lines.toLocaleString('en'), rate: inWords(perSecond), left: toTime(left) };
    },
  };
}

function inWords(rate: number): string {
  return Number.isFinite(rate) ? Math.round(rate).toLocaleString('en') : '–';
}

function toTime(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
