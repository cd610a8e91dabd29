import { Injectable } from '@nestjs/common';
import { Ledger } from '../changes/index.js';
import type { Statement } from '../domain/authority.js';
import type { Tx } from '../platform/unit-of-work.js';
import { toAuthor } from '../sources/index.js';
import { isConfirming } from './confirming.js';
import type { PreferencesRow } from './preferences.entity.js';
import { PreferencesRepository } from './preferences.repository.js';

/** Stores a version of preferences together with its row of the ledger. */
@Injectable()
export class PreferencesWriter {
  constructor(
    private readonly preferences: PreferencesRepository,
    private readonly ledger: Ledger,
  ) {}

  async store(
    tx: Tx,
    after: PreferencesRow,
    by: Statement,
    type: 'preferences.changed' | 'preferences.confirmed',
    paths: string[],
  ): Promise<PreferencesRow> {
    const { customerId, version, document, statements, confirmedAt, updatedAt } = after;
    await this.preferences.update(tx, after);
    if (isConfirming(by.authority)) await this.preferences.overtakeQuestion(tx, customerId, updatedAt);
    await this.ledger.append(tx, {
      type,
      at: updatedAt,
      customerId,
      version,
      ...toAuthor(by),
      paths,
      snapshot: { document, statements, confirmedAt: confirmedAt?.toISOString() ?? null },
    });
    return after;
  }
}
