import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Operation } from '../platform/sight.js';

/** How often somebody saw a customer's data in one way in a quarter of an hour. */
export interface Accesses {
  /** Epoch milliseconds at which the quarter begins: no zone's day begins within one. */
  readonly at: number;
  /** Of a key; `page` or `command-line` in place of one. */
  readonly keyId: string;
  readonly operation: Operation;
  readonly count: number;
}

/** Who looked at a customer, for that customer to see. */
@Injectable()
export class AccessReader {
  constructor(private readonly dataSource: DataSource) {}

  /** Who looked since an instant at the customer who has, or had, these ids; newest first. */
  list(customerIds: readonly string[], since: Date): Promise<Accesses[]> {
    return this.dataSource.query(
      `select (extract(epoch from date_bin('15 minutes', at, 'epoch')) * 1000)::float8 as at, key_id as "keyId",
              operation, count(*)::int as count
         from access_entry
        where customer_id = any($1::uuid[]) and at >= $2
        group by 1, 2, 3
        order by 1 desc, 2, 3`,
      [customerIds, since],
    );
  }
}
