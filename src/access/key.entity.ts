import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import type { Authority } from '../domain/authority.js';
import type { Scope } from '../platform/scopes.js';
import type { RateLimits } from '../platform/limit-variables.js';

/** A key of a system. The key itself is never stored, only its keyed hash. */
@Entity('api_key')
@Unique('api_key_hash_unique', ['hash'])
export class KeyRow {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'api_key_pkey' })
  id!: string;

  @Column('text')
  name!: string;

  /** HMAC-SHA-256 of the whole key, hexadecimal. */
  @Column('text')
  hash!: string;

  @Column('text', { array: true })
  scopes!: Scope[];

  @Column('text', { array: true })
  authorities!: [Authority, ...Authority[]];

  /** What it may do more or less than the configuration says. */
  @Column('jsonb', { default: {} })
  limits!: Partial<RateLimits>;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;
}
