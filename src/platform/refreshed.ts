/** Longest time for which an answer from memory is trusted: a change made elsewhere counts within it. */
const TRUSTED_FOR_MS = 1_000;
/** Longest time that a caller waits for a reload; after it, what is in memory must do. */
const PATIENCE_MS = 250;

/**
 * A small set that every request needs (keys, catalogue), kept in memory and reloaded when older than a second.
 * When the store does not answer, the last good copy goes on being used, so that look-ups can still be answered.
 */
export class Refreshed<T> {
  private copy: { readonly value: T; readonly at: number } | undefined;
  private loading: Promise<T> | undefined;
  /** When the store was found too late with an answer. */
  private lateAt = -Infinity;

  constructor(
    private readonly load: () => Promise<T>,
    private readonly now: () => number,
  ) {}

  /** The set, at most a second old while the store answers. A promise only when it has to be loaded. */
  get(): T | Promise<T> {
    const now = this.now();
    if (this.copy && (isRecent(this.copy.at, now) || isRecent(this.lateAt, now))) return this.copy.value;
    return this.reload();
  }

  /** The set as it is in the store now: after an own change, or when something is missing in the copy. */
  async reload(): Promise<T> {
    this.loading ??= this.start();
    const reload = this.loading;
    const known = this.copy;
    if (!known) return reload;
    return Promise.race([reload, later(PATIENCE_MS)]).then(
      (value) => value ?? this.makeDo(known.value),
      () => this.makeDo(known.value),
    );
  }

  /** Drops the copy: the next caller loads. */
  invalidate(): void {
    if (this.copy) this.copy = { value: this.copy.value, at: 0 };
    this.loading = undefined;
  }

  private start(): Promise<T> {
    const at = this.now();
    const loading: Promise<T> = this.load()
      .then((value) => {
        if (this.loading === loading) this.copy = { value, at };
        return value;
      })
      .finally(() => {
        if (this.loading === loading) this.loading = undefined;
      });
    return loading;
  }

  private makeDo(value: T): T {
    this.lateAt = this.now();
    return value;
  }
}

/** What lies ahead is not recent: the clock was put back, and would have to come there first. */
function isRecent(at: number, now: number): boolean {
  return at <= now && now - at < TRUSTED_FOR_MS;
}

function later(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, undefined).unref());
}
