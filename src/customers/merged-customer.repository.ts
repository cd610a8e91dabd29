import { Injectable } from '@nestjs/common';
import { DataSource, In, IsNull, LessThanOrEqual, Not, type EntityManager } from 'typeorm';
import type { Tx } from '../platform/unit-of-work.js';
import { CustomerKeys, keyOf, type DataKeys } from './customer-keys.js';
import { CustomerRow } from './customer.entity.js';
import { openKept, sealKept, type KeptMerge, type KeysOfPair } from './kept-merge.js';
import { MergedCustomerRow } from './merged-customer.entity.js';

/** A merge with what was kept of it; null once it can't be undone any more. */
export type MergeRecord = Omit<MergedCustomerRow, 'kept'> & { readonly kept: KeptMerge | null };

@Injectable()
export class MergedCustomerRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: CustomerKeys,
  ) {}

  /** Without what is kept of it, which can be long. */
  find(
    id: string,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<Omit<MergedCustomerRow, 'kept'> | null> {
    const select = { id: true, mergedInto: true, holder: true, at: true } as const;
    return manager.findOne(MergedCustomerRow, { select, where: { id } });
  }

  /** Held until the transaction ends: what is kept goes by retention, and the key of the customer with it. */
  async findWithKept(tx: Tx, id: string): Promise<MergeRecord | null> {
    const row = await tx.findOne(MergedCustomerRow, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (row === null || row.kept === null) return row && { ...row, kept: null };
    const keys = await this.keys.find(tx, [id, row.mergedInto]);
    return { ...row, kept: openKept(row.kept, ofPair(keys, row), id) };
  }

  /** The ids that one customer answers for, without what is kept of them, latest first. */
  listHeldBy(holder: string): Promise<Pick<MergedCustomerRow, 'id' | 'at'>[]> {
    return this.dataSource.manager.find(MergedCustomerRow, {
      select: { id: true, at: true },
      where: { holder },
      order: { at: 'DESC', id: 'DESC' },
    });
  }

  /** The merges that one customer answers for, with what is kept of them, latest first. */
  async listWithKept(holder: string): Promise<MergeRecord[]> {
    const { manager } = this.dataSource;
    const rows = await manager.find(MergedCustomerRow, {
      where: { holder },
      order: { at: 'DESC', id: 'DESC' },
    });
    const keys = await this.keys.find(
      manager,
      rows.flatMap(({ id, mergedInto }) => [id, mergedInto]),
    );
    return rows.map((row) => ({ ...row, kept: row.kept && openKept(row.kept, ofPair(keys, row), row.id) }));
  }

  /**
   * Puts an old id in the place of a customer, which ends with its links, sessions, tokens and pending verifications.
   * The ids that it answered for are handed on; answers which these are.
   */
  async replaceCustomer(tx: Tx, id: string, holder: string): Promise<string[]> {
    const handedOn = await tx.find(MergedCustomerRow, { select: { id: true }, where: { holder: id } });
    await tx.update(MergedCustomerRow, { holder: id }, { holder });
    await tx.delete(CustomerRow, { id });
    return handedOn.map((row) => row.id);
  }

  /** The key of the customer that ended stays for as long as the merge can be undone. */
  async add(tx: Tx, row: Omit<MergedCustomerRow, 'kept'> & { readonly kept: KeptMerge }): Promise<void> {
    const keys = await this.keys.ensure(tx, [row.id, row.mergedInto]);
    const kept = sealKept(row.kept, ofPair(keys, row), row.id);
    await tx.insert(MergedCustomerRow, { ...row, kept });
  }

  /** Ends an old id, because it is a customer's again, who answers for what was handed on. */
  async remove(tx: Tx, id: string, handedOn: readonly string[]): Promise<void> {
    if (handedOn.length > 0) await tx.update(MergedCustomerRow, { id: In(handedOn) }, { holder: id });
    await tx.delete(MergedCustomerRow, { id });
  }

  /** Forgets what was kept of merges up to an instant, and the keys of the customers that ended then. */
  async forget(tx: Tx, before: Date): Promise<void> {
    const over = { at: LessThanOrEqual(before), kept: Not(IsNull()) };
    const rows = await tx.find(MergedCustomerRow, { select: { id: true }, where: over });
    if (rows.length === 0) return;
    const ids = rows.map(({ id }) => id);
    await tx.update(MergedCustomerRow, { id: In(ids) }, { kept: null });
    await this.keys.destroy(tx, ids);
  }
}

function ofPair(
  keys: DataKeys,
  { id, mergedInto }: Pick<MergedCustomerRow, 'id' | 'mergedInto'>,
): KeysOfPair {
  return [keyOf(keys, id), keyOf(keys, mergedInto)];
}
