import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SealingKeys } from '../platform/sealing-keys.js';
import type { Tx } from '../platform/unit-of-work.js';
import { openPoint, sealPoint, type ContactPointRecord } from './contact-point-record.js';
import type { ContactPointRow } from './contact-point.entity.js';
import { CustomerKeys, keyOf } from './customer-keys.js';

/** A contact point with its customer's key, of one instant: an erasure meanwhile takes both or neither. */
type SealedRow = Omit<ContactPointRow, 'valueHash'> & {
  readonly wrapped: Buffer;
  readonly masterKeyId: string;
};

const LIST = `
  select p.id, p.customer_id as "customerId", p.kind, p.sealed, p.use, p.verified_at as "verifiedAt", p.undeliverable,
         p.statements, p.position, k.wrapped, k.master_key_id as "masterKeyId"
    from contact_point p left join customer_key k on k.customer_id = p.customer_id
   where p.customer_id = any($1::uuid[])
   order by p.customer_id, p.position`;

/** Contact points with their values, out of the database and into it. */
@Injectable()
export class ContactPointRepository {
  constructor(
    private readonly keys: CustomerKeys,
    private readonly sealing: SealingKeys,
  ) {}

  /** Those of some customers, best first. */
  async list(
    manager: Pick<EntityManager, 'query'>,
    customerIds: readonly string[],
  ): Promise<ContactPointRecord[]> {
    const rows: SealedRow[] = await manager.query(LIST, [customerIds]);
    const keys = new Map<string, Buffer>();
    return rows.map(({ sealed, wrapped, masterKeyId, ...row }) => {
      const { customerId } = row;
      const key = keys.get(customerId) ?? this.sealing.unwrap({ customerId, wrapped, masterKeyId });
      keys.set(customerId, key);
      return { ...row, ...openPoint({ ...row, sealed }, key) };
    });
  }

  /** Rows for the database, each sealed for the customer that it belongs to now. */
  async seal(tx: Tx, points: readonly ContactPointRecord[]): Promise<ContactPointRow[]> {
    const keys = await this.keys.ensure(
      tx,
      points.map(({ customerId }) => customerId),
    );
    return points.map(({ value, address, ...row }) => ({
      ...row,
      sealed: sealPoint({ ...row, value, address }, keyOf(keys, row.customerId)),
      valueHash: this.sealing.indexOf(row.kind, value),
    }));
  }

  /** What a number or address may be found by. */
  hashesOf(kind: string, value: string): Buffer[] {
    return this.sealing.indexesOf(kind, value);
  }
}
