import { Column, Entity, PrimaryColumn } from 'typeorm';

/** To be copied: TypeORM writes into the options that it is given. */
const KEY = { primaryKeyConstraintName: 'report_silence_pkey' };

/** How many customers, or contact points, are silent in which way, counted once a day. */
@Entity('report_silence')
export class SilenceCountRow {
  /** Local date of the organisation, `YYYY-MM-DD`. */
  @PrimaryColumn('date', { ...KEY })
  day!: string;

  /** One of `SILENCE_COUNTS`. */
  @PrimaryColumn('text', { ...KEY })
  kind!: string;

  /** Whole months without a successful contact; 0 for what has no such measure. */
  @PrimaryColumn('integer', { ...KEY })
  months!: number;

  @Column('integer')
  count!: number;
}
