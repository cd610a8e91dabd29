import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** An id whose customer was erased: nobody gets it again. It tells nothing of who that was. */
@Entity('erased_customer')
export class ErasedCustomerRow {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'erased_customer_pkey' })
  id!: string;

  @Index('erased_customer_erased_at_index')
  @Column('timestamptz', { name: 'erased_at' })
  erasedAt!: Date;
}
