import { Inject, Injectable } from '@nestjs/common';
import { KeyHash } from '../access/index.js';
import type { Caller } from '../platform/caller.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { rateLimited } from '../platform/problem.js';
import { countRefused } from '../platform/refusals.js';
import { EnumerationAlarm } from './enumeration-alarm.js';
import { isEnumerating, MissWindow, type Tally } from './miss-window.js';
import { SharedMisses } from './shared-misses.js';

/** Time in which misses are counted, and for which a key that tries out numbers finds nobody; milliseconds. */
const HOUR = 3_600_000;
/** Keys whose windows may stand before those that are over are looked for. */
const MANY_KEYS = 1_000;

/** An identifier that somebody could try out, normalised: the same one is the same text, whatever asked for it. */
export type SoughtBy =
  | { readonly phone: string }
  | { readonly email: string }
  | { readonly externalId: { readonly system: string; readonly id: string } };

/** What came of a look-up. */
export interface Found {
  readonly customers: readonly { readonly id: string }[];
  /** What was looked for; it is hashed where it matched nobody, and not kept. */
  readonly sought?: SoughtBy;
}

/**
 * Stops a key that tries out numbers. Every look-up that can tell whether somebody is a customer asks here before, and
 * tells what came of it before it answers: the answer to the miss that is one too many is already withheld.
 */
@Injectable()
export class LookupMisses {
  private readonly windows = new Map<string, MissWindow>();

  constructor(
    private readonly keyHash: KeyHash,
    private readonly shared: SharedMisses,
    private readonly alarm: EnumerationAlarm,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Throws `rate_limited` while a key is stopped. */
  admit(caller: Caller): void {
    const window = this.windows.get(caller.keyId);
    if (window !== undefined && this.clock.now() < window.endsAt) this.judge(caller, window, window.tally);
  }

  private judge(caller: Caller, window: MissWindow, tally: Tally): void {
    if (!isEnumerating(tally, this.allowedFor(caller))) return;
    countRefused('lookups', 'enumeration');
    const now = this.clock.now();
    if (!window.told) this.stop(caller, window, now);
    throw rateLimited(
      'Too many identifiers that match nobody were asked for.',
      Math.ceil((window.endsAt - now) / 1_000),
    );
  }

  /** Counts what came of a look-up; throws `rate_limited` when it may not be told. The same identifier counts once. */
  async note(caller: Caller, { customers, sought }: Found): Promise<void> {
    const window = this.windowOf(caller);
    const [customer] = customers;
    if (customer !== undefined) window.addHit(tailOf(customer.id));
    const isMiss = customer === undefined && sought !== undefined;
    this.judge(caller, window, isMiss ? await this.addMiss(caller, window, sought) : window.tally);
  }

  /**
   * Answers the tally with this miss, and not with those that came at the same time: so many are answered as are allowed.
   * A stranger who is new is told to the other instances first: that is the only look-up that waits for them.
   */
  private async addMiss({ keyId }: Caller, window: MissWindow, sought: SoughtBy): Promise<Tally> {
    const mark = tailOf(this.keyHash.of(`missed:${textOf(sought)}`));
    const isNew = window.addMiss(mark);
    const before = window.tally;
    if (!isNew) return before;
    const left = Math.max(1, window.endsAt - this.clock.now());
    const news = window.takeNews();
    const tally = await this.shared.add(keyId, news, left);
    window.learn(news, tally);
    if (tally === null) return before;
    return { misses: Math.max(before.misses, tally.misses), hits: Math.max(before.hits, tally.hits) };
  }

  /** From the moment on in which it is found out, for an hour. */
  private stop(caller: Caller, window: MissWindow, now: number): void {
    window.told = true;
    window.endsAt = now + HOUR;
    void this.shared.keepFor(caller.keyId, HOUR);
    this.alarm.raise(caller, new Date(now), HOUR, () => (window.told = false));
  }

  private windowOf(caller: Caller): MissWindow {
    const now = this.clock.now();
    const known = this.windows.get(caller.keyId);
    if (known && now < known.endsAt && !this.isUsedUp(known, caller)) return known;
    if (this.windows.size > MANY_KEYS)
      for (const [keyId, { endsAt }] of this.windows) if (endsAt <= now) this.windows.delete(keyId);
    const window = new MissWindow(now + HOUR);
    this.windows.set(caller.keyId, window);
    return window;
  }

  private isUsedUp(window: MissWindow, caller: Caller): boolean {
    const allowed = this.allowedFor(caller);
    return window.isFull(allowed) && !isEnumerating(window.tally, allowed);
  }

  private allowedFor({ limits }: Caller): number {
    return limits?.misses ?? this.config.rateLimits.misses;
  }
}

function textOf(sought: SoughtBy): string {
  if (!('externalId' in sought)) return JSON.stringify(sought);
  return JSON.stringify([sought.externalId.system, sought.externalId.id]);
}

/** 48 bits from the end of a hexadecimal text: of a hash, or of an id, whose end is random. */
function tailOf(hexadecimal: string): number {
  return Number.parseInt(hexadecimal.slice(-12), 16);
}
