import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** A link to the preference page. The token in it is never stored, only its keyed hash. */
@Entity('page_link')
@Unique('page_link_hash_unique', ['hash'])
export class PageLinkRow {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'page_link_pkey' })
  id!: string;

  @Index('page_link_customer_index')
  @ForeignKey('CustomerRow', { name: 'page_link_customer_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'customer_id' })
  customerId!: string;

  /** HMAC-SHA-256 of the token, hexadecimal. */
  @Column('text')
  hash!: string;

  /** BCP 47; null for the browser's. */
  @Column('text', { nullable: true })
  language!: string | null;

  /** The topic to begin with; null for none. */
  @Index('page_link_topic_index')
  @ForeignKey('TopicRow', { name: 'page_link_topic_fkey', onDelete: 'SET NULL' })
  @Column('text', { nullable: true })
  topic!: string | null;

  /** Key of the system that asked for it. */
  @Index('page_link_key_index')
  @Column('text', { name: 'key_id' })
  keyId!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  /** When it was spent; null when it can still be. */
  @Column('timestamptz', { name: 'redeemed_at', nullable: true })
  redeemedAt!: Date | null;
}
