import type { FactoryProvider, OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { createClient } from '@redis/client';
import { CONFIG, type Config } from '../platform/config.js';
import { LOGGER, type Logger } from '../platform/logging.js';

export type RedisClient = ReturnType<typeof createClient>;

/** Longest wait for an answer, milliseconds. */
const PATIENCE = 100;
/** Time for which a Redis that did not answer is not asked again, milliseconds: nobody waits for it meanwhile. */
const REST = 1_000;
/** A connection that was silent for so long, pings included, is made anew; milliseconds. */
const SILENCE = 5_000;

/** What instances share, when there is a Redis. It may go at any time: then each goes on with what it knows itself. */
export class Redis implements OnModuleInit, OnApplicationShutdown {
  private restUntil = 0;
  private isAway = false;

  constructor(
    /** Null when the installation has none. */
    readonly client: RedisClient | null,
    private readonly logger: Logger,
  ) {
    this.client?.on('error', (error) => this.note(true, error));
    this.client?.on('ready', () => this.note(false));
  }

  /** Connects by and by: the start waits for no Redis. */
  onModuleInit(): void {
    this.client?.connect().catch((error: unknown) => this.note(true, error));
  }

  onApplicationShutdown(): void {
    if (this.client?.isOpen) this.client.destroy();
  }

  /** What Redis answers; null when there is none, or it does not answer within 100 ms. */
  async ask<T>(question: (client: RedisClient) => Promise<T>): Promise<T | null> {
    if (!this.client?.isReady || performance.now() < this.restUntil) return null;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('Redis did not answer in time.')), PATIENCE);
    });
    try {
      const answer = await Promise.race([question(this.client), late]);
      this.note(false);
      return answer;
    } catch (error) {
      this.restUntil = performance.now() + REST;
      this.note(true, error);
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Told once when it goes and once when it is back, not on every try. */
  private note(isAway: boolean, error?: unknown): void {
    if (isAway !== this.isAway && isAway)
      this.logger.warn({ err: error }, 'Redis is away: limits are counted by each instance alone');
    if (isAway !== this.isAway && !isAway) this.logger.info('Redis is back');
    this.isAway = isAway;
  }
}

/** Its library is a seventh of all that a start loads: where there is no Redis, it is not loaded. */
export const REDIS: FactoryProvider<Redis> = {
  provide: Redis,
  inject: [CONFIG, LOGGER],
  useFactory: async ({ redisUrl }: Config, logger: Logger) =>
    new Redis(redisUrl === null ? null : await newClient(redisUrl), logger),
};

async function newClient(url: string): Promise<RedisClient> {
  const library = await import('@redis/client');
  return library.createClient({
    url,
    disableOfflineQueue: true,
    pingInterval: SILENCE / 2,
    socket: { connectTimeout: 2_000, socketTimeout: SILENCE },
  });
}
