import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import { LOGGER, type Logger } from '../platform/logging.js';
import { Redis } from './redis.js';

/** Time between two rounds in which instances tell each other what they counted, milliseconds. */
const ROUND = 250;

/** How much was counted in the time that runs. */
export interface Counted {
  readonly used: number;
  /** Milliseconds until counting begins anew. */
  readonly endsIn: number;
}

/** Counts how often each did something within a span of time that begins with the first one. */
export class Counter {
  private readonly local: RateLimiterMemory;
  private readonly shared: RateLimiterRedis | null;
  /** What the other instances do not know yet. */
  private untold = new Map<string, number>();

  constructor(
    private readonly redis: Redis,
    name: string,
    seconds: number,
  ) {
    const options = { keyPrefix: `voorkeur:${name}`, points: 1, duration: seconds };
    this.local = new RateLimiterMemory(options);
    this.shared =
      redis.client && new RateLimiterRedis({ ...options, storeClient: redis.client, useRedisPackage: true });
  }

  /** Counts one more. Nobody waits for the other instances: they are told a moment later. */
  async add(who: string): Promise<Counted> {
    const { consumedPoints, msBeforeNext, isFirstInDuration } = await this.local.penalty(who);
    if (this.shared) this.untold.set(who, isFirstInDuration ? 1 : (this.untold.get(who) ?? 0) + 1);
    return { used: consumedPoints, endsIn: msBeforeNext };
  }

  /** What was counted, without counting. */
  async look(who: string): Promise<Counted> {
    const found = await this.local.get(who);
    return { used: found?.consumedPoints ?? 0, endsIn: found?.msBeforeNext ?? 0 };
  }

  /** Tells the others, and takes over what they counted, with the end of the time. What can't be told now is told later. */
  async exchange(): Promise<void> {
    const sent = this.untold;
    this.untold = new Map();
    await Promise.all([...sent].map(([who, count]) => this.tell(who, count)));
  }

  private async tell(who: string, count: number): Promise<void> {
    const total = await this.redis.ask(async () => (await this.shared?.penalty(who, count)) ?? null);
    const meanwhile = this.untold.get(who) ?? 0;
    if (total !== null)
      await this.local.set(who, total.consumedPoints + meanwhile, Math.max(total.msBeforeNext, 1) / 1_000);
    // What belongs to a time that is over is of no account any more
    else if ((await this.look(who)).used >= count + meanwhile) this.untold.set(who, count + meanwhile);
  }
}

/** All that is counted, in memory, and with the other instances by Redis when there is one. */
@Injectable()
export class Counters implements OnModuleDestroy {
  private readonly all: Counter[] = [];
  private timer: NodeJS.Timeout | undefined;
  private exchanging = false;

  constructor(
    private readonly redis: Redis,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** A counter of something that has a name, over so many seconds. */
  of(name: string, seconds: number): Counter {
    const counter = new Counter(this.redis, name, seconds);
    this.all.push(counter);
    if (this.redis.client) this.timer ??= setInterval(this.exchange, ROUND).unref();
    return counter;
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private readonly exchange = (): void => {
    if (this.exchanging) return;
    this.exchanging = true;
    Promise.all(this.all.map((counter) => counter.exchange()))
      .catch((error: unknown) => this.logger.error({ err: error }, 'limits could not be exchanged'))
      .finally(() => (this.exchanging = false));
  };
}
