import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Grain } from './slice.js';

/** To be copied: TypeORM writes into the options that it is given. */
const KEY = { primaryKeyConstraintName: 'report_contact_pkey' };

/** What the contacts of a day add up to. */
@Entity('report_contact')
export class ContactSumRow {
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
  contacts!: number;

  @Column('integer')
  honoured!: number;

  @Column('integer')
  overridden!: number;

  @Column('integer')
  impossible!: number;

  @Column('integer', { name: 'customer_changed' })
  customerChanged!: number;

  /** Known customers who stated nothing that bears on it. */
  @Column('integer', { name: 'nothing_to_compare' })
  nothingToCompare!: number;

  @Column('integer', { name: 'unknown_customer' })
  unknownCustomer!: number;

  /** Nobody asked the registry before. */
  @Column('integer', { name: 'without_decision' })
  withoutDecision!: number;

  /** Overridden contacts by what the company says of it: `REASONS`, in order. */
  @Column('integer', { array: true })
  reasons!: number[];

  /** Contacts of which enough is known for a score. */
  @Column('integer')
  scored!: number;

  @Column('integer', { name: 'score_sum' })
  scoreSum!: number;

  /** Contacts by score: 0–4, 5–9, … 95–99, 100. */
  @Column('integer', { array: true })
  scores!: number[];

  /** Contacts of which each of `EFFORT_FACTS` is known. */
  @Column('integer', { name: 'facts_known', array: true })
  factsKnown!: number[];

  /** How far each fact was kept: sum of percents. */
  @Column('integer', { name: 'facts_kept', array: true })
  factsKept!: number[];
}
