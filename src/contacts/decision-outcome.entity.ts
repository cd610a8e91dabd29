import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Which contact a decision led to. A decision without a row here a day later is unreported. */
@Entity('decision_outcome')
export class DecisionOutcomeRow {
  @PrimaryColumn('uuid', { name: 'decision_id', primaryKeyConstraintName: 'decision_outcome_pkey' })
  decisionId!: string;

  @Column('uuid', { name: 'contact_id' })
  contactId!: string;

  /** `at` of the contact: with it the contact is found in one partition. */
  @Column('timestamptz', { name: 'contact_at' })
  contactAt!: Date;
}
