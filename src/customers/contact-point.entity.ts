import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Statements } from '../domain/authority.js';
import type { ContactPointKind } from '../domain/catalogue.js';

/** A number or address of a customer. One number may belong to several customers. */
@Entity('contact_point')
@Check('contact_point_kind_known', `kind in ('phone', 'email', 'post', 'handle')`)
@Check('contact_point_use_known', `use in ('private', 'work')`)
@Unique('contact_point_once', ['customerId', 'valueHash'])
@Index('contact_point_by_value', ['valueHash', 'customerId'])
export class ContactPointRow {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'contact_point_pkey' })
  id!: string;

  @ForeignKey('CustomerRow', { name: 'contact_point_customer_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'customer_id' })
  customerId!: string;

  @Column('text')
  kind!: ContactPointKind;

  /** The value, encrypted with the customer's key: E.164, lower-case e-mail, handle, or the parts of a postal address. */
  @Column('bytea')
  sealed!: Buffer;

  /** What it is found by: a hash of kind and value under the index key whose name it begins with. */
  @Column('bytea', { name: 'value_hash' })
  valueHash!: Buffer;

  @Column('text', { nullable: true })
  use!: 'private' | 'work' | null;

  @Column('timestamptz', { name: 'verified_at', nullable: true })
  verifiedAt!: Date | null;

  @Column('boolean')
  undeliverable!: boolean;

  /** Who stated it, by path: `/value` that it is there, `/use`, `/verifiedAt` and `/undeliverable` what is known of it. */
  @Column('jsonb')
  statements!: Statements;

  /** Place among the customer's contact points. */
  @Column('integer')
  position!: number;
}
