import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Direction } from '../domain/catalogue.js';
import type { Action } from '../domain/decision.js';

/** One answered decision. Kept without foreign keys: a decision outlives what it was about. */
@Entity('decision')
@Index('decision_by_customer', ['customerId', 'at'])
@Index('decision_by_at', ['at'], { type: 'brin' })
export class DecisionRow {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'decision_pkey' })
  id!: string;

  @Column('timestamptz')
  at!: Date;

  /** Key of the system that asked. */
  @Column('text', { name: 'key_id' })
  keyId!: string;

  /** Null for unknown customers and shared numbers. */
  @Column('uuid', { name: 'customer_id', nullable: true })
  customerId!: string | null;

  @Column('text', { nullable: true })
  topic!: string | null;

  @Column('text')
  direction!: Direction;

  @Column('text')
  action!: Action;

  @Column('text', { nullable: true })
  channel!: string | null;

  @Column('text')
  reason!: string;

  /** Inbound: the channel on which the customer came; null when that was not said. */
  @Column('text', { name: 'arrived_on', nullable: true })
  arrivedOn!: string | null;

  /** Outbound: later than this was too late. */
  @Column('timestamptz', { nullable: true })
  deadline!: Date | null;

  @Column('integer', { name: 'preferences_version' })
  preferencesVersion!: number;
}
