import { PrimaryColumn } from 'typeorm';
import type { Grain } from './slice.js';

/** What tells the sums of a day apart: the key of every table of sums. */
interface SliceColumns {
  /** Which of the others are told apart: see `slice.ts`. */
  grain: Grain;
  /** Local date of the organisation, `YYYY-MM-DD`. */
  day: string;
  /** The system; empty where systems are not told apart. */
  keyId: string;
  /** Empty where channels are not told apart, and for none. */
  channel: string;
  /** Empty where topics are not told apart, and for none. */
  topic: string;
}

/** A class with these columns, to be extended by the row of a table; the key has the name that is given. */
export function sliceColumns(primaryKeyConstraintName: string): abstract new () => SliceColumns {
  // A fresh object each time: TypeORM writes into the options that it is given
  const key = (name?: string) => ({ primaryKeyConstraintName, ...(name && { name }) });
  abstract class Columns implements SliceColumns {
    @PrimaryColumn('text', key())
    grain!: Grain;

    @PrimaryColumn('date', key())
    day!: string;

    @PrimaryColumn('text', key('key_id'))
    keyId!: string;

    @PrimaryColumn('text', key())
    channel!: string;

    @PrimaryColumn('text', key())
    topic!: string;
  }
  return Columns;
}
