import { scaleLinear } from 'd3-scale';

/** How a part of a bar is filled: each has a colour and a pattern of its own. */
export type Tone = 'good' | 'chosen' | 'noWay' | 'against' | 'empty' | 'unknown';

/** A part of a row. */
export interface BarPart {
  readonly tone: Tone;
  readonly name: string;
  readonly count: number;
  /** Its share in words. */
  readonly share: string;
}

/** A row to be drawn as one bar of full length. */
export interface BarRow {
  readonly name: string;
  /** How much stands behind it, in words. */
  readonly note: string;
  readonly parts: readonly BarPart[];
}

/** A part of a bar, in pixels. */
interface BarPiece extends BarPart {
  readonly x: number;
  readonly width: number;
  /** Whether its share fits into it. */
  readonly isTold: boolean;
}

/** A bar with its place. */
export interface Bar {
  readonly name: string;
  readonly note: string;
  readonly y: number;
  readonly pieces: readonly BarPiece[];
}

export interface BarsPicture {
  readonly width: number;
  readonly height: number;
  readonly bars: readonly Bar[];
}

/** Height of a bar itself, and of a bar with its name. */
export const BAR_HEIGHT = 26;
const ROW_HEIGHT = 62;
/** Least width for a share to be written in. */
const TOLD_WIDTH = 40;

/** Draws rows as bars of equal length, each part as wide as its share of the row. */
export function drawBars(rows: readonly BarRow[], width: number): BarsPicture {
  const bars = rows.map((row, index) => ({
    name: row.name,
    note: row.note,
    y: index * ROW_HEIGHT,
    pieces: piecesOf(row.parts, width),
  }));
  return { width, height: Math.max(1, rows.length * ROW_HEIGHT - 8), bars };
}

function piecesOf(parts: readonly BarPart[], width: number): BarPiece[] {
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  const along = scaleLinear([0, total || 1], [0, width]);
  let before = 0;
  return parts
    .filter(({ count }) => count > 0)
    .map((part) => {
      const [x, end] = [along(before), along(before + part.count)];
      before += part.count;
      return { ...part, x: round(x), width: round(end - x), isTold: end - x >= TOLD_WIDTH };
    });
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}

/** Width of a usual letter in bold, pixels. */
const LETTER = 7.8;

/** A name in at most two lines that fit into a width. */
export function lines(name: string, width: number): string[] {
  const most = Math.floor(width / LETTER);
  if (name.length <= most) return [name];
  const room = name.slice(0, most + 1).lastIndexOf(' ');
  if (room <= 0) return [fitted(name, width)];
  return [name.slice(0, room), fitted(name.slice(room + 1), width)];
}

/** A name that fits into a width, for letters of usual width. */
export function fitted(name: string, width: number): string {
  const most = Math.max(4, Math.floor(width / LETTER));
  return name.length <= most ? name : `${name.slice(0, most - 1).trimEnd()}…`;
}
