import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A customer's key in another system. */
@Entity('external_id')
export class ExternalIdRow {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'external_id_pkey' })
  system!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'external_id_pkey' })
  id!: string;

  @Index('external_id_customer_index')
  @ForeignKey('CustomerRow', { name: 'external_id_customer_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'customer_id' })
  customerId!: string;
}
