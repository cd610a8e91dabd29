import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { QuestionKind } from '../domain/question.js';

/**
 * `open` until its lease ends, whatever stands here; `answered` and `declined` by the customer; `overtaken` when the
 * customer said it elsewhere meanwhile, or was merged with a record that was asked later.
 */
export const QUESTION_STATES = ['open', 'answered', 'declined', 'overtaken'] as const;
export type QuestionState = (typeof QUESTION_STATES)[number];

/** A question that was handed out, to one system, to put to one customer. */
@Entity('question')
@Check('question_kind_known', `kind in ('preferred_channel', 'topic_channel', 'confirm', 'times')`)
@Check('question_state_known', `state in ('open', 'answered', 'declined', 'overtaken')`)
@Index('question_by_customer', ['customerId', 'askedAt'])
@Index('question_by_asked', ['askedAt'])
export class QuestionRow {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'question_pkey' })
  id!: string;

  @ForeignKey('CustomerRow', { name: 'question_customer_fkey', onDelete: 'CASCADE' })
  /** Null in the database when the customer was erased. Such a question is counted, and nothing reads it as a row. */
  @Column('uuid', { name: 'customer_id', nullable: true })
  customerId!: string;

  @Column('text')
  kind!: QuestionKind;

  /** The topic whose choice is asked for; null for the general one. */
  @Column('text', { nullable: true })
  topic!: string | null;

  /** The channel on which it was to be asked; null when the decision named none. */
  @Column('text', { nullable: true })
  channel!: string | null;

  /** Key of the system that it was handed to. */
  @Column('text', { name: 'key_id' })
  keyId!: string;

  /** The decision that it came with. */
  @Column('uuid', { name: 'decision_id', nullable: true })
  decisionId!: string | null;

  @Column('timestamptz', { name: 'asked_at' })
  askedAt!: Date;

  /** The lease: after it nothing is taken any more. */
  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('text')
  state!: QuestionState;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;

  /** Key of the system that brought the answer; null when it was overtaken. */
  @Column('text', { name: 'ended_by', nullable: true })
  endedBy!: string | null;

  /** What was answered, as it was sent. */
  @Column('jsonb', { nullable: true })
  answer!: Record<string, unknown> | null;
}
