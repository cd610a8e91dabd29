import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { SealingKeys, type WrappedKey } from '../platform/sealing-keys.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { BATCH, type Rotation } from './rotation.js';

const NEXT = `select customer_id as "customerId", wrapped, master_key_id as "masterKeyId" from customer_key
               where master_key_id = any($1) limit ${BATCH} for update skip locked`;

const MOVE = `update customer_key k set wrapped = n.wrapped, master_key_id = $3
                from unnest($1::uuid[], $2::bytea[]) as n (customer_id, wrapped) where k.customer_id = n.customer_id`;

/** Wraps the keys of customers with the first master key. What they seal stays as it is. */
@Injectable()
export class MasterRotation implements Rotation {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: SealingKeys,
  ) {}

  async count(): Promise<number> {
    const [row]: { count: number }[] = await this.dataSource.query(
      'select count(*)::int as count from customer_key where master_key_id = any($1)',
      [this.old],
    );
    return row?.count ?? 0;
  }

  step(): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const rows: WrappedKey[] = await tx.query(NEXT, [this.old]);
      const ids = rows.map(({ customerId }) => customerId);
      const wrapped = rows.map((row) => this.keys.wrap(this.keys.unwrap(row), row.customerId).wrapped);
      if (rows.length > 0) await tx.query(MOVE, [ids, wrapped, this.keys.masterIds[0]]);
      return rows.length;
    });
  }

  private get old(): readonly string[] {
    return this.keys.masterIds.slice(1);
  }
}
