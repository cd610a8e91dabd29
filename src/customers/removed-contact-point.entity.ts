import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { Statement } from '../domain/authority.js';

/**
 * A contact point that was taken away, so that no lesser word puts it back. Its value is not kept, only a keyed hash by
 * which it is known again; it goes with its customer.
 */
@Entity('removed_contact_point')
export class RemovedContactPointRow {
  @ForeignKey('CustomerRow', { name: 'removed_contact_point_customer_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'customer_id', primaryKeyConstraintName: 'removed_contact_point_pkey' })
  customerId!: string;

  /** HMAC-SHA-256 of kind and value, hexadecimal. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'removed_contact_point_pkey' })
  hash!: string;

  /** Who took it away. */
  @Column('jsonb')
  statement!: Statement;
}
