import { Injectable } from '@nestjs/common';
import type { News, Tally } from './miss-window.js';
import { Redis, type RedisClient } from './redis.js';

/** What all instances together know of a key's misses. */
@Injectable()
export class SharedMisses {
  constructor(private readonly redis: Redis) {}

  /** Adds misses, and the customers found meanwhile; answers what all instances counted, null when they can't be asked. */
  add(keyId: string, news: News, milliseconds: number): Promise<Tally | null> {
    return this.redis.ask(async (client) => {
      const { misses, hits } = namesOf(keyId);
      const [, missCount, hitCount, left] = await client
        .multi()
        .sAdd(
          misses,
          news.marks.map((mark) => mark.toString(36)),
        )
        .sCard(misses)
        .incrBy(hits, news.hits)
        .pTTL(misses)
        .execTyped();
      if (left < 0) await this.end(client, keyId, milliseconds);
      return { misses: missCount, hits: hitCount };
    });
  }

  /** Has all that is known of a key end in so many milliseconds. */
  async keepFor(keyId: string, milliseconds: number): Promise<void> {
    await this.redis.ask((client) => this.end(client, keyId, milliseconds));
  }

  private async end(client: RedisClient, keyId: string, milliseconds: number): Promise<void> {
    const { misses, hits } = namesOf(keyId);
    await client.multi().pExpire(misses, milliseconds).pExpire(hits, milliseconds).exec();
  }
}

function namesOf(keyId: string): { misses: string; hits: string } {
  return { misses: `voorkeur:misses:${keyId}`, hits: `voorkeur:hits:${keyId}` };
}
