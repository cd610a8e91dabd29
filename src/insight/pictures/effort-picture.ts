import { scaleLinear, scalePoint } from 'd3-scale';
import { area, curveMonotoneX, line } from 'd3-shape';
import type { EffortRowDto } from '../../reports/index.js';

/** Height of the whole picture; the lowest part holds the bars of coverage. */
export const EFFORT_HEIGHT = 300;
const PLOT = { top: 14, bottom: 214, left: 34, right: 16 };
const BARS = { top: 228, bottom: 262 };
/** Least room below the picture for the name of one period. */
const SIGN_WIDTH = 46;

type Scored = EffortRowDto & {
  readonly mean: number;
  readonly p10: number;
  readonly p25: number;
  readonly p75: number;
  readonly p90: number;
};

/** Where one period stands in the picture. */
export interface EffortMark {
  readonly key: string;
  readonly x: number;
  /** Height of the average; null when there is none. */
  readonly y: number | null;
  /** Top and height of its bar of coverage. */
  readonly bar: { readonly y: number; readonly height: number };
  /** Whether its name is written below. */
  readonly isNamed: boolean;
}

/** The course of the effort as paths, in pixels. */
export interface EffortPicture {
  readonly width: number;
  readonly middle: string;
  readonly most: string;
  readonly mean: string;
  readonly marks: readonly EffortMark[];
  readonly grid: readonly { readonly score: number; readonly y: number }[];
  readonly barWidth: number;
  readonly bars: typeof BARS;
  readonly plot: { readonly left: number; readonly right: number };
}

/** Draws the rows of the report by time. Periods without a score leave a gap: no line is drawn over what is not known. */
export function drawEffort(rows: readonly EffortRowDto[], width: number): EffortPicture {
  const right = width - PLOT.right;
  const keys = rows.map(({ key }) => key);
  const across = scalePoint(keys, [PLOT.left, right]).padding(0.5);
  const up = scaleLinear([0, 100], [PLOT.bottom, PLOT.top]);
  const x = ({ key }: EffortRowDto) => round(across(key) ?? PLOT.left);
  const y = (score: number) => round(up(score));
  const band = (low: 'p10' | 'p25', high: 'p75' | 'p90') =>
    area<EffortRowDto>(
      x,
      (row) => y((row as Scored)[low]),
      (row) => y((row as Scored)[high]),
    )
      .defined(isScored)
      .curve(curveMonotoneX)(rows) ?? '';
  const mean = line<EffortRowDto>(x, (row) => y((row as Scored).mean))
    .defined(isScored)
    .curve(curveMonotoneX);
  const every = Math.max(1, Math.ceil((rows.length * SIGN_WIDTH) / (right - PLOT.left)));
  return {
    width,
    middle: band('p25', 'p75'),
    most: band('p10', 'p90'),
    mean: mean(rows) ?? '',
    marks: rows.map((row, index) => ({
      key: row.key,
      x: x(row),
      y: isScored(row) ? y(row.mean) : null,
      bar: barOf(row),
      // From the newest on back, so that the newest always has its name
      isNamed: (rows.length - 1 - index) % every === 0,
    })),
    grid: [0, 25, 50, 75, 100].map((score) => ({ score, y: y(score) })),
    barWidth: round(Math.min(28, Math.max(2, across.step() * 0.6 || 28))),
    bars: BARS,
    plot: { left: PLOT.left, right },
  };
}

function barOf({ scored }: EffortRowDto): EffortMark['bar'] {
  const height = round((scored.share ?? 0) * (BARS.bottom - BARS.top));
  return { y: BARS.bottom - height, height };
}

function isScored(row: EffortRowDto): row is Scored {
  return row.mean !== null && row.p10 !== null && row.p90 !== null;
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
