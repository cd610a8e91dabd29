import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * The key that a customer's numbers and addresses are sealed with, wrapped by a master key that is not in the database.
 * Without the row nobody can read them again, in no copy of the database that is without it either. It outlives a
 * customer that was merged for as long as that can be undone; whoever erases a customer deletes it.
 */
@Entity('customer_key')
@Index('customer_key_by_master', ['masterKeyId'])
export class CustomerKeyRow {
  @PrimaryColumn('uuid', { name: 'customer_id', primaryKeyConstraintName: 'customer_key_pkey' })
  customerId!: string;

  @Column('bytea')
  wrapped!: Buffer;

  /** Name of the master key that wraps it. */
  @Column('text', { name: 'master_key_id' })
  masterKeyId!: string;
}
