import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Counts } from './import-line.js';

/** How far the import of a file has come; written with each chunk, so that it says what is stored and nothing else. */
@Entity('import_progress')
export class ImportProgressRow implements Counts {
  /** SHA-256 of the file. */
  @PrimaryColumn('text', { name: 'file_hash', primaryKeyConstraintName: 'import_progress_pkey' })
  fileHash!: string;

  /** How it is read, and on whose authority: another way is another import. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'import_progress_pkey' })
  options!: string;

  /** Bytes of the file that are done. */
  @Column('bigint')
  bytes!: string;

  @Column('integer')
  lines!: number;

  /** Length of the file of refused lines up to here. */
  @Column('bigint', { name: 'error_bytes' })
  errorBytes!: string;

  @Column('integer')
  created!: number;

  @Column('integer')
  changed!: number;

  @Column('integer')
  unchanged!: number;

  @Column('integer')
  refused!: number;

  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;
}
