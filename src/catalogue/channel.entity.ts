import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import type { ContactPointKind, Direction, Mode } from '../domain/catalogue.js';
import type { WeekWindow } from '../domain/windows.js';
import type { Label } from './label.js';

/** A means of contact that the company offers. */
@Entity('channel')
@Check('channel_contact_point_known', `contact_point in ('phone', 'email', 'post', 'handle')`)
export class ChannelRow {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'channel_pkey' })
  key!: string;

  @Column('jsonb')
  label!: Label;

  @Column('text', { name: 'contact_point', nullable: true })
  contactPoint!: ContactPointKind | null;

  @Column('text', { array: true })
  directions!: Direction[];

  @Column('text', { array: true })
  modes!: Mode[];

  /** Staffed windows per mode, in the organisation's zone. */
  @Column('jsonb', { nullable: true })
  hours!: Partial<Record<Mode, WeekWindow[]>> | null;

  /** Windows in the customer's zone within which outbound use is lawful. */
  @Column('jsonb', { name: 'customer_hours', nullable: true })
  customerHours!: WeekWindow[] | null;

  @Column('boolean')
  enabled!: boolean;

  /** The company's order; ties go by key. */
  @Column('integer')
  position!: number;
}
