import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Authority, Statements } from '../domain/authority.js';
import type { Preferences } from '../domain/preferences.js';

/** What can happen to what the registry holds. */
export const CHANGE_TYPES = [
  'customer.created',
  'customer.updated',
  'customer.merged',
  'customer.unmerged',
  'customer.erased',
  'contact_point.changed',
  'preferences.changed',
  'preferences.confirmed',
  'verification.requested',
  'catalogue.changed',
  'webhook.disabled',
  'security.enumeration_suspected',
] as const;
export type ChangeType = (typeof CHANGE_TYPES)[number];

/** One row of the ledger: history, feed and outbox in one. It is only ever added to, and holds no number or address. */
@Entity('change')
@Unique('change_id_unique', ['id'])
@Index('change_preferences_version', ['customerId', 'version'], {
  unique: true,
  where: `snapshot is not null`,
})
@Index('change_by_customer', ['customerId', 'sequence'])
@Index('change_by_at', ['at'], { type: 'brin' })
@Index('change_of_erasures', ['sequence'], { where: `type = 'customer.erased'` })
export class ChangeRow {
  @PrimaryColumn('bigint', {
    primaryKeyConstraintName: 'change_pkey',
    generated: 'identity',
    generatedIdentity: 'ALWAYS',
  })
  sequence!: string;

  @Column('uuid')
  id!: string;

  @Column('text')
  type!: ChangeType;

  @Column('timestamptz')
  at!: Date;

  @Column('uuid', { name: 'customer_id', nullable: true })
  customerId!: string | null;

  /** Of the customer, or of the preferences: the type tells. */
  @Column('integer', { nullable: true })
  version!: number | null;

  /** Key of the system that made the change. */
  @Column('text', { name: 'key_id' })
  keyId!: string;

  @Column('text', { nullable: true })
  authority!: Authority | null;

  @Column('text', { nullable: true })
  via!: string | null;

  /** When the customer said it, where that was before it was stored. */
  @Column('timestamptz', { name: 'stated_at', nullable: true })
  statedAt!: Date | null;

  /** JSON pointers to what changed. */
  @Column('text', { array: true })
  paths!: string[];

  /** The preferences as they were from this version on. */
  @Column('jsonb', { nullable: true })
  snapshot!: PreferencesSnapshot | null;
}

/** Preferences as of one version, with who stated them. */
export interface PreferencesSnapshot {
  readonly document: Preferences;
  readonly statements: Statements;
  readonly confirmedAt: string | null;
}
