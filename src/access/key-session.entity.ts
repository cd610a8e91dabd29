import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** A browser that somebody let in with a key. The secret of its cookie is never stored, only its keyed hash. */
@Entity('key_session')
@Unique('key_session_hash_unique', ['hash'])
export class KeySessionRow {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'key_session_pkey' })
  id!: string;

  /** HMAC-SHA-256 of the secret, hexadecimal. */
  @Column('text')
  hash!: string;

  @Index('key_session_key_index')
  @ForeignKey('KeyRow', { name: 'key_session_key_fkey', onDelete: 'CASCADE' })
  @Column('text', { name: 'key_id' })
  keyId!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
