import { Injectable } from '@nestjs/common';
import { DataSource, In, IsNull, LessThan, LessThanOrEqual, Not } from 'typeorm';
import { newId } from '../platform/ids.js';
import { insertMany } from '../platform/many-rows.js';
import type { Tx } from '../platform/unit-of-work.js';
import { ChangeRow } from './change.entity.js';

/** A change as its author describes it; what is not there does not apply. `at` is when the change counts from. */
export type NewChange = Pick<ChangeRow, 'type' | 'at' | 'keyId' | 'paths'> &
  Partial<Pick<ChangeRow, 'customerId' | 'version' | 'authority' | 'via' | 'statedAt' | 'snapshot'>>;

/** One stored version of a customer's preferences. */
export type PreferencesVersion = ChangeRow &
  Readonly<{ [K in 'customerId' | 'version' | 'snapshot']: NonNullable<ChangeRow[K]> }>;

/** The append-only ledger. A row can only be written inside the transaction of the change that it tells of. */
@Injectable()
export class Ledger {
  constructor(private readonly dataSource: DataSource) {}

  async append(tx: Tx, change: NewChange): Promise<void> {
    await tx.insert(ChangeRow, toRow(change) as never);
  }

  /** Many changes in their order, in one statement. */
  async appendMany(tx: Tx, changes: readonly NewChange[]): Promise<void> {
    await insertMany(tx, ChangeRow, changes.map(toRow) as ChangeRow[]);
  }

  /** Everything that happened to a customer under one id or several, newest first, below `before` when it is given. */
  listCustomerChanges(
    customerIds: readonly string[],
    before: string | null,
    limit: number,
  ): Promise<ChangeRow[]> {
    return this.dataSource.manager.find(ChangeRow, {
      where: { customerId: In(customerIds), ...(before !== null && { sequence: LessThan(before) }) },
      order: { sequence: 'DESC' },
      take: limit,
    });
  }

  /** Versions of a customer's preferences, newest first, below `before` when it is given. */
  async listPreferencesVersions(
    customerId: string,
    before: number | null,
    limit: number,
  ): Promise<PreferencesVersion[]> {
    const rows = await this.dataSource.manager.find(ChangeRow, {
      where: { customerId, snapshot: Not(IsNull()), ...(before !== null && { version: LessThan(before) }) },
      order: { version: 'DESC' },
      take: limit,
    });
    return rows as PreferencesVersion[];
  }

  /** The version of a customer's preferences that was in force at an instant; null when nothing was stated yet. */
  async findPreferencesVersion(customerId: string, at: Date): Promise<PreferencesVersion | null> {
    const row = await this.dataSource.manager.findOne(ChangeRow, {
      where: { customerId, snapshot: Not(IsNull()), at: LessThanOrEqual(at) },
      order: { version: 'DESC' },
    });
    return row as PreferencesVersion | null;
  }
}

function toRow(change: NewChange): Omit<ChangeRow, 'sequence'> {
  return {
    customerId: null,
    version: null,
    authority: null,
    via: null,
    statedAt: null,
    snapshot: null,
    ...change,
    id: newId(),
  };
}
