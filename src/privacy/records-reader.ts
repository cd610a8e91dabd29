import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { PersonalRecord } from '../platform/personal-records.js';
import type { RecordsDto } from './export.dto.js';
import { PERSONAL_RECORDS } from './personal-records.js';

/** Reads what the tables hold about a customer, row by row, as the features describe them. */
@Injectable()
export class RecordsReader {
  constructor(private readonly dataSource: DataSource) {}

  /** The rows of a customer who has, or had, these ids; its own is the first. */
  async list(ids: readonly string[]): Promise<RecordsDto[]> {
    const records: RecordsDto[] = [];
    for (const record of PERSONAL_RECORDS) {
      const { table, about, columns, left = {} } = record;
      records.push({ table, about, columns, left, rows: await this.dataSource.query(toSql(record), [ids]) });
    }
    return records;
  }
}

function toSql({ table, columns, of }: PersonalRecord): string {
  const names = Object.keys(columns).map((name) => `"${name}"`);
  return `select ${names.join(', ')} from ${table} where ${of} order by 1, 2`;
}
