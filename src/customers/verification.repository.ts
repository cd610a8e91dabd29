import { Injectable } from '@nestjs/common';
import { DataSource, In, IsNull, LessThan, MoreThan, type EntityManager } from 'typeorm';
import { translating } from '../platform/database-errors.js';
import { Problem } from '../platform/problem.js';
import type { Tx } from '../platform/unit-of-work.js';
import type { ContactPointRecord } from './contact-point-record.js';
import { ContactPointRepository } from './contact-point.repository.js';
import { CustomerKeys, keyOf, type DataKeys } from './customer-keys.js';
import { openVerification, sealVerification, type VerificationRecord } from './verification-record.js';
import { VerificationRow } from './verification.entity.js';

const GONE = () => new Problem('not_found', 'There is nothing with this id.');
const UNKNOWN = { verification_customer_fkey: GONE, verification_replaces_fkey: GONE };

@Injectable()
export class VerificationRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly points: ContactPointRepository,
    private readonly keys: CustomerKeys,
  ) {}

  /** What a customer has yet to prove, oldest first. */
  async listOpen(customerId: string, at: Date): Promise<VerificationRecord[]> {
    const rows = await this.dataSource.manager.find(VerificationRow, {
      where: { customerId, expiresAt: MoreThan(at) },
      order: { createdAt: 'ASC' },
    });
    return this.opened(this.dataSource.manager, rows);
  }

  /** What a customer can be reached at. */
  listContactPoints(
    customerId: string,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<ContactPointRecord[]> {
    return this.points.list(manager, [customerId]);
  }

  /** Holds a customer against other writers until the transaction ends: of two claims at once, one waits. */
  async hold(tx: Tx, customerId: string): Promise<void> {
    await tx.query('select 1 from customer where id = $1 for update', [customerId]);
  }

  async find(id: string): Promise<VerificationRecord | null> {
    const row = await this.dataSource.manager.findOneBy(VerificationRow, { id });
    const [record] = await this.opened(this.dataSource.manager, row === null ? [] : [row]);
    return record ?? null;
  }

  /** Adds a verification for a customer that is held; an older one of the same contact point, and what has ended, goes. */
  async add(tx: Tx, { value, ...row }: VerificationRecord): Promise<void> {
    const { customerId, kind, createdAt } = row;
    const [valueHash = Buffer.alloc(0), ...former] = this.points.hashesOf(kind, value);
    await tx.delete(VerificationRow, { customerId, valueHash: In([valueHash, ...former]) });
    await tx.delete(VerificationRow, { customerId, expiresAt: LessThan(createdAt) });
    const key = keyOf(await this.keys.ensure(tx, [customerId]), customerId);
    const sealed = sealVerification({ ...row, value }, key);
    await translating(tx.insert(VerificationRow, { ...row, sealed, valueHash }), UNKNOWN);
  }

  /** Gives a verification its code; false when it has one, has ended, or is unknown. Of many at once, one alone gets true. */
  async setCode(tx: Tx, id: string, codeHash: string, at: Date): Promise<boolean> {
    const waiting = { id, codeHash: IsNull(), expiresAt: MoreThan(at) };
    const { affected } = await tx.update(VerificationRow, waiting, { codeHash });
    return affected === 1;
  }

  /** One of a customer's own, held against other writers until the transaction ends; first the customer, as in all writes. */
  async lock(tx: Tx, customerId: string, id: string): Promise<VerificationRecord | null> {
    await this.hold(tx, customerId);
    const row = await tx.findOne(VerificationRow, {
      where: { id, customerId },
      lock: { mode: 'pessimistic_write' },
    });
    const [record] = await this.opened(tx, row === null ? [] : [row]);
    return record ?? null;
  }

  async countAttempt(tx: Tx, id: string): Promise<void> {
    await tx.increment(VerificationRow, { id }, 'attempts', 1);
  }

  async remove(tx: Tx, customerId: string, id: string): Promise<void> {
    await tx.delete(VerificationRow, { customerId, id });
  }

  /** Without those whose customer was erased meanwhile. */
  private async opened(
    manager: Pick<EntityManager, 'query'>,
    rows: readonly VerificationRow[],
  ): Promise<VerificationRecord[]> {
    if (rows.length === 0) return [];
    const keys = await this.keys.find(
      manager,
      rows.map(({ customerId }) => customerId),
    );
    return rows.filter(({ customerId }) => keys.has(customerId)).map((row) => toRecord(row, keys));
  }
}

function toRecord({ sealed, valueHash: _, ...row }: VerificationRow, keys: DataKeys): VerificationRecord {
  return { ...row, value: openVerification({ ...row, sealed }, keyOf(keys, row.customerId)) };
}
