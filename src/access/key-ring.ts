import { Injectable } from '@nestjs/common';
import type { Caller } from '../platform/caller.js';
import { Clock } from '../platform/clock.js';
import { Refreshed } from '../platform/refreshed.js';
import { KeyHash } from './key-hash.js';
import type { KeyRow } from './key.entity.js';
import { KeyRepository } from './key.repository.js';

/** The keys that open the door, in memory: a revoked key is refused within a second, a new one works at once. */
@Injectable()
export class KeyRing {
  private readonly callers: Refreshed<ReadonlyMap<string, Caller>>;

  constructor(
    private readonly keyHash: KeyHash,
    keys: KeyRepository,
    clock: Clock,
  ) {
    this.callers = new Refreshed(
      async () => new Map((await keys.listActive()).map((row) => [row.hash, toCaller(row)])),
      () => clock.now(),
    );
  }

  /** Who holds this key, or null. Throws when keys were never loaded and the store does not answer. */
  async find(key: string): Promise<Caller | null> {
    const hash = this.keyHash.of(key);
    const known = await this.callers.get();
    return known.get(hash) ?? (await this.callers.reload()).get(hash) ?? null;
  }
}

function toCaller(row: KeyRow): Caller {
  return { keyId: row.id, name: row.name, scopes: new Set(row.scopes), authorities: row.authorities };
}
