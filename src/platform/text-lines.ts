import { isUtf8 } from 'node:buffer';
import { Problem } from './problem.js';

/** One line that is not blank; `number` counts all lines from 1. */
export type Line =
  { readonly number: number; readonly text: string } | { readonly number: number; readonly problem: Problem };

/** Longest line, bytes: what a whole body may have elsewhere. */
const LONGEST = 64 * 1024;
/** Most lines that are handed on at once. */
const MOST_LINES = 250;

const LINE_FEED = 0x0a;
const BYTE_ORDER_MARK = '\ufeff';

/**
 * The lines of a body as it arrives, in groups of what is there: a lone line waits for nobody, and no more is read
 * before a group was taken. A line that is too long or no UTF-8 is a problem, and the next one is read on.
 */
export async function* linesOf(body: AsyncIterable<Buffer>): AsyncGenerator<Line[]> {
  const reader = new LineReader();
  for await (const piece of body) {
    const lines = reader.read(piece);
    for (let from = 0; from < lines.length; from += MOST_LINES) yield lines.slice(from, from + MOST_LINES);
  }
  const last = reader.end();
  if (last.length > 0) yield last;
}

class LineReader {
  private parts: Buffer[] = [];
  private length = 0;
  private number = 0;

  /** The lines that a piece completes. */
  read(piece: Buffer): Line[] {
    const lines: Line[] = [];
    let from = 0;
    for (let end = piece.indexOf(LINE_FEED); end !== -1; end = piece.indexOf(LINE_FEED, from)) {
      this.hold(piece.subarray(from, end));
      this.endLine(lines);
      from = end + 1;
    }
    this.hold(piece.subarray(from));
    return lines;
  }

  /** The last line, when nothing ended it. */
  end(): Line[] {
    const lines: Line[] = [];
    if (this.length > 0) this.endLine(lines);
    return lines;
  }

  /** Of a line that is too long only the length is kept. */
  private hold(part: Buffer): void {
    this.length += part.length;
    if (this.length > LONGEST) this.parts = [];
    else if (part.length > 0) this.parts.push(part);
  }

  private endLine(lines: Line[]): void {
    const { parts, length } = this;
    this.parts = [];
    this.length = 0;
    this.number += 1;
    const line = toLine(this.number, length, parts);
    if (line !== null) lines.push(line);
  }
}

/** Null for a blank line. */
function toLine(number: number, length: number, parts: readonly Buffer[]): Line | null {
  if (length > LONGEST)
    return { number, problem: new Problem('too_large', 'The line is longer than 64 kB.') };
  const bytes = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  if (!isUtf8(bytes)) return { number, problem: new Problem('malformed', 'The line is no UTF-8.') };
  const written = bytes.toString('utf8');
  const text = number === 1 && written.startsWith(BYTE_ORDER_MARK) ? written.slice(1) : written;
  return text.trim() === '' ? null : { number, text };
}
