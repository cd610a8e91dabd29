import { isUtf8 } from 'node:buffer';
import type { Place, ReadLine } from './import-line.js';

/** Longest line, bytes: a customer with all that the API takes is far below it. */
const LONGEST_LINE = 1024 * 1024;
const LINE_FEED = 10;

/** Reads one JSON value per line; blank lines are passed over. What can't be read is told, and the rest is read on. */
export async function* readNdjson(source: AsyncIterable<Buffer>, from: Place): AsyncGenerator<ReadLine[]> {
  let { bytes, lines } = from;
  let rest: Buffer[] = [];
  let held = 0;
  const take = (tail: Buffer, isEnded: boolean): ReadLine | null => {
    const text = held === 0 ? tail : Buffer.concat([...rest, tail]);
    bytes += held + tail.length + (isEnded ? 1 : 0);
    lines += 1;
    [rest, held] = [[], 0];
    return toLine(text, { bytes, lines });
  };
  for await (const block of source) {
    const read: ReadLine[] = [];
    let start = 0;
    for (let end = block.indexOf(LINE_FEED); end !== -1; end = block.indexOf(LINE_FEED, start)) {
      const line = take(block.subarray(start, end), true);
      if (line) read.push(line);
      start = end + 1;
    }
    [rest, held] = hold(rest, held, block.subarray(start));
    yield read;
  }
  const last = held > 0 ? take(Buffer.alloc(0), false) : null;
  if (last) yield [last];
}

/** Of a line without end only the length is kept. */
function hold(rest: Buffer[], held: number, tail: Buffer): [Buffer[], number] {
  const total = held + tail.length;
  if (total > LONGEST_LINE) return [[Buffer.alloc(total)], total];
  return [tail.length > 0 ? [...rest, tail] : rest, total];
}

function toLine(text: Buffer, end: Place): ReadLine | null {
  const line = end.lines;
  const refuse = (detail: string): ReadLine => ({ line, end, faults: [{ pointer: '', detail }] });
  if (text.length > LONGEST_LINE) return refuse('This line is longer than 1 MiB.');
  if (!isUtf8(text)) return refuse('This line is no UTF-8.');
  const json = (line === 1 ? text.toString('utf8').replace(/^\ufeff/, '') : text.toString('utf8')).trim();
  if (json === '') return null;
  try {
    return { line, end, value: JSON.parse(json) };
  } catch {
    return refuse('This line is no JSON.'); // the parser's own words repeat the line
  }
}
