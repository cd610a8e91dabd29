import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What stands in a seal for the contents of a change: a salted digest, so that the contents can be forgotten. */
@Entity('ledger_content')
@Index('ledger_content_forgotten', ['sequence'], { where: 'salt is null' })
export class LedgerContentRow {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'ledger_content_pkey' })
  sequence!: string;

  /** Null once the contents are forgotten: without it the digest says nothing of them. */
  @Column('uuid', { nullable: true })
  salt!: string | null;

  /** SHA-256 of salt and contents. */
  @Column('bytea')
  digest!: Buffer;
}
