import { Column, Entity } from 'typeorm';
import { sliceColumns } from './slice-columns.js';

/** What the decisions of a day add up to, once they are 24 hours old. */
@Entity('report_decision')
export class DecisionSumRow extends sliceColumns('report_decision_pkey') {
  @Column('integer')
  decisions!: number;

  /** Those that led to a contact with a known customer: they need an outcome. */
  @Column('integer')
  due!: number;

  /** Of the due ones, those whose outcome was reported. */
  @Column('integer')
  reported!: number;
}
