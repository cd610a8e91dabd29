import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** A link that lets a customer say whether one contact was as they wanted it. Its token is never stored, only the keyed hash. */
@Entity('feedback_link')
@Unique('feedback_link_hash_unique', ['hash'])
export class FeedbackLinkRow {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'feedback_link_pkey' })
  id!: string;

  @Index('feedback_link_customer_index')
  @ForeignKey('CustomerRow', { name: 'feedback_link_customer_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'customer_id' })
  customerId!: string;

  @Column('uuid', { name: 'contact_id' })
  contactId!: string;

  /** HMAC-SHA-256 of the token, hexadecimal. */
  @Column('text')
  hash!: string;

  /** BCP 47; null for the browser's. */
  @Column('text', { nullable: true })
  language!: string | null;

  /** Key of the system that asked for it. */
  @Column('text', { name: 'key_id' })
  keyId!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
