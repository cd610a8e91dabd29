import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** Kinds of contact points to which a code can be sent. */
export const VERIFIABLE_KINDS = ['phone', 'email'] as const;
export type VerifiableKind = (typeof VERIFIABLE_KINDS)[number];

/** A number or address that a customer gave, and has yet to prove. Decisions know nothing of it. */
@Entity('verification')
@Check('verification_kind_known', `kind in ('phone', 'email')`)
@Unique('verification_once', ['customerId', 'valueHash'])
export class VerificationRow {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'verification_pkey' })
  id!: string;

  @ForeignKey('CustomerRow', { name: 'verification_customer_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'customer_id' })
  customerId!: string;

  @Column('text')
  kind!: VerifiableKind;

  /** The value in the form in which contact points are stored, encrypted with the customer's key. */
  @Column('bytea')
  sealed!: Buffer;

  /** What the value is known again by, as that of a contact point. */
  @Column('bytea', { name: 'value_hash' })
  valueHash!: Buffer;

  /** The contact point whose value it is to take the place of; null when it is one more. */
  @Index('verification_replaces_index')
  @ForeignKey('ContactPointRow', { name: 'verification_replaces_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { nullable: true })
  replaces!: string | null;

  /** Language of the message, BCP 47. */
  @Column('text')
  language!: string;

  /** Keyed hash of the code; null until the sender fetched it, for it does not exist before. */
  @Column('text', { name: 'code_hash', nullable: true })
  codeHash!: string | null;

  /** How often a wrong code was given. */
  @Column('integer')
  attempts!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
