import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Grain } from './slice.js';

/** To be copied: TypeORM writes into the options that it is given. */
const KEY = { primaryKeyConstraintName: 'report_flow_pkey' };

/** Contacts of a day from the channel that was wanted to the one that was used, of those with something to compare with. */
@Entity('report_flow')
export class FlowRow {
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

  /** Empty when none that was wanted was possible. */
  @PrimaryColumn('text', { ...KEY, name: 'wanted_channel' })
  wantedChannel!: string;

  @Column('integer')
  contacts!: number;

  /** Of these, overridden. */
  @Column('integer')
  against!: number;
}
