import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { UnitOfWork, type Tx } from '../platform/unit-of-work.js';
import { firstOfMonth, nameOf } from './contact-partitions.js';

/** Longest wait for those who use contacts just now: a month can go an hour later as well. */
const PATIENCE = '2s';

/** Takes whole months of contacts away, which costs the same however many they hold. */
@Injectable()
export class ContactMonths {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** How many contacts stand in months that were over before an instant. */
  async count(before: Date): Promise<number> {
    const [row] = await this.dataSource.query('select count(*)::float8 as count from contact where at < $1', [
      firstOfMonth(before, 0),
    ]);
    return row.count;
  }

  /** Drops the months that were over before an instant; answers how many contacts went. */
  async drop(before: Date): Promise<number> {
    const count = await this.count(before);
    const last = nameOf(firstOfMonth(before, 0));
    for (const name of await this.list()) if (name < last) await this.unitOfWork.run((tx) => drop(tx, name));
    return count;
  }

  /** Names of the months that there are; they sort as the months do. */
  private async list(): Promise<string[]> {
    const rows: { name: string }[] = await this.dataSource.query(
      `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'contact'::regclass and c.relname ~ '^contact_y\\d{4}m\\d{2}$' order by 1`,
    );
    return rows.map(({ name }) => name);
  }
}

async function drop(tx: Tx, name: string): Promise<void> {
  await tx.query(`set local lock_timeout = '${PATIENCE}'`);
  await tx.query('select drop_contact_month($1)', [name]);
}
