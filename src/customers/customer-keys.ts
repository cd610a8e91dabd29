import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SealingKeys, type WrappedKey } from '../platform/sealing-keys.js';
import type { Tx } from '../platform/unit-of-work.js';

/** The keys of customers, by the customer's id. */
export type DataKeys = ReadonlyMap<string, Buffer>;

const FIND = `select customer_id as "customerId", wrapped, master_key_id as "masterKeyId"
                from customer_key where customer_id = any($1::uuid[])`;

/** The key of each customer: made with the first thing that is sealed, read wherever something is opened, never kept. */
@Injectable()
export class CustomerKeys {
  constructor(private readonly sealing: SealingKeys) {}

  /** The keys that there are. */
  async find(manager: Pick<EntityManager, 'query'>, customerIds: readonly string[]): Promise<DataKeys> {
    const rows: WrappedKey[] = await manager.query(FIND, [customerIds]);
    return new Map(rows.map((row) => [row.customerId, this.sealing.unwrap(row)]));
  }

  /** A key for each of these customers, who are new or held: nobody else makes one for them meanwhile. */
  async ensure(tx: Tx, customerIds: Iterable<string>): Promise<DataKeys> {
    const ids = [...new Set(customerIds)];
    if (ids.length === 0) return new Map();
    const keys = new Map(await this.find(tx, ids));
    const made = ids.filter((id) => !keys.has(id)).map((id) => this.sealing.newKey(id));
    for (const { key, row } of made) keys.set(row.customerId, key);
    await this.add(
      tx,
      made.map(({ row }) => row),
    );
    return keys;
  }

  /** Destroys keys: what was sealed with them is lost. */
  async destroy(tx: Tx, customerIds: readonly string[]): Promise<void> {
    await tx.query('delete from customer_key where customer_id = any($1::uuid[])', [customerIds]);
  }

  private async add(tx: Tx, rows: readonly WrappedKey[]): Promise<void> {
    if (rows.length === 0) return;
    await tx.query(
      'insert into customer_key (customer_id, wrapped, master_key_id) select * from unnest($1::uuid[], $2::bytea[], $3::text[])',
      [
        rows.map(({ customerId }) => customerId),
        rows.map(({ wrapped }) => wrapped),
        rows.map(({ masterKeyId }) => masterKeyId),
      ],
    );
  }
}

/** The key of one customer; throws where it was destroyed. */
export function keyOf(keys: DataKeys, customerId: string): Buffer {
  const key = keys.get(customerId);
  if (key === undefined) throw new Error(`The key of customer ${customerId} is not there.`);
  return key;
}
