import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import type { SilencedReason } from '../domain/customer.js';

/** The party whose choices are stored. No name, no free text: the registry does not need them. */
@Entity('customer')
@Check('customer_silenced_known', `silenced in ('deceased', 'legal')`)
export class CustomerRow {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'customer_pkey' })
  id!: string;

  @Column('text', { nullable: true })
  silenced!: SilencedReason | null;

  @Column('integer')
  version!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;
}
