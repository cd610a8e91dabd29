import { Column, Entity } from 'typeorm';
import { sliceColumns } from './slice-columns.js';

/** What became of the questions that were asked on a day. */
@Entity('report_question')
export class QuestionSumRow extends sliceColumns('report_question_pkey') {
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
