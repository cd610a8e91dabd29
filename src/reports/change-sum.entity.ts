import { Column, Entity, PrimaryColumn } from 'typeorm';

/** To be copied: TypeORM writes into the options that it is given. */
const KEY = { primaryKeyConstraintName: 'report_change_pkey' };

/** How often a system wrote on a day. */
@Entity('report_change')
export class ChangeSumRow {
  /** Local date of the organisation, `YYYY-MM-DD`. */
  @PrimaryColumn('date', { ...KEY })
  day!: string;

  @PrimaryColumn('text', { ...KEY, name: 'key_id' })
  keyId!: string;

  /** Changes of customers. */
  @Column('integer')
  customers!: number;

  /** Changes and confirmations of preferences. */
  @Column('integer')
  preferences!: number;
}
