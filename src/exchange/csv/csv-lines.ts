import { Readable } from 'node:stream';
import { parse, type CsvError, type Info } from 'csv-parse';
import { Problem } from '../../platform/problem.js';
import type { Place, ReadLine, Source } from '../import-line.js';
import { readHeader, type Layout } from './layout.js';
import { readRow } from './read-row.js';

/** Longest row, characters. */
const LONGEST_ROW = 1024 * 1024;
/** Rows that go on together. */
const AT_ONCE = 100;
/** Between cells: what spreadsheets write, by country. The header tells which. */
const DELIMITERS = [',', ';', '\t'];

interface Row {
  readonly cells: readonly string[];
  /** Line of the file on which it begins, from 1. */
  readonly line: number;
  readonly end: Place;
  readonly isReadable: boolean;
}

/** Reads customers from CSV; throws `invalid` when there is a column that it does not know. */
export async function* readCsv(
  { from, open }: Source,
  topics: ReadonlySet<string>,
): AsyncGenerator<ReadLine[]> {
  const whole = await peek(open(0));
  const delimiter = delimiterOf(whole.first);
  const rows = readRows(whole.all, delimiter, { bytes: 0, lines: 0 });
  const header = await rows.next();
  if (header.done) return;
  const layout = requireLayout(header.value.cells, topics);
  const goesOn = from.bytes > 0;
  if (goesOn) await rows.return(undefined);
  let read: ReadLine[] = [];
  for await (const row of goesOn ? readRows(open(from.bytes), delimiter, from) : rows) {
    read.push(toLine(row, layout));
    if (read.length < AT_ONCE) continue;
    yield read;
    read = [];
  }
  yield read;
}

function toLine({ cells, line, end, isReadable }: Row, layout: Layout): ReadLine {
  if (!isReadable)
    return { line, end, faults: [{ pointer: '', detail: 'This row can not be read as CSV.' }] };
  return { line, end, ...readRow(layout, cells) };
}

function requireLayout(names: readonly string[], topics: ReadonlySet<string>): Layout {
  const layout = readHeader(names, topics);
  if (!('unknown' in layout)) return layout;
  const faults = [
    ...layout.unknown.map((name) => ({ pointer: name.slice(0, 100), detail: 'There is no such column.' })),
    ...layout.repeated.map((name) => ({
      pointer: name.slice(0, 100),
      detail: 'This column is there twice.',
    })),
  ];
  const named = faults.map(({ pointer, detail }) => `${pointer}: ${detail}`).join(' ');
  throw new Problem('invalid', `The header has faults. ${named}`, faults);
}

/** Reads rows from a place on; one that can't be read is told, and the rest is read on. */
async function* readRows(source: AsyncIterable<Buffer>, delimiter: string, from: Place): AsyncGenerator<Row> {
  const skipped: Partial<Info>[] = [];
  const parser = parse({
    ...{ bom: true, info: true, delimiter, relax_column_count: true, relax_quotes: true },
    ...{ skip_empty_lines: true, skip_records_with_error: true, max_record_size: LONGEST_ROW },
    on_skip: (error: CsvError | undefined) => {
      skipped.push((error ?? {}) as Partial<Info>);
      return undefined;
    },
  });
  const toRow = rowsFrom(from);
  const stream = Readable.from(source).on('error', (error) => parser.destroy(error));
  for await (const { record, info } of stream.pipe(parser) as AsyncIterable<Parsed>) {
    for (const bad of skipped.splice(0)) yield toRow(bad, null);
    yield toRow(info, record);
  }
  for (const bad of skipped) yield toRow(bad, null);
}

interface Parsed {
  readonly record: string[];
  readonly info: Info;
}

/** Numbers rows by the line on which they begin; the parser's own count takes a line end in a cell for two. */
function rowsFrom(from: Place): (info: Partial<Info>, cells: string[] | null) => Row {
  let [lines, blank] = [from.lines, 0];
  return ({ bytes = 0, empty_lines: empty = blank }, cells) => {
    const line = lines + 1 + empty - blank;
    const inside = (cells ?? []).reduce((count, cell) => count + cell.split(/\r\n|\r|\n/).length - 1, 0);
    [lines, blank] = [line + inside, empty];
    const end = { bytes: from.bytes + bytes, lines };
    return { cells: cells ?? [], line, end, isReadable: cells !== null };
  };
}

/** Everything up to the end of the header, at least, and everything with it. */
async function peek(source: AsyncIterable<Buffer>): Promise<{ first: Buffer; all: AsyncIterable<Buffer> }> {
  const blocks = source[Symbol.asyncIterator]();
  let first = Buffer.alloc(0);
  while (!first.includes('\n') && first.length < LONGEST_ROW) {
    const { value, done } = await blocks.next();
    if (done) break;
    first = Buffer.concat([first, value]);
  }
  async function* all() {
    yield first;
    yield* { [Symbol.asyncIterator]: () => blocks };
  }
  return { first, all: all() };
}

function delimiterOf(first: Buffer): string {
  const [header = ''] = first.toString('utf8').split(/\r?\n/, 1);
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}
