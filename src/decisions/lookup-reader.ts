import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** How often one system asked about a customer in a quarter of an hour. */
export interface Lookups {
  /** Epoch milliseconds at which the quarter begins: no zone's day begins within one. */
  readonly at: number;
  readonly keyId: string;
  readonly count: number;
}

/** Who asked about a customer, for that customer to see. */
@Injectable()
export class LookupReader {
  constructor(private readonly dataSource: DataSource) {}

  /** The decisions that were given since an instant, newest first. */
  list(customerId: string, since: Date): Promise<Lookups[]> {
    return this.dataSource.query(
      `select (extract(epoch from date_bin('15 minutes', at, 'epoch')) * 1000)::float8 as at, key_id as "keyId",
              count(*)::int as count
         from decision
        where customer_id = $1 and at >= $2
        group by 1, 2
        order by 1 desc, 2`,
      [customerId, since],
    );
  }
}
