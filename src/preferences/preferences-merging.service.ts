import { Injectable } from '@nestjs/common';
import type { Statement } from '../domain/authority.js';
import { Clock } from '../platform/clock.js';
import type { Tx } from '../platform/unit-of-work.js';
import {
  differencesOf,
  revive,
  separatePreferences,
  unitePreferences,
  type Said,
} from './preferences-union.js';
import { toChange } from './preferences-changes.js';
import { PreferencesWriter } from './preferences-writer.js';
import type { PreferencesRow } from './preferences.entity.js';
import { PreferencesRepository } from './preferences.repository.js';

/** Which customers a merge is of, who makes or undoes it, and the new ids of contact points. */
export interface Merge {
  readonly fromId: string;
  readonly intoId: string;
  readonly by: Statement;
  readonly renamed: ReadonlyMap<string, string>;
}

/** The choices of customers that are merged, or taken apart again. The customers are held by then. */
@Injectable()
export class PreferencesMerging {
  constructor(
    private readonly preferences: PreferencesRepository,
    private readonly writer: PreferencesWriter,
    private readonly clock: Clock,
  ) {}

  /** Gives the survivor what both state; answers what it takes to undo that. */
  async unite(tx: Tx, { fromId, intoId, by, renamed }: Merge): Promise<object> {
    const at = this.clock.instant();
    const rows = new Map<string, PreferencesRow>();
    for (const id of [fromId, intoId].sort()) rows.set(id, await this.preferences.lock(tx, id, at));
    const [from, into] = [rows.get(fromId), rows.get(intoId)];
    if (!from || !into) throw new Error('Both rows were locked just now.');
    const after = unitePreferences(into, from, renamed);
    await this.store(tx, into, after, by, [`/mergedFrom/${fromId}`]);
    return { from, before: into, after };
  }

  /** Takes from the survivor what came from the other one and was not touched since, and gives the other its own back. */
  async separate(tx: Tx, { intoId, by, renamed }: Merge, kept: object): Promise<void> {
    const { from, ...rest } = revive(kept);
    const now = await this.preferences.lock(tx, intoId, this.clock.instant());
    await this.store(tx, now, separatePreferences(now, { from, ...rest }, renamed), by, []);
    if (from.version > 0) await this.preferences.add(tx, from);
  }

  private async store(
    tx: Tx,
    before: PreferencesRow,
    said: Said,
    by: Statement,
    also: string[],
  ): Promise<void> {
    const paths = differencesOf(before, said);
    const after = { ...before, ...said };
    if (paths.length === 0) return this.preferences.update(tx, after);
    const version = before.version + 1;
    const next = { ...after, version, updatedAt: this.clock.instant() };
    const change = toChange(next, by, 'preferences.changed', [...paths, ...also]);
    await this.writer.store(tx, { after: next, change });
  }
}
