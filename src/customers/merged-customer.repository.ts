import { Injectable } from '@nestjs/common';
import { DataSource, In, IsNull, LessThanOrEqual, Not, type EntityManager } from 'typeorm';
import type { Tx } from '../platform/unit-of-work.js';
import { CustomerRow } from './customer.entity.js';
import { MergedCustomerRow } from './merged-customer.entity.js';

@Injectable()
export class MergedCustomerRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Without what is kept of it, which can be long. */
  find(
    id: string,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<Omit<MergedCustomerRow, 'kept'> | null> {
    const select = { id: true, mergedInto: true, holder: true, at: true } as const;
    return manager.findOne(MergedCustomerRow, { select, where: { id } });
  }

  findWithKept(tx: Tx, id: string): Promise<MergedCustomerRow | null> {
    return tx.findOneBy(MergedCustomerRow, { id });
  }

  /** The ids that one customer answers for, without what is kept of them, latest first. */
  listHeldBy(holder: string): Promise<Pick<MergedCustomerRow, 'id' | 'at'>[]> {
    return this.dataSource.manager.find(MergedCustomerRow, {
      select: { id: true, at: true },
      where: { holder },
      order: { at: 'DESC', id: 'DESC' },
    });
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

  async add(tx: Tx, row: MergedCustomerRow): Promise<void> {
    await tx.insert(MergedCustomerRow, row as never);
  }

  /** Ends an old id, because it is a customer's again, who answers for what was handed on. */
  async remove(tx: Tx, id: string, handedOn: readonly string[]): Promise<void> {
    if (handedOn.length > 0) await tx.update(MergedCustomerRow, { id: In(handedOn) }, { holder: id });
    await tx.delete(MergedCustomerRow, { id });
  }

  /** Forgets what was kept of merges up to an instant. */
  async forget(tx: Tx, before: Date): Promise<void> {
    await tx.update(MergedCustomerRow, { at: LessThanOrEqual(before), kept: Not(IsNull()) }, { kept: null });
  }
}
