import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Statements } from '../domain/authority.js';
import type { ContactPointKind } from '../domain/catalogue.js';
import type { PostalAddress } from './contact-points.js';

/** A number or address of a customer. One number may belong to several customers. */
@Entity('contact_point')
@Check('contact_point_kind_known', `kind in ('phone', 'email', 'post', 'handle')`)
@Check('contact_point_use_known', `use in ('private', 'work')`)
@Unique('contact_point_once', ['customerId', 'kind', 'value'])
@Index('contact_point_by_value', ['kind', 'value', 'customerId'])
export class ContactPointRow {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'contact_point_pkey' })
  id!: string;

  @ForeignKey('CustomerRow', { name: 'contact_point_customer_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'customer_id' })
  customerId!: string;

  @Column('text')
  kind!: ContactPointKind;

  /** E.164, lower-case e-mail, handle, or the postal address in one line. */
  @Column('text')
  value!: string;

  /** The parts of a postal address; null for other kinds. */
  @Column('jsonb', { nullable: true })
  address!: PostalAddress | null;

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
