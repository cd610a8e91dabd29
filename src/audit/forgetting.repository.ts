import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { queryPatiently } from '../platform/patient-query.js';
import type { Tx } from '../platform/unit-of-work.js';

/** Any number, the same for all instances: one alone forgets at a time. */
const LOCK = 7_040_005;
/** Nobody needs to know more exactly how much goes. */
const MOST_COUNTED = 1_000_000;

/** What may be forgotten of the sealed logs, and what was. */
@Injectable()
export class ForgettingRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Changes that tell of what was in force no longer at an instant, counted up to a million. */
  async countOld(before: Date): Promise<number> {
    const rows = await this.dataSource.transaction((tx) =>
      queryPatiently<{ count: number }>(tx, `select count(*)::int as count from old_changes($1, $2)`, [
        before,
        MOST_COUNTED,
      ]),
    );
    return rows[0]?.count ?? 0;
  }

  /** Takes the turn for this transaction; false while another instance has it. */
  async hold(tx: Tx): Promise<boolean> {
    const rows: { held: boolean }[] = await tx.query('select pg_try_advisory_xact_lock($1) as held', [LOCK]);
    return rows[0]?.held ?? false;
  }

  /** Before which instant changes may lose what they tell, by what was sealed; null for none. */
  async findLeave(tx?: Tx): Promise<Date | null> {
    const rows: { leave: Date | null }[] = await (tx ?? this.dataSource).query(
      'select max(forgets_before) as leave from audit_seal where forgets_before is not null',
    );
    return rows[0]?.leave ?? null;
  }

  /** Takes out of some of them what they tell; answers of how many. The leave to do so must be sealed. */
  async forget(tx: Tx, before: Date, most: number): Promise<number> {
    return (await queryPatiently(tx, 'select from forget_old_changes($1, $2)', [before, most])).length;
  }

  /**
   * The first change that lost what it told although it is not older than the leave to forget, and no erasure of its customer
   * stands in the ledger; null for none.
   */
  async findUnlawful(leave: Date | null): Promise<string | null> {
    const rows = await this.dataSource.transaction((tx) =>
      queryPatiently<{ sequence: string | null }>(tx, UNLAWFUL, [leave]),
    );
    return rows[0]?.sequence ?? null;
  }

  /** Whether somebody counts as erased of whom the ledger does not tell that, or who is a customer. */
  async isOneUnfounded(): Promise<boolean> {
    const rows = await this.dataSource.transaction((tx) => queryPatiently(tx, UNFOUNDED, []));
    return rows.length > 0;
  }
}

/** An erasure names the customer, and in its paths those that were merged into it. As text: anything may stand in a path. */
const ERASED = `
  select customer_id::text as id from change where type = 'customer.erased'
  union
  select substr(path, length('/mergedFrom/') + 1) from change, unnest(paths) as path
   where type = 'customer.erased' and path like '/mergedFrom/%'`;

/** The least of all, and not the first of some: then the erased are hashed, and not gone through for each row. */
const UNLAWFUL = `
  with erased as materialized (${ERASED})
  select min(c.sequence) as sequence from ledger_content l join change c on c.sequence = l.sequence
   where l.salt is null and c.at >= coalesce($1::timestamptz, '-infinity')
     and not exists (select from erased where id = c.customer_id::text)`;

const UNFOUNDED = `
  with erased as materialized (${ERASED})
  select from erased_customer e
   where not exists (select from erased where id = e.id::text)
      or exists (select from customer c where c.id = e.id)
      or exists (select from merged_customer m where m.id = e.id) limit 1`;
