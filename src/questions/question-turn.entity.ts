import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** Whose turn it is to ask a customer: the one row that all who want to ask contend for. */
@Entity('question_turn')
export class QuestionTurnRow {
  @ForeignKey('CustomerRow', { name: 'question_turn_customer_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'customer_id', primaryKeyConstraintName: 'question_turn_pkey' })
  customerId!: string;

  /** The last question that was handed out. */
  @Column('uuid', { name: 'question_id' })
  questionId!: string;

  /** Nobody asks before this. */
  @Column('timestamptz', { name: 'ask_again_at' })
  askAgainAt!: Date;
}
