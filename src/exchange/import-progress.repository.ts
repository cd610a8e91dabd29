import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Problem } from '../platform/problem.js';
import type { Tx } from '../platform/unit-of-work.js';
import { ImportProgressRow } from './import-progress.entity.js';

type Key = Pick<ImportProgressRow, 'fileHash' | 'options'>;

@Injectable()
export class ImportProgressRepository {
  constructor(private readonly dataSource: DataSource) {}

  find({ fileHash, options }: Key): Promise<ImportProgressRow | null> {
    return this.dataSource.manager.findOneBy(ImportProgressRow, { fileHash, options });
  }

  /** Begins anew, whatever was done before. */
  async begin(tx: Tx, row: ImportProgressRow): Promise<void> {
    await tx.upsert(ImportProgressRow, row, ['fileHash', 'options']);
  }

  /** Goes on from one place to the next; throws `conflict` when somebody else has gone on from there. */
  async advance(tx: Tx, from: ImportProgressRow, to: ImportProgressRow): Promise<void> {
    const { fileHash, options, bytes, finishedAt, startedAt } = from;
    const where = { fileHash, options, bytes, startedAt };
    const { affected } = await tx.update(ImportProgressRow, where, to);
    if (affected !== 1 || finishedAt !== null)
      throw new Problem('conflict', 'This file is being imported by somebody else at the moment.');
  }
}
