import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** To be copied: TypeORM writes into the options that it is given. */
const KEY = { primaryKeyConstraintName: 'report_mark_pkey' };

/** An hour of which something was written: its days are to be counted again. Triggers insert them in the transaction that writes, so that neither a late commit nor a forgotten call is missed; nobody updates them, so that nobody waits. */
@Entity('report_mark')
@Check('report_mark_about_known', `about in ('contact', 'decision', 'question', 'change')`)
export class MarkRow {
  @PrimaryColumn('bigint', { ...KEY, generated: 'identity', generatedIdentity: 'ALWAYS' })
  id!: string;

  /** What was written. */
  @Column('text')
  about!: 'contact' | 'decision' | 'question' | 'change';

  /** Start of the hour, UTC. */
  @Column('timestamptz')
  at!: Date;
}
