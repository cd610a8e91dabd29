import { invalid } from '../platform/problem.js';
import { readCsv } from './csv/csv-lines.js';
import type { ReadLine, Source } from './import-line.js';
import type { MappingContext, Neighbour } from './neighbours/neighbour.js';
import { NEIGHBOURS } from './neighbours/neighbours.js';
import { readNdjson } from './ndjson-lines.js';

/** A way in which customers are written down. */
export interface Format {
  /** Content type of what is written so. */
  readonly mediaType: string;
  read(source: Source, context: MappingContext): AsyncGenerator<ReadLine[]>;
}

const NDJSON = 'application/x-ndjson';

/** All formats by name: our own, and those of other systems. */
export const FORMATS: ReadonlyMap<string, Format> = new Map<string, Format>([
  ['csv', { mediaType: 'text/csv', read: (source, { topics }) => readCsv(source, keysOf(topics)) }],
  ['ndjson', { mediaType: NDJSON, read: ({ from, open }) => readNdjson(open(from.bytes), from) }],
  ...NEIGHBOURS.map((neighbour): [string, Format] => [
    neighbour.name,
    { mediaType: NDJSON, read: (source, context) => readNeighbour(neighbour, source, context) },
  ]),
]);

/** The format of this name; throws `invalid` when there is none. */
export function requireFormat(name: string): Format {
  const format = FORMATS.get(name);
  if (format) return format;
  throw invalid('format', `There is no such format; there are ${[...FORMATS.keys()].join(', ')}.`);
}

function keysOf(topics: readonly { readonly key: string }[]): ReadonlySet<string> {
  return new Set(topics.map(({ key }) => key));
}

/** Reads records of another system, one per line of NDJSON. What our shape can't hold of a record goes with its line. */
async function* readNeighbour(
  neighbour: Neighbour,
  { from, open }: Source,
  context: MappingContext,
): AsyncGenerator<ReadLine[]> {
  for await (const lines of readNdjson(open(from.bytes), from))
    yield lines.map((line) =>
      'faults' in line ? line : { ...line, ...map(neighbour, line.value, context) },
    );
}

function map({ read }: Neighbour, record: unknown, context: MappingContext) {
  const mapped = read(record, context);
  return 'faults' in mapped ? mapped : { value: mapped.customer, lost: mapped.losses };
}
