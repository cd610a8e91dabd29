import { Injectable } from '@nestjs/common';
import { KeysService } from '../access/index.js';
import { AccessReader } from '../audit/index.js';
import { Clock } from '../platform/clock.js';
import type { LookupDto } from './export.dto.js';

const DAY = 86_400_000;
/** How far back the page tells who looked, milliseconds. */
const LOOK_BACK = 90 * DAY;
const EVER = new Date(0);

/** Who looked at a customer. */
@Injectable()
export class LookupTrail {
  constructor(
    private readonly accesses: AccessReader,
    private readonly keys: KeysService,
    private readonly clock: Clock,
  ) {}

  /** Who looked at the customer who has, or had, these ids, newest first: in the last 90 days, or as far back as is known. */
  async list(ids: readonly string[], howFar: 'recent' | 'all'): Promise<LookupDto[]> {
    const since = howFar === 'recent' ? new Date(this.clock.now() - LOOK_BACK) : EVER;
    const lookups = await this.accesses.list(ids, since);
    const names = await this.systemNames();
    return lookups.map(({ at, keyId, operation, count }) => ({
      at: new Date(at).toISOString(),
      system: names.get(keyId) ?? keyId,
      operation,
      count,
    }));
  }

  /** What the systems are called, by the id of their key. */
  async systemNames(): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.keys.list()).map(({ id, name }) => [id, name]));
  }
}
