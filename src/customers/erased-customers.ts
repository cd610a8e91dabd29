import { Injectable } from '@nestjs/common';
import { In, MoreThan } from 'typeorm';
import type { Tx } from '../platform/unit-of-work.js';
import { ErasedCustomerRow } from './erased-customer.entity.js';

/** The ids of customers who were erased: they stay so. */
@Injectable()
export class ErasedCustomers {
  /** When a customer was erased; null for an id that was not. */
  async findInstant(tx: Tx, id: string): Promise<Date | null> {
    return (await tx.findOneBy(ErasedCustomerRow, { id }))?.erasedAt ?? null;
  }

  /** Those of these ids that were erased. */
  async find(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
    if (ids.length === 0) return new Set();
    return new Set((await tx.findBy(ErasedCustomerRow, { id: In(ids) })).map(({ id }) => id));
  }

  /** The ids that were erased since an instant. */
  async listSince(tx: Tx, since: Date): Promise<string[]> {
    return (await tx.findBy(ErasedCustomerRow, { erasedAt: MoreThan(since) })).map(({ id }) => id);
  }

  /**
   * The ids of a customer, its own first and then those of records merged into it, held against every writer until the
   * transaction ends; null when there is no such customer. Choices are held too: who writes those holds nothing else.
   */
  async holdAll(tx: Tx, id: string): Promise<string[] | null> {
    const held: object[] = await tx.query('select from customer where id = $1 for update', [id]);
    if (held.length === 0) return null;
    await tx.query('select from preferences where customer_id = $1 for update', [id]);
    const merged: { id: string }[] = await tx.query('select id from merged_customer where holder = $1', [id]);
    return [id, ...merged.map((row) => row.id)];
  }

  async add(tx: Tx, ids: readonly string[], erasedAt: Date): Promise<void> {
    await tx.insert(
      ErasedCustomerRow,
      ids.map((id) => ({ id, erasedAt })),
    );
  }
}
