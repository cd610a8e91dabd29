import { Injectable } from '@nestjs/common';
import { DataSource, In, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import type { ContactPointKind } from '../domain/catalogue.js';
import { translating } from '../platform/database-errors.js';
import { Problem } from '../platform/problem.js';
import type { Tx } from '../platform/unit-of-work.js';
import type { ContactPointRecord } from './contact-point-record.js';
import { ContactPointRow } from './contact-point.entity.js';
import { ContactPointRepository } from './contact-point.repository.js';
import { CustomerRow } from './customer.entity.js';
import { ExternalIdRow } from './external-id.entity.js';
import { RemovedContactPointRow } from './removed-contact-point.entity.js';

/** A customer with all that belongs to it. */
export interface CustomerRecord {
  readonly customer: CustomerRow;
  readonly contactPoints: ContactPointRecord[];
  readonly externalIds: ExternalIdRow[];
}

/** A customer that is held for a write, with what is remembered of the contact points that were taken away. */
export interface HeldCustomer extends CustomerRecord {
  readonly removed: RemovedContactPointRow[];
}

const TAKEN = {
  external_id_pkey: () => new Problem('conflict', 'One of the external ids belongs to another customer.'),
};

@Injectable()
export class CustomerRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly points: ContactPointRepository,
  ) {}

  async find(id: string): Promise<CustomerRecord | null> {
    const [record] = await this.complete(this.dataSource.manager, (customers) => customers.where({ id }));
    return record ?? null;
  }

  /** The same inside a transaction; the customer is held against other writers until it ends. */
  async lock(tx: Tx, id: string): Promise<HeldCustomer | null> {
    const [record] = await this.complete(tx, (customers) =>
      customers.where({ id }).setLock('pessimistic_write'),
    );
    if (record === undefined) return null;
    return { ...record, removed: await tx.findBy(RemovedContactPointRow, { customerId: id }) };
  }

  /** Customers after this id, in the order in which they were added. */
  list(after: string | null, limit: number): Promise<CustomerRecord[]> {
    return this.complete(this.dataSource.manager, (customers) =>
      (after === null ? customers : customers.where('c.id > :after', { after })).take(limit),
    );
  }

  /** Customers that have this contact point, in the order in which they were added. */
  listByContactPoint(kind: ContactPointKind, value: string, limit: number): Promise<CustomerRecord[]> {
    const owners = `c.id in (select customer_id from contact_point where value_hash in (:...hashes))`;
    const hashes = this.points.hashesOf(kind, value);
    return this.complete(this.dataSource.manager, (customers) =>
      customers.where(owners, { hashes }).take(limit),
    );
  }

  /** Id of the customer that has this key in another system, or null. */
  async findIdByExternalId(system: string, id: string): Promise<string | null> {
    const row = await this.dataSource.manager.findOneBy(ExternalIdRow, { system, id });
    return row?.customerId ?? null;
  }

  /** The same inside a transaction. */
  async findIdInTransaction(tx: Tx, system: string, id: string): Promise<string | null> {
    const row = await tx.findOneBy(ExternalIdRow, { system, id });
    return row?.customerId ?? null;
  }

  async add(tx: Tx, { customer, contactPoints, removed, externalIds }: HeldCustomer): Promise<void> {
    await tx.insert(CustomerRow, customer);
    const points = await this.points.seal(tx, contactPoints);
    if (points.length > 0) await tx.insert(ContactPointRow, points as never);
    if (removed.length > 0) await tx.insert(RemovedContactPointRow, removed as never);
    if (externalIds.length > 0) await translating(tx.insert(ExternalIdRow, externalIds), TAKEN);
  }

  /** Stores a changed record; what the old one had and the new one lacks is removed. */
  async replace(tx: Tx, before: HeldCustomer, after: HeldCustomer): Promise<void> {
    const goneIds = before.externalIds.filter(
      (old) => !after.externalIds.some((kept) => isSameId(old, kept)),
    );
    const newIds = after.externalIds.filter((now) => !before.externalIds.some((old) => isSameId(old, now)));
    const keptPoints = new Set(after.contactPoints.map(({ id }) => id));
    const gonePoints = before.contactPoints.filter(({ id }) => !keptPoints.has(id));
    await tx.update(CustomerRow, { id: after.customer.id }, after.customer);
    if (gonePoints.length > 0)
      await tx.delete(
        ContactPointRow,
        gonePoints.map(({ id }) => id),
      );
    const points = await this.points.seal(tx, after.contactPoints);
    if (points.length > 0) await tx.upsert(ContactPointRow, points as never, ['id']);
    await replaceRemoved(tx, before, after);
    for (const { system, id } of goneIds) await tx.delete(ExternalIdRow, { system, id });
    if (newIds.length > 0) await translating(tx.insert(ExternalIdRow, newIds), TAKEN);
  }

  /** The customers that a query selects with all that belongs to them, in three statements however many there are. */
  private async complete(
    manager: EntityManager,
    select: (customers: SelectQueryBuilder<CustomerRow>) => SelectQueryBuilder<CustomerRow>,
  ): Promise<CustomerRecord[]> {
    const customers = await select(manager.createQueryBuilder(CustomerRow, 'c').orderBy('c.id')).getMany();
    if (customers.length === 0) return [];
    const all = customers.map(({ id }) => id);
    const customerId = In(all);
    const points = await this.points.list(manager, all);
    const ids = await manager.find(ExternalIdRow, {
      where: { customerId },
      order: { system: 'ASC', id: 'ASC' },
    });
    return customers.map((customer) => ({
      customer,
      contactPoints: points.filter((point) => point.customerId === customer.id),
      externalIds: ids.filter((externalId) => externalId.customerId === customer.id),
    }));
  }
}

/** Remembers what was taken away, and forgets what is there again. */
async function replaceRemoved(tx: Tx, before: HeldCustomer, after: HeldCustomer): Promise<void> {
  const kept = new Set(after.removed.map(({ hash }) => hash));
  const gone = before.removed.filter(({ hash }) => !kept.has(hash));
  if (gone.length > 0)
    await tx.delete(RemovedContactPointRow, {
      customerId: before.customer.id,
      hash: In(gone.map(({ hash }) => hash)),
    });
  const added = after.removed.filter((row) => !before.removed.includes(row));
  if (added.length > 0) await tx.upsert(RemovedContactPointRow, added as never, ['customerId', 'hash']);
}

function isSameId(a: ExternalIdRow, b: ExternalIdRow): boolean {
  return a.system === b.system && a.id === b.id;
}
