import { Injectable } from '@nestjs/common';
import { DataSource, LessThan, MoreThan } from 'typeorm';
import { translating } from '../platform/database-errors.js';
import { Problem } from '../platform/problem.js';
import type { Tx } from '../platform/unit-of-work.js';
import { CustomerSessionRow, type SessionKind } from './customer-session.entity.js';

const UNKNOWN = {
  customer_session_customer_fkey: () => new Problem('not_found', 'There is nothing with this id.'),
};

@Injectable()
export class CustomerSessionRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** A session that has not ended at an instant. */
  findOpen(kind: SessionKind, hash: string, at: Date): Promise<CustomerSessionRow | null> {
    return this.dataSource.manager.findOneBy(CustomerSessionRow, { kind, hash, expiresAt: MoreThan(at) });
  }

  /** Adds a session, and forgets those of the same customer that have ended. */
  async add(tx: Tx, row: CustomerSessionRow): Promise<void> {
    await tx.delete(CustomerSessionRow, { customerId: row.customerId, expiresAt: LessThan(row.createdAt) });
    await translating(tx.insert(CustomerSessionRow, row), UNKNOWN);
  }

  async extend(tx: Tx, id: string, expiresAt: Date): Promise<void> {
    await tx.update(CustomerSessionRow, { id }, { expiresAt });
  }

  async remove(tx: Tx, id: string): Promise<void> {
    await tx.delete(CustomerSessionRow, { id });
  }
}
