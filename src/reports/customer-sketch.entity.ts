import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Grain } from './slice.js';

/** To be copied: TypeORM writes into the options that it is given. */
const KEY = { primaryKeyConstraintName: 'report_customers_pkey' };

/** Which customers had contacts on a day, as a sketch that can be merged: see `sketch.ts`. */
@Entity('report_customers')
export class CustomerSketchRow {
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

  @Column('bytea')
  sketch!: Buffer;
}
