import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** To be copied: TypeORM writes into the options that it is given. */
const KEY = { primaryKeyConstraintName: 'report_state_pkey' };

/** How far the roll-up is. One row; who holds its table rolls up. */
@Entity('report_state')
@Check('report_state_one', `id = 1`)
export class RollUpStateRow {
  @PrimaryColumn('integer', { ...KEY })
  id!: number;

  /** Of the formula and the zone: another one means counting everything again. */
  @Column('text')
  version!: string;

  /** Questions that were open then and expired since are to be counted again. */
  @Column('timestamptz', { name: 'looked_until' })
  lookedUntil!: Date;

  /** Decisions before this are 24 hours old and counted. */
  @Column('timestamptz', { name: 'decided_until' })
  decidedUntil!: Date;

  /** Everything that was stored before this is counted; null before the first time. */
  @Column('timestamptz', { name: 'rolled_up_at', nullable: true })
  rolledUpAt!: Date | null;

  /** Local date of the last daily count of the silent. */
  @Column('date', { name: 'counted_on', nullable: true })
  countedOn!: string | null;

  /** When an instance began that count; null when none is at it. */
  @Column('timestamptz', { name: 'counting_since', nullable: true })
  countingSince!: Date | null;
}
