import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../platform/caller.js';
import { Clock } from '../platform/clock.js';
import { Refreshed } from '../platform/refreshed.js';
import { KeyHash } from './key-hash.js';
import type { KeyRow } from './key.entity.js';
import { KeyRepository } from './key.repository.js';

/** The active keys of one moment. */
interface Ring {
  readonly byHash: ReadonlyMap<string, Caller>;
  /** Keys that were presented since, so that each is hashed once a second and not once a request. */
  readonly presented: Map<string, Caller>;
}

/** The keys that open the door, in memory: a revoked key is refused within a second, a new one works at once. */
@Injectable()
export class KeyRing implements OnModuleInit {
  private readonly ring: Refreshed<Ring>;

  constructor(
    private readonly keyHash: KeyHash,
    keys: KeyRepository,
    clock: Clock,
  ) {
    this.ring = new Refreshed(
      async () => {
        const rows = await keys.listActive();
        return { byHash: new Map(rows.map((row) => [row.hash, toCaller(row)])), presented: new Map() };
      },
      () => clock.now(),
    );
  }

  /** Loaded before the first request: from then on the store may be away. */
  async onModuleInit(): Promise<void> {
    await this.ring.get();
  }

  /** Who holds this key, or null. */
  async find(key: string): Promise<Caller | null> {
    return this.findOn(await this.ring.get(), key) ?? this.findOn(await this.ring.reload(), key);
  }

  private findOn({ byHash, presented }: Ring, key: string): Caller | null {
    const known = presented.get(key);
    if (known) return known;
    const caller = byHash.get(this.keyHash.of(key)) ?? null;
    if (caller) presented.set(key, caller);
    return caller;
  }
}

function toCaller(row: KeyRow): Caller {
  const { id, name, scopes, authorities, limits } = row;
  const own = Object.keys(limits).length > 0 && { limits };
  return { keyId: id, name, scopes: new Set(scopes), authorities, ...own };
}
