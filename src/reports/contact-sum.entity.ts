import { Column, Entity } from 'typeorm';
import { sliceColumns } from './slice-columns.js';

/** What the contacts of a day add up to. */
@Entity('report_contact')
export class ContactSumRow extends sliceColumns('report_contact_pkey') {
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
