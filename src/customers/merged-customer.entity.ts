import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/**
 * An id that is no customer's any more, and the customer that has what it had. The row goes with that customer, so
 * erasing the one erases what is kept of the other.
 */
@Entity('merged_customer')
@Index('merged_customer_kept_index', ['at'], { where: 'kept is not null' })
export class MergedCustomerRow {
  /** The id that the customer had. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'merged_customer_pkey' })
  id!: string;

  /** The customer that it was merged into; that one may have been merged since. */
  @Column('uuid', { name: 'merged_into' })
  mergedInto!: string;

  /** The customer at the end of the chain: one look-up tells who answers for an old id. */
  @Index('merged_customer_holder_index')
  @ForeignKey('CustomerRow', { name: 'merged_customer_holder_fkey', onDelete: 'CASCADE' })
  @Column('uuid')
  holder!: string;

  @Column('timestamptz')
  at!: Date;

  /** What it takes to undo the merge, encrypted with the keys of both customers; null once that is over. */
  @Column('bytea', { nullable: true })
  kept!: Buffer | null;
}
