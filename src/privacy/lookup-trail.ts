import { Injectable } from '@nestjs/common';
import { KeysService } from '../access/index.js';
import { LookupReader } from '../decisions/index.js';
import { Clock } from '../platform/clock.js';
import type { LookupDto } from './export.dto.js';

const DAY = 86_400_000;
/** How far back the page tells who looked, milliseconds. */
const LOOK_BACK = 90 * DAY;
const EVER = new Date(0);

/** Which systems looked at a customer. */
@Injectable()
export class LookupTrail {
  constructor(
    private readonly lookups: LookupReader,
    private readonly keys: KeysService,
    private readonly clock: Clock,
  ) {}

  /** Look-ups of the customer who has, or had, these ids, newest first: of the last 90 days, or as far back as is known. */
  async list(ids: readonly string[], howFar: 'recent' | 'all'): Promise<LookupDto[]> {
    const since = howFar === 'recent' ? new Date(this.clock.now() - LOOK_BACK) : EVER;
    const found = await Promise.all(ids.map((id) => this.lookups.list(id, since)));
    const lookups = found.flat().sort((a, b) => b.at - a.at);
    const names = await this.systemNames();
    return lookups.map(({ at, keyId, count }) => ({
      at: new Date(at).toISOString(),
      system: names.get(keyId) ?? keyId,
      count,
    }));
  }

  /** What the systems are called, by the id of their key. */
  async systemNames(): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.keys.list()).map(({ id, name }) => [id, name]));
  }
}
