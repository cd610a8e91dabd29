import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Operation } from '../platform/sight.js';

/** Somebody saw a customer's data. Only ever added to; see the migration for how a customer is forgotten in it. */
@Entity('access_entry')
@Index('access_entry_by_customer', ['customerId', 'at'])
export class AccessEntryRow {
  @PrimaryColumn('bigint', {
    primaryKeyConstraintName: 'access_entry_pkey',
    generated: 'identity',
    generatedIdentity: 'ALWAYS',
  })
  sequence!: string;

  @Column('timestamptz')
  at!: Date;

  /** Null once the customer is forgotten. */
  @Column('uuid', { name: 'customer_id', nullable: true })
  customerId!: string | null;

  /** Key of the system that saw it; `page` for the customer's own page, `command-line` for a command beside the service. */
  @Column('text', { name: 'key_id' })
  keyId!: string;

  @Column('text')
  operation!: Operation;

  /** The decision that was given; null for anything else, and for a what-if. */
  @Column('uuid', { name: 'decision_id', nullable: true })
  decisionId!: string | null;

  /** Hides customer and decision in the digest of the entry; null once they are forgotten. */
  @Column('uuid', { nullable: true })
  salt!: string | null;

  /** SHA-256 of salt, customer and decision, once they are forgotten. */
  @Column('bytea', { nullable: true })
  forgotten!: Buffer | null;
}
