import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A contact as it was before it was corrected. A deviation that was on record stays on record. */
@Entity('contact_revision')
@Index('contact_revision_by_customer', ['customerId'])
@Index('contact_revision_by_replaced', ['replacedAt'])
export class ContactRevisionRow {
  @PrimaryColumn('uuid', { name: 'contact_id', primaryKeyConstraintName: 'contact_revision_pkey' })
  contactId!: string;

  /** The revision that was replaced, from 1. */
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'contact_revision_pkey' })
  revision!: number;

  @Column('uuid', { name: 'customer_id', nullable: true })
  customerId!: string | null;

  /** `at` of the contact before the correction. */
  @Column('timestamptz')
  at!: Date;

  @Column('timestamptz', { name: 'replaced_at' })
  replacedAt!: Date;

  /** The whole row, as the database wrote it: its columns by name. */
  @Column('jsonb')
  row!: Record<string, unknown>;
}
