import type { Tone } from '../pictures/bars-picture.js';

/** A row of a chart with one bar each. */
export interface PlainRow {
  readonly name: string;
  /** What it comes to, in words. */
  readonly value: string;
  /** Length of the bar, 0 to 1. */
  readonly part: number;
  /** Length of a thin line below it: how much is known, 0 to 1; null for none. */
  readonly known: number | null;
  readonly tone: Tone;
}
