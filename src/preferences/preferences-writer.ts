import { Injectable } from '@nestjs/common';
import { Ledger } from '../changes/index.js';
import type { Tx } from '../platform/unit-of-work.js';
import { isConfirming } from './confirming.js';
import type { PreferencesStep } from './preferences-changes.js';
import type { PreferencesRow } from './preferences.entity.js';
import { PreferencesRepository } from './preferences.repository.js';

/** Stores a version of preferences together with its row of the ledger. */
@Injectable()
export class PreferencesWriter {
  constructor(
    private readonly preferences: PreferencesRepository,
    private readonly ledger: Ledger,
  ) {}

  async store(tx: Tx, { after, change }: PreferencesStep): Promise<PreferencesRow> {
    await this.preferences.update(tx, after);
    if (change.authority && isConfirming(change.authority))
      await this.preferences.overtakeQuestions(tx, [after.customerId], after.updatedAt);
    await this.ledger.append(tx, change);
    return after;
  }
}
