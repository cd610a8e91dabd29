import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Grain } from './slice.js';

/** To be copied: TypeORM writes into the options that it is given. */
const KEY = { primaryKeyConstraintName: 'report_decision_pkey' };

/** What the decisions of a day add up to, once they are 24 hours old. */
@Entity('report_decision')
export class DecisionSumRow {
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
  decisions!: number;

  /** Those that led to a contact with a known customer: they need an outcome. */
  @Column('integer')
  due!: number;

  /** Of the due ones, those whose outcome was reported. */
  @Column('integer')
  reported!: number;
}
