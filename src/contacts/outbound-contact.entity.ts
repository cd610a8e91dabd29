import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/**
 * The recent outbound contacts of a customer, beside `contact`: a decision counts them in the statement that finds the
 * customer, and must not open years of partitions for that.
 */
@Entity('outbound_contact')
@Index('outbound_contact_by_customer', ['customerId', 'at'])
export class OutboundContactRow {
  @PrimaryColumn('uuid', { name: 'contact_id', primaryKeyConstraintName: 'outbound_contact_pkey' })
  contactId!: string;

  @ForeignKey('CustomerRow', { name: 'outbound_contact_customer_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'customer_id' })
  customerId!: string;

  @Column('timestamptz')
  at!: Date;

  @Column('text', { nullable: true })
  topic!: string | null;
}
