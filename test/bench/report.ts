import type { BatchReport } from './batch.js';
import type { ImportMeasurement } from './import.js';
import type { Measurement } from './load.js';

/** One line of the table. */
export interface Row extends Measurement {
  readonly name: string;
  readonly customers: number;
  readonly connections: number;
}

/** All that was measured in one run. */
export interface Report {
  readonly date: string;
  readonly machine: string;
  readonly node: string;
  readonly seconds: number;
  readonly rounds: number;
  readonly rows: readonly Row[];
  readonly batches: readonly BatchReport[];
}

/** What each of ours is compared with. */
const PEER: Readonly<Record<string, string>> = {
  'IVR look-up': 'hand-written IVR look-up',
  'POST /v1/decisions': 'hand-written decisions',
};

/** Least throughput against the hand-written server, by connections. */
const GOALS: Readonly<Record<number, number>> = { 1: 0.8, 16: 1.3, 64: 2 };

/** Prints the report as a Markdown table, with every goal and whether it is reached. */
export function printReport({ date, machine, node, seconds, rounds, rows, batches }: Report): void {
  const lines = [
    `${date.slice(0, 10)}, ${machine}, Node ${node}, PostgreSQL 18 (embedded) and the load generator on the same machine;`,
    `median of ${rounds} rounds of ${seconds} s.`,
    ...(rows.length > 0 ? tableOf(rows) : []),
    ...batches.flatMap(tableOfBatch),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function tableOf(rows: readonly Row[]): string[] {
  return [
    '',
    '| customers | connections | what | requests/s | p50 ms | p99 ms | against hand-written | goal |',
    '|---:|---:|---|---:|---:|---:|---:|---|',
    ...rows.map((row) => lineOf(row, rows)),
    '',
    ...sizeGoals(rows),
  ];
}

/** A batch is compared with a caller who asks one after the other, and for honesty with sixteen who ask at once. */
function tableOfBatch({ customers, lines, perSecond, single, memory, lookUp }: BatchReport): string[] {
  const whole = (value: number) => Math.round(value).toLocaleString('en');
  const singles = Object.entries(single).map(([connections, each]) => {
    const ratio = perSecond / each;
    const goal = connections === '1' ? ` (${verdict('goal 10 ×', ratio >= 10)})` : '';
    return `| POST /v1/decisions, ${connections} connections | ${whole(each)} | ${ratio.toFixed(1)} ×${goal} |`;
  });
  const { before, firstHalf, secondHalf } = memory;
  const times = ({ p50, p99 }: Measurement) => `p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`;
  return [
    '',
    `| ${whole(customers)} customers | decisions/s | a batch is faster by |`,
    '|---|---:|---:|',
    `| one batch of ${whole(lines)} lines | ${whole(perSecond)} | |`,
    ...singles,
    '',
    `Memory of the service: ${before} MB before the batch, at most ${firstHalf} MB in its first half and ${secondHalf} MB in its second.`,
    `An IVR look-up beside it: alone ${times(lookUp.alone)}; during batches ${times(lookUp.during)}.`,
  ];
}

/** Prints how an import compares with COPY of the same rows. */
export function printImport({ customers, rows, import: ours, copy, ratio }: ImportMeasurement): void {
  const speed = (seconds: number) => `${Math.round(customers / seconds).toLocaleString('en')} customers/s`;
  const lines = [
    `${customers.toLocaleString('en')} customers with choices, ${rows.toLocaleString('en')} rows in five tables:`,
    `voorkeur import ${ours.toFixed(1)} s (${speed(ours)}), COPY of the same rows ${copy.toFixed(1)} s (${speed(copy)}):`,
    `${ratio.toFixed(2)} of its speed (${verdict('0.25', ratio >= 0.25)}).`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function lineOf(row: Row, rows: readonly Row[]): string {
  const ratio = ratioOf(row, rows);
  const cells = [
    row.customers.toLocaleString('en'),
    row.connections,
    row.name,
    Math.round(row.perSecond).toLocaleString('en'),
    row.p50.toFixed(2),
    row.p99.toFixed(2),
    ratio === null ? '' : `${ratio.toFixed(2)} ×`,
    goalOf(row, ratio),
  ];
  return `| ${cells.join(' | ')} |`;
}

function ratioOf(row: Row, rows: readonly Row[]): number | null {
  const peer = rows.find(
    ({ name, customers, connections }) =>
      name === PEER[row.name] && customers === row.customers && connections === row.connections,
  );
  return peer ? row.perSecond / peer.perSecond : null;
}

function goalOf({ name, connections, p99 }: Row, ratio: number | null): string {
  if (name.includes('/s')) return verdict('p99 < 10 ms', p99 < 10);
  const goal = GOALS[connections];
  return ratio === null || goal === undefined ? '' : verdict(`${goal} ×`, ratio >= goal);
}

/** The look-up must not get slower as the registry grows. */
function sizeGoals(rows: readonly Row[]): string[] {
  const sizes = [...new Set(rows.map(({ customers }) => customers))].sort((a, b) => a - b);
  const [least, most] = [sizes[0], sizes.at(-1)];
  if (least === most) return [];
  const p50 = (size: number | undefined) =>
    rows.find((row) => row.name === 'IVR look-up' && row.connections === 1 && row.customers === size)?.p50 ??
    NaN;
  const ratio = p50(most) / p50(least);
  const what = `p50 at ${most?.toLocaleString('en')} customers is ${ratio.toFixed(2)} × p50 at ${least?.toLocaleString('en')}`;
  return [`${what} (goal: at most 1.3 ×; ${ratio <= 1.3 ? 'reached' : 'missed'}).`];
}

function verdict(goal: string, reached: boolean): string {
  return `${goal}: ${reached ? 'reached' : 'missed'}`;
}
