import { Problem } from '../platform/problem.js';

/** Milliseconds between two readings, however many ask and whatever the last one brought. */
const COOLDOWN = 10_000;
/** A reading that is older is read again, beside the requests. */
const FRESH_FOR = 10 * 60_000;
/** A reading that is older is not used any more: what an issuer withdrew can't stay good for ever. */
const GOOD_FOR = 24 * 3_600_000;
/** Longest time that a request waits for a reading. */
const PATIENCE = 1_000;

/**
 * What another server tells (an issuer's keys or addresses), read when first needed and kept. While that server is away,
 * what was read last goes on being used, for a day; and whatever comes in, it is asked once in ten seconds at most.
 */
export class KeptReading<T> {
  private kept: { readonly value: T; readonly at: number } | null = null;
  private reading: Promise<void> | null = null;
  private triedAt = -Infinity;
  /** Whether the last try is over and brought something. */
  private succeeded = false;

  constructor(
    private readonly read: () => Promise<T>,
    private readonly now: () => number,
    /** Told of every try that failed. */
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** What is known; throws `issuer_unavailable` when nothing is, or nothing recent enough. */
  async get(): Promise<T> {
    const age = this.age();
    if (age > FRESH_FOR) {
      const reading = this.start();
      if (age > GOOD_FOR) await withPatience(reading);
    }
    return this.current();
  }

  /** What is known after asking once more, as something was missing; see `get`. */
  async renewed(): Promise<T> {
    await withPatience(this.start());
    if (!this.succeeded) throw issuerAway();
    return this.current();
  }

  private current(): T {
    if (this.kept === null || this.age() > GOOD_FOR) throw issuerAway();
    return this.kept.value;
  }

  /** A clock that was put back by a day makes a reading as old as one that was put forward. */
  private age(): number {
    return this.kept === null ? Infinity : Math.abs(this.now() - this.kept.at);
  }

  /** Reads, unless that is under way or was tried just now. Never rejects. */
  private start(): Promise<void> {
    if (this.reading !== null) return this.reading;
    const at = this.now();
    if (Math.abs(at - this.triedAt) < COOLDOWN) return Promise.resolve();
    this.triedAt = at;
    this.succeeded = false;
    this.reading = this.read()
      .then(
        (value) => {
          this.kept = { value, at };
          this.succeeded = true;
        },
        (error: unknown) => {
          this.succeeded = false;
          this.onFailure(error);
        },
      )
      .finally(() => (this.reading = null));
    return this.reading;
  }
}

/** Nobody can be let in, or kept out, by an issuer that does not answer. */
export function issuerAway(): Problem {
  return new Problem('issuer_unavailable', 'The issuer of tokens does not answer. Try again shortly.');
}

async function withPatience(reading: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<void>((resolve) => (timer = setTimeout(resolve, PATIENCE)));
  await Promise.race([reading, end]);
  clearTimeout(timer);
}
