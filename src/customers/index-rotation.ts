import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { SealingKeys, type WrappedKey } from '../platform/sealing-keys.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { openPoint, type SealedPoint } from './contact-point-record.js';
import { after } from './index-prefix.js';
import { BATCH, type Rotation } from './rotation.js';
import { openVerification } from './verification-record.js';
import type { VerificationRow } from './verification.entity.js';

/** Tables with values that are found by a hash, and how a value of theirs is opened. */
const TABLES = {
  contact_point: (row: SealedPoint, key: Buffer) => openPoint(row, key).value,
  verification: (row: SealedPoint, key: Buffer) => openVerification(row as VerificationRow, key),
} as const;

type Table = keyof typeof TABLES;
type Row = SealedPoint & WrappedKey;

/** All under one old key: a range of the index, for hashes begin with the name of their key. */
const UNDER = 'value_hash >= $1 and ($2::bytea is null or value_hash < $2)';

const NEXT = (table: Table) => `
  select p.id, p.customer_id as "customerId", p.kind, p.sealed, k.wrapped, k.master_key_id as "masterKeyId"
    from ${table} p join customer_key k on k.customer_id = p.customer_id
   where ${UNDER} limit ${BATCH} for update of p skip locked`;

const MOVE = (table: Table) => `
  update ${table} p set value_hash = n.hash
    from unnest($1::uuid[], $2::bytea[]) as n (id, hash) where p.id = n.id`;

/** Stores numbers and addresses under the first index key. A look-up asks for all keys at once, and so never misses one. */
@Injectable()
export class IndexRotation implements Rotation {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: SealingKeys,
  ) {}

  async count(): Promise<number> {
    let all = 0;
    for (const { table, range } of this.old) {
      const text = `select count(*)::int as count from ${table} where ${UNDER}`;
      const [row]: { count: number }[] = await this.dataSource.query(text, range);
      all += row?.count ?? 0;
    }
    return all;
  }

  async step(): Promise<number> {
    for (const { table, range } of this.old) {
      const moved = await this.move(table, range);
      if (moved > 0) return moved;
    }
    return 0;
  }

  private move(table: Table, range: readonly (Buffer | null)[]): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const rows: Row[] = await tx.query(NEXT(table), [...range]);
      const hashes = rows.map((row) =>
        this.keys.indexOf(row.kind, TABLES[table](row, this.keys.unwrap(row))),
      );
      if (rows.length > 0) await tx.query(MOVE(table), [rows.map(({ id }) => id), hashes]);
      return rows.length;
    });
  }

  private get old(): { table: Table; range: (Buffer | null)[] }[] {
    const prefixes = this.keys.indexIds.slice(1).map((id) => Buffer.from(id, 'hex'));
    return prefixes.flatMap((prefix) =>
      (['contact_point', 'verification'] as const).map((table) => ({
        table,
        range: [prefix, after(prefix)],
      })),
    );
  }
}
