import { Column, Entity } from 'typeorm';
import { sliceColumns } from './slice-columns.js';

/** Which customers had contacts on a day, as a sketch that can be merged: see `sketch.ts`. */
@Entity('report_customers')
export class CustomerSketchRow extends sliceColumns('report_customers_pkey') {
  @Column('bytea')
  sketch!: Buffer;
}
