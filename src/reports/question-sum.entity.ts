import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Grain } from './slice.js';

/** To be copied: TypeORM writes into the options that it is given. */
const KEY = { primaryKeyConstraintName: 'report_question_pkey' };

/** What became of the questions that were asked on a day. */
@Entity('report_question')
export class QuestionSumRow {
  /** Which of the columns below are told apart: see `slice.ts`. */
  @PrimaryColumn('text', { ...KEY })
  grain!: Grain;

  /** Local date of the organisation, `YYYY-MM-DD`. */
  @PrimaryColumn('date', { ...KEY })
  day!: string;

  /** The system; empty where systems are not told apart. */
  @PrimaryColumn('text', { ...KEY, name: 'key_id' })
  keyId!: string;

  /** Empty where channels are not told apart, and for none. */
  @PrimaryColumn('text', { ...KEY })
  channel!: string;

  /** Empty where topics are not told apart, and for none. */
  @PrimaryColumn('text', { ...KEY })
  topic!: string;

  @Column('integer')
  asked!: number;

  @Column('integer')
  answered!: number;

  @Column('integer')
  declined!: number;

  @Column('integer')
  overtaken!: number;

  @Column('integer')
  expired!: number;
}
