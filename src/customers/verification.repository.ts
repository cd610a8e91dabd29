import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, LessThan, MoreThan, type EntityManager } from 'typeorm';
import { translating } from '../platform/database-errors.js';
import { Problem } from '../platform/problem.js';
import type { Tx } from '../platform/unit-of-work.js';
import { ContactPointRow } from './contact-point.entity.js';
import { VerificationRow } from './verification.entity.js';

const GONE = () => new Problem('not_found', 'There is nothing with this id.');
const UNKNOWN = { verification_customer_fkey: GONE, verification_replaces_fkey: GONE };

@Injectable()
export class VerificationRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** What a customer has yet to prove, oldest first. */
  listOpen(customerId: string, at: Date): Promise<VerificationRow[]> {
    return this.dataSource.manager.find(VerificationRow, {
      where: { customerId, expiresAt: MoreThan(at) },
      order: { createdAt: 'ASC' },
    });
  }

  /** What a customer can be reached at. */
  listContactPoints(
    customerId: string,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<ContactPointRow[]> {
    return manager.findBy(ContactPointRow, { customerId });
  }

  /** Holds a customer against other writers until the transaction ends: of two claims at once, one waits. */
  async hold(tx: Tx, customerId: string): Promise<void> {
    await tx.query('select 1 from customer where id = $1 for update', [customerId]);
  }

  find(id: string): Promise<VerificationRow | null> {
    return this.dataSource.manager.findOneBy(VerificationRow, { id });
  }

  /** Adds a verification; an older one of the same contact point, and what has ended, goes. */
  async add(tx: Tx, row: VerificationRow): Promise<void> {
    const { customerId, kind, value, createdAt } = row;
    await tx.delete(VerificationRow, { customerId, kind, value });
    await tx.delete(VerificationRow, { customerId, expiresAt: LessThan(createdAt) });
    await translating(tx.insert(VerificationRow, row), UNKNOWN);
  }

  /** Gives a verification its code; false when it has one, has ended, or is unknown. Of many at once, one alone gets true. */
  async setCode(tx: Tx, id: string, codeHash: string, at: Date): Promise<boolean> {
    const waiting = { id, codeHash: IsNull(), expiresAt: MoreThan(at) };
    const { affected } = await tx.update(VerificationRow, waiting, { codeHash });
    return affected === 1;
  }

  /** One of a customer's own, held against other writers until the transaction ends; first the customer, as in all writes. */
  async lock(tx: Tx, customerId: string, id: string): Promise<VerificationRow | null> {
    await this.hold(tx, customerId);
    return tx.findOne(VerificationRow, { where: { id, customerId }, lock: { mode: 'pessimistic_write' } });
  }

  async countAttempt(tx: Tx, id: string): Promise<void> {
    await tx.increment(VerificationRow, { id }, 'attempts', 1);
  }

  async remove(tx: Tx, customerId: string, id: string): Promise<void> {
    await tx.delete(VerificationRow, { customerId, id });
  }
}
