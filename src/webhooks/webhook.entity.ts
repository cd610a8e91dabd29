import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import type { ChangeType } from '../changes/index.js';

/** Why an endpoint gets nothing: its owner said so, it answered 410, it failed for five days. */
export const DISABLED_BECAUSE = ['asked', 'gone', 'failing'] as const;
export type DisabledBecause = (typeof DISABLED_BECAUSE)[number];

/** An endpoint: another system that wants to be told. */
@Entity('webhook')
@Check('webhook_disabled_because_known', `disabled_because in ('asked', 'gone', 'failing')`)
export class WebhookRow {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'webhook_pkey' })
  id!: string;

  @Column('text')
  url!: string;

  @Column('text', { array: true })
  types!: ChangeType[];

  @Column('boolean')
  enabled!: boolean;

  @Column('text', { name: 'disabled_because', nullable: true })
  disabledBecause!: DisabledBecause | null;

  /** Up to where changes of the feed have become deliveries. */
  @Column('bigint')
  position!: string;

  /** Counts the secrets that the endpoint has had; see `secretOf`. */
  @Column('integer', { name: 'secret_number' })
  secretNumber!: number;

  @Column('timestamptz', { name: 'previous_secret_until', nullable: true })
  previousSecretUntil!: Date | null;

  /** Since when every try failed; null when the last one did not. */
  @Column('timestamptz', { name: 'failing_since', nullable: true })
  failingSince!: Date | null;

  @Column('integer')
  version!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;
}
