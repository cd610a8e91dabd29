import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { queryPatiently } from '../platform/patient-query.js';
import type { RetainedRecord } from '../platform/retained-records.js';
import type { Tx } from '../platform/unit-of-work.js';

/** Any number, the same for all instances: one alone takes away at a time. */
const LOCK = 7_953_400;
/** Nobody needs to know more exactly how much goes. */
const MOST_COUNTED = 1_000_000;

@Injectable()
export class RetentionRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Takes the turn for this transaction; false while another instance has it. */
  async hold(tx: Tx): Promise<boolean> {
    const [row] = (await tx.query('select pg_try_advisory_xact_lock($1) as held', [LOCK])) as {
      held: boolean;
    }[];
    return row?.held ?? false;
  }

  /** How many rows are older than an instant, counted up to a million. */
  async count({ old }: RetainedRecord, before: Date): Promise<number> {
    const count = `select count(*)::int as count from (select from (${old}) o limit ${MOST_COUNTED}) c`;
    const rows = await this.dataSource.transaction((tx) =>
      queryPatiently<{ count: number }>(tx, count, [before]),
    );
    return rows[0]?.count ?? 0;
  }

  /** Takes the next rows away that are older than an instant; answers how many went. */
  async remove(tx: Tx, { remove }: RetainedRecord, before: Date, most: number): Promise<number> {
    return (await queryPatiently(tx, remove, [before, most])).length;
  }
}
