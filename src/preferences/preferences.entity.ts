import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { Statements } from '../domain/authority.js';
import type { Preferences } from '../domain/preferences.js';

/** A customer's preferences. A customer without a row stated nothing yet: version 0. */
@Entity('preferences')
export class PreferencesRow {
  @ForeignKey('CustomerRow', { name: 'preferences_customer_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'customer_id', primaryKeyConstraintName: 'preferences_pkey' })
  customerId!: string;

  @Column('integer')
  version!: number;

  /** What is stated, and nothing else. */
  @Column('jsonb')
  document!: Preferences;

  /** Who stated it, by path; also for what was withdrawn. */
  @Column('jsonb')
  statements!: Statements;

  /** When the customer last said that the choices are right. */
  @Column('timestamptz', { name: 'confirmed_at', nullable: true })
  confirmedAt!: Date | null;

  /** When the customer, or somebody on the customer's behalf, last stated or confirmed something. */
  @Column('timestamptz', { name: 'last_said_at', nullable: true })
  lastSaidAt!: Date | null;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;
}
