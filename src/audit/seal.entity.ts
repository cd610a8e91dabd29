import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { LogName } from './sealed-logs.js';

/** One link of the chain over a log: it covers the rows above the seal before it, up to its own last one. */
@Entity('audit_seal')
@Check('audit_seal_log_known', `log in ('access', 'ledger')`)
@Index('audit_seal_cuts', ['log', 'position'], { where: 'cut_position is not null' })
@Index('audit_seal_leaves', ['forgetsBefore'], { where: 'forgets_before is not null' })
export class SealRow {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'audit_seal_pkey' })
  log!: LogName;

  /** 1, 2, 3 … */
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'audit_seal_pkey' })
  position!: string;

  /** Sequence of the last row that it covers; of a cut, of the last row that was taken away. */
  @Column('bigint', { name: 'until_sequence' })
  untilSequence!: string;

  /** SHA-256 of each row, one after the other; of a cut, the link of the last seal that was taken away. */
  @Column('bytea')
  digests!: Buffer;

  /** Of a cut: position of the last seal that was taken away. */
  @Column('bigint', { name: 'cut_position', nullable: true })
  cutPosition!: string | null;

  /** Of a leave to forget: changes before this instant may have lost what they told. It covers no rows. */
  @Column('timestamptz', { name: 'forgets_before', nullable: true })
  forgetsBefore!: Date | null;

  @Column('timestamptz', { name: 'sealed_at' })
  sealedAt!: Date;

  /** HMAC-SHA-256 of all of it and of the link before, with a key that is not in the database. */
  @Column('bytea')
  link!: Buffer;
}
