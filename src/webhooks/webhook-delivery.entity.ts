import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { EventType } from '../changes/index.js';
import type { DeliveryState } from './delivery-state.js';

/** One change for one endpoint. Its body is made anew for each try, so nothing personal stays here. */
@Entity('webhook_delivery')
@Check('webhook_delivery_state_known', `state in ('waiting', 'delivered', 'failed')`)
@Unique('webhook_delivery_once', ['webhookId', 'sequence'])
@Index('webhook_delivery_due', ['webhookId', 'lane', 'dueAt'], { where: `state = 'waiting'` })
@Index('webhook_delivery_turn', ['webhookId', 'subject', 'sequence'], { where: `state = 'waiting'` })
@Index('webhook_delivery_done', ['createdAt'], { where: `state <> 'waiting'` })
@Index('webhook_delivery_list', ['webhookId', 'id'])
export class WebhookDeliveryRow {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'webhook_delivery_pkey' })
  id!: string;

  @ForeignKey('WebhookRow', { name: 'webhook_delivery_webhook_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'webhook_id' })
  webhookId!: string;

  /** Position of the change; null for an event that tries out the endpoint. */
  @Column('bigint', { nullable: true })
  sequence!: string | null;

  @Column('uuid', { name: 'event_id' })
  eventId!: string;

  @Column('text')
  type!: EventType;

  /** What order is kept for: the customer; of other changes the path. */
  @Column('text')
  subject!: string;

  /** Deliveries of one lane are sent one after the other; those of one subject are in one lane. */
  @Column('smallint')
  lane!: number;

  @Column('text')
  state!: DeliveryState;

  @Column('integer')
  attempts!: number;

  /** When it may be tried next. */
  @Column('timestamptz', { name: 'due_at' })
  dueAt!: Date;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'tried_at', nullable: true })
  triedAt!: Date | null;

  /** HTTP status of the last reply. */
  @Column('integer', { nullable: true })
  status!: number | null;

  /** How long the last try took. */
  @Column('integer', { nullable: true })
  milliseconds!: number | null;

  /** Start of the last reply. */
  @Column('text', { nullable: true })
  reply!: string | null;

  /** Why there was no reply. */
  @Column('text', { nullable: true })
  fault!: string | null;
}
