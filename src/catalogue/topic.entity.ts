import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Purpose } from '../domain/catalogue.js';
import type { Label } from './label.js';

/** A reason for contact, one node of a tree. */
@Entity('topic')
@Check('topic_purpose_known', `purpose in ('service', 'transactional', 'marketing', 'research', 'emergency')`)
export class TopicRow {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'topic_pkey' })
  key!: string;

  @Column('jsonb')
  label!: Label;

  @Index('topic_parent_index')
  @ForeignKey(() => TopicRow, { name: 'topic_parent_fkey' })
  @Column('text', { nullable: true })
  parent!: string | null;

  @Column('text')
  purpose!: Purpose;

  @Column('boolean')
  essential!: boolean;

  /** ISO 8601 duration of fixed length. */
  @Column('text')
  patience!: string;

  @Column('integer')
  position!: number;
}
