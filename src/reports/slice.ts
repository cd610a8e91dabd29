import { isPeriod, PERIODS, type By } from './periods.js';

/**
 * Each roll-up table holds the same counts five times, told apart more or less finely, so that a report of a year adds up
 * thousands of rows and not hundreds of thousands.
 */
export type Grain = 'all' | 'system' | 'channel' | 'topic' | 'detail';

/** Which rows a report is of; the topics are all that a topic stands for. */
export interface Slice {
  /** Local dates, the end exclusive. */
  readonly from: string;
  readonly until: string;
  readonly by: By;
  readonly system: string | null;
  readonly channel: string | null;
  readonly topics: readonly string[] | null;
}

const COLUMNS = { system: 'key_id', channel: 'channel', topic: 'topic' } as const;
type Dimension = keyof typeof COLUMNS;

/** The words of a query for a slice: nothing in them comes from a caller, whose values are parameters. */
export interface SliceQuery {
  /** What a row of the report stands for. */
  readonly key: string;
  readonly where: string;
  readonly values: readonly unknown[];
  readonly grain: Grain;
}

/** The query for a slice of a table that holds every grain. */
export function toQuery(slice: Slice): SliceQuery {
  return query(slice, grainOf(slice, ['system', 'channel', 'topic']));
}

/** The query for a slice of `report_flow`, which tells the used channels apart at every grain, and has no grain for them alone. */
export function toFlowQuery(slice: Slice): SliceQuery {
  return query(slice, grainOf(slice, ['system', 'topic']));
}

function query(slice: Slice, grain: Grain): SliceQuery {
  const { from, until, by, system, channel, topics } = slice;
  const values: unknown[] = [grain, from, until];
  const conditions = ['grain = $1', 'day >= $2', 'day < $3'];
  const add = (column: string, operator: string, value: unknown) => {
    if (value === null) return;
    values.push(value);
    conditions.push(`${column} ${operator.replace('?', `$${values.length}`)}`);
  };
  add(COLUMNS.system, '= ?', system);
  add(COLUMNS.channel, '= ?', channel);
  add(COLUMNS.topic, '= any(?)', topics);
  const key = isPeriod(by) ? `to_char(day, '${PERIODS[by]}')` : COLUMNS[by];
  return { key, where: conditions.join(' and '), values, grain };
}

/** The coarsest grain that tells apart what is filtered by, and what rows stand for. */
function grainOf({ by, system, channel, topics }: Slice, told: readonly Dimension[]): Grain {
  const needed: Record<Dimension, boolean> = {
    system: system !== null || by === 'system',
    channel: channel !== null || by === 'channel',
    topic: topics !== null || by === 'topic',
  };
  const [first, ...rest] = told.filter((dimension) => needed[dimension]);
  return rest.length > 0 ? 'detail' : (first ?? 'all');
}

const TOLD_APART: Readonly<Record<Grain, readonly Dimension[]>> = {
  all: [],
  system: ['system'],
  channel: ['channel'],
  topic: ['topic'],
  detail: ['system', 'channel', 'topic'],
};

/** SQL that groups by every grain, with the columns of the slice; `always` are columns that each grain tells apart. */
export function byGrain(grains: readonly Grain[], always: readonly string[] = []) {
  const setOf = (grain: Grain) => [
    ...new Set([...TOLD_APART[grain].map((dimension) => COLUMNS[dimension]), ...always]),
  ];
  const sets = grains.map((grain) => `(${setOf(grain).join(', ')})`);
  const names = grains.map((grain) => `when ${bitsOf(setOf(grain))} then '${grain}'`);
  return {
    columns: `case grouping(key_id, channel, topic) ${names.join(' ')} end, $1::date,
              coalesce(key_id, ''), coalesce(channel, ''), coalesce(topic, '')`,
    sets: `grouping sets (${sets.join(', ')})`,
  };
}

/** PostgreSQL's `grouping()`: a bit for each column that is not told apart. */
function bitsOf(columns: readonly string[]): number {
  return Object.values(COLUMNS).reduce((bits, column) => bits * 2 + (columns.includes(column) ? 0 : 1), 0);
}
