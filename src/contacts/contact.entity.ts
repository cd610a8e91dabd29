import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Adherence, AdherenceBasis, Breach, OverrideReason, Switcher } from '../domain/adherence.js';
import type { Direction, Mode, WantedMode } from '../domain/catalogue.js';

/** Whether a contact came about: somebody was reached, nobody was, or the message could not be delivered. */
export const RESULTS = ['reached', 'not_reached', 'undeliverable'] as const;
export type Result = (typeof RESULTS)[number];

/** What customers say afterwards: was it as they wanted it? */
export const FEEDBACKS = ['yes', 'partly', 'no'] as const;
export type Feedback = (typeof FEEDBACKS)[number];

/**
 * Something that happened between company and customer, and what it was worth against the choice in force then. Kept in
 * monthly partitions by `at`, and without foreign keys: a contact outlives what it was about.
 */
@Entity('contact')
@Check('contact_direction_known', `direction in ('inbound', 'outbound')`)
@Check('contact_mode_known', `mode in ('human', 'automated')`)
@Check('contact_switched_by_known', `switched_by in ('customer', 'company')`)
@Check('contact_result_known', `result in ('reached', 'not_reached', 'undeliverable')`)
@Check(
  'contact_override_reason_known',
  `override_reason in ('closed', 'capacity', 'cost', 'channel_not_offered', 'legal', 'emergency', 'other_system')`,
)
@Check('contact_adherence_known', `adherence in ('honoured', 'overridden', 'impossible', 'customer_changed')`)
@Check(
  'contact_basis_known',
  `basis in ('topic', 'parent_topic', 'general', 'arrival', 'default', 'unknown_customer')`,
)
@Check('contact_feedback_known', `feedback in ('yes', 'no', 'partly')`)
@Index('contact_by_customer', ['customerId', 'at', 'id'])
@Index('contact_by_at', ['at'])
@Index('contact_by_recorded', ['recordedAt'])
export class ContactRow {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'contact_pkey' })
  id!: string;

  /** When it took place; it can be reported weeks later. */
  @PrimaryColumn('timestamptz', { primaryKeyConstraintName: 'contact_pkey' })
  at!: Date;

  /** Null for unknown customers and shared numbers. */
  @Column('uuid', { name: 'customer_id', nullable: true })
  customerId!: string | null;

  /** The decision that it is the outcome of; null without one. */
  @Column('uuid', { name: 'decision_id', nullable: true })
  decisionId!: string | null;

  /** Key of the system that acted: the one that asked for the decision, else the one that reported. */
  @Column('text', { name: 'key_id' })
  keyId!: string;

  /** Key of the system that reported it. */
  @Column('text', { name: 'reported_by' })
  reportedBy!: string;

  @Column('text')
  direction!: Direction;

  @Column('text', { nullable: true })
  topic!: string | null;

  /** The channel on which it took place in the end. */
  @Column('text')
  channel!: string;

  /** Who served; null when that was not said. */
  @Column('text', { nullable: true })
  mode!: Mode | null;

  /** Inbound: the channel on which the customer came. */
  @Column('text', { name: 'arrived_on', nullable: true })
  arrivedOn!: string | null;

  /** Who moved it to another channel than it began on; null when nobody did, or it was not said. */
  @Column('text', { name: 'switched_by', nullable: true })
  switchedBy!: Switcher | null;

  @Column('uuid', { name: 'contact_point_id', nullable: true })
  contactPointId!: string | null;

  /** How often the customer was passed on; null when that was not said. */
  @Column('integer', { nullable: true })
  transfers!: number | null;

  /** Whether the customer had to say again who they are; null when that was not said. */
  @Column('boolean', { name: 'repeated_identification', nullable: true })
  repeatedIdentification!: boolean | null;

  /** Seconds until somebody, or something, served; null when that was not said. */
  @Column('integer', { name: 'wait_seconds', nullable: true })
  waitSeconds!: number | null;

  /** Null when that was not said. */
  @Column('text', { nullable: true })
  result!: Result | null;

  /** Why the company went against the choice, as it says itself. */
  @Column('text', { name: 'override_reason', nullable: true })
  overrideReason!: OverrideReason | null;

  /** Null when there was no choice to compare with. */
  @Column('text', { nullable: true })
  adherence!: Adherence | null;

  @Column('text')
  basis!: AdherenceBasis;

  /** What of the customer's word was not kept. */
  @Column('text', { array: true })
  breaches!: Breach[];

  /** Place of the used channel in the customer's ranking, from 1; null when they did not rank it. */
  @Column('integer', { nullable: true })
  rank!: number | null;

  /** Outbound: the first ranked channel that was possible. Inbound: the channel of arrival. */
  @Column('text', { name: 'wanted_channel', nullable: true })
  wantedChannel!: string | null;

  /** The mode that the customer wants on that channel. */
  @Column('text', { name: 'wanted_mode', nullable: true })
  wantedMode!: WantedMode | null;

  /** Null when the customer stated no times for the channel, and inbound. */
  @Column('boolean', { name: 'window_kept', nullable: true })
  windowKept!: boolean | null;

  /** Null when the customer wants any mode, or it was not said who served. */
  @Column('boolean', { name: 'mode_kept', nullable: true })
  modeKept!: boolean | null;

  /** Version of the preferences that it was compared with; 0 for nothing stated. */
  @Column('integer', { name: 'preferences_version' })
  preferencesVersion!: number;

  /** What the customer said afterwards; null for nothing. */
  @Column('text', { nullable: true })
  feedback!: Feedback | null;

  @Column('timestamptz', { name: 'feedback_at', nullable: true })
  feedbackAt!: Date | null;

  /** 1; one more for each correction. */
  @Column('integer')
  revision!: number;

  /** When this row was last written: the report, its correction, or the feedback. */
  @Column('timestamptz', { name: 'recorded_at' })
  recordedAt!: Date;

  /** Only where the customer was erased: whether they were asked, or said something, in the 365 days before. */
  @Column('boolean', { name: 'was_asked', nullable: true })
  wasAsked!: boolean | null;
}
