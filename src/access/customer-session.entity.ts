import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** `page`: a browser on the preference page. `token`: a company's own portal, on behalf of one customer. */
export type SessionKind = 'page' | 'token';

/** A customer who is let in for a while. The secret is never stored, only its keyed hash. */
@Entity('customer_session')
@Check('customer_session_kind_known', `kind in ('page', 'token')`)
@Unique('customer_session_hash_unique', ['hash'])
export class CustomerSessionRow {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'customer_session_pkey' })
  id!: string;

  @Index('customer_session_customer_index')
  @ForeignKey('CustomerRow', { name: 'customer_session_customer_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'customer_id' })
  customerId!: string;

  @Column('text')
  kind!: SessionKind;

  /** HMAC-SHA-256 of the secret, hexadecimal. */
  @Column('text')
  hash!: string;

  /** BCP 47, as the link said; null for the browser's. */
  @Column('text', { nullable: true })
  language!: string | null;

  /** Key of the system that let the customer in; `login` for the customer's own login. */
  @Index('customer_session_key_index')
  @Column('text', { name: 'key_id' })
  keyId!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
