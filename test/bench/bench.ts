/** `npm run bench`: this service beside a hand-written server beside the database alone, in one run, by turns. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { Argument, Command } from 'commander';
import { startEmbeddedDatabase } from '../../src/platform/embedded-database.js';
import { migrate } from '../../src/platform/migrate.js';
import { measureBatch, type BatchReport } from './batch.js';
import { loadCustomers, SECRETS } from './customers.js';
import { measureImport } from './import.js';
import { measureDatabase, measureHttp, type Ask, type Measurement, type Pressure } from './load.js';
import { printImport, printReport, type Report, type Row } from './report.js';
import { startServer, type Running } from './servers.js';
import { numberOf, say } from './terminal.js';

const KEY = 'bench-key-that-is-long-enough-for-the-bootstrap';
const AUTH = { authorization: `Bearer ${KEY}` };
const CONNECTIONS = [1, 16, 64];
/** The rate at which the goal for p99 is set, requests a second. */
const STEADY_RATE = 1_000;

const ALONE = `
  select c.id, c.silenced, f.version, f.document
    from contact_point o join customer c on c.id = o.customer_id left join preferences f on f.customer_id = c.id
   where o.value_hash = $1`;

const ivr: (path: string) => Ask = (path) => (phone) => ({
  method: 'GET',
  path: `${path}?phone=${encodeURIComponent(phone)}&topic=billing`,
});

const decisions: (path: string) => Ask = (path) => (phone) => ({
  method: 'POST',
  path,
  body: JSON.stringify({ customer: { phone }, direction: 'outbound', topic: 'billing' }),
});

interface Options {
  readonly customers: number[];
  readonly seconds: number;
  readonly rounds: number;
  readonly lines: number;
  readonly out: string;
}

const command = new Command('npm run bench --')
  .description(
    'Measures look-ups of this service against a hand-written server and the database alone, batches against single calls, or imports against COPY.',
  )
  .addArgument(
    new Argument('[part]', 'what to measure; all is look-ups and batch')
      .choices(['all', 'look-ups', 'batch', 'import'])
      .default('all'),
  )
  .option('--customers <numbers>', 'sizes of the registry, with commas', numbersOf, [10_000, 1_000_000])
  .option('--seconds <number>', 'length of one measurement', numberOf, 4)
  .option('--rounds <number>', 'measurements of each kind, by turns; the median counts', numberOf, 3)
  .option('--lines <number>', 'lines of a batch', numberOf, 1_000_000)
  .option('--out <file>', 'where the report is written as JSON', 'bench-results/report.json')
  .parse();
const { customers, seconds, rounds, lines, out } = command.opts<Options>();
const [part] = command.processedArgs as [string];

const folder = mkdtempSync(join(tmpdir(), 'voorkeur-bench-'));
/** Enough memory for a million customers, and no housekeeping of PostgreSQL in the middle of a measurement. */
const database = await startEmbeddedDatabase(folder, {
  shared_buffers: '2GB',
  autovacuum: 'off',
  max_wal_size: '8GB',
  checkpoint_timeout: '1h',
});
try {
  if (part === 'import') await measureImports(database.url);
  else await measureLookups(database.url);
} finally {
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measureLookups(url: string): Promise<void> {
  const report = await measureAll(url);
  mkdirSync(join(out, '..'), { recursive: true });
  writeFileSync(out, `${JSON.stringify(report, null, 2)}\n`);
  printReport(report);
  say(`Written to ${out}.`);
}

async function measureImports(url: string): Promise<void> {
  await migrate(url);
  for (const count of customers) printImport(await measureImport(url, folder, count));
}

async function measureAll(url: string): Promise<Report> {
  await migrate(url);
  const rows: Row[] = [];
  const batches: BatchReport[] = [];
  for (const count of customers) {
    say(`Loading ${count.toLocaleString('en')} customers …`);
    say(`  took ${(await loadCustomers(url, count)).toFixed(1)} s`);
    if (part !== 'batch') rows.push(...(await measureSize(url, count)));
    if (part !== 'look-ups') batches.push(await measureBatches(url, count));
  }
  const [cpu] = cpus();
  return {
    date: new Date().toISOString(),
    machine: `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    node: process.version,
    seconds,
    rounds,
    rows,
    batches,
  };
}

async function measureBatches(url: string, count: number): Promise<BatchReport> {
  const ours = await startOurs(url);
  const decide = (p: Pressure) => measureHttp(ours.url, AUTH, decisions('/v1/decisions'), count, p);
  const lookUp = (p: Pressure) => measureHttp(ours.url, AUTH, ivr('/v1/ivr/lookup'), count, p);
  try {
    const { pid } = ours;
    return await measureBatch(
      { url: ours.url, pid, auth: AUTH, customers: count, decide, lookUp },
      lines,
      seconds,
    );
  } finally {
    await ours.stop();
  }
}

function startOurs(url: string): Promise<Running> {
  const env = { ...SECRETS, DATABASE_URL: url, BOOTSTRAP_KEY: KEY, DATA_DIR: folder, LOG_LEVEL: 'info' };
  return startServer('src/cli.js', ['start'], env);
}

async function measureSize(url: string, count: number): Promise<Row[]> {
  const ours = await startOurs(url);
  const theirs = await startServer('test/bench/hand-written.js', [], { ...SECRETS, DATABASE_URL: url });
  const targets: Record<string, (pressure: Pressure) => Promise<Measurement>> = {
    'IVR look-up': (p) => measureHttp(ours.url, AUTH, ivr('/v1/ivr/lookup'), count, p),
    'hand-written IVR look-up': (p) => measureHttp(theirs.url, {}, ivr('/ivr'), count, p),
    'POST /v1/decisions': (p) => measureHttp(ours.url, AUTH, decisions('/v1/decisions'), count, p),
    'hand-written decisions': (p) => measureHttp(theirs.url, {}, decisions('/decisions'), count, p),
    'database alone': (p) => measureDatabase(url, ALONE, count, p),
  };
  try {
    for (const measure of Object.values(targets)) await measure({ connections: 16, seconds: 2 });
    const rows: Row[] = [];
    for (const connections of CONNECTIONS) rows.push(...(await byTurns(targets, count, connections)));
    rows.push(await steady(targets, count));
    await refuseDegraded(ours.url);
    return rows;
  } finally {
    await ours.stop();
    await theirs.stop();
  }
}

/** Every target once per round, so that what else the machine does meets all of them alike. */
async function byTurns(
  targets: Record<string, (pressure: Pressure) => Promise<Measurement>>,
  count: number,
  connections: number,
): Promise<Row[]> {
  const results = new Map(Object.keys(targets).map((name): [string, Measurement[]] => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, measure] of Object.entries(targets)) {
      results.get(name)?.push(await measure({ connections, seconds }));
    }
  }
  say(`  ${connections} connections done`);
  return [...results].map(([name, all]) => ({ name, customers: count, connections, ...median(all) }));
}

async function steady(
  targets: Record<string, (pressure: Pressure) => Promise<Measurement>>,
  count: number,
): Promise<Row> {
  const name = 'IVR look-up';
  const measured = await targets[name]?.({ connections: 16, seconds: seconds * 2, rate: STEADY_RATE });
  if (!measured) throw new Error('There is no such target.');
  return { name: `${name} at ${STEADY_RATE}/s`, customers: count, connections: 16, ...measured };
}

/** A degraded answer is quick because nothing was looked up: a run that holds one measured nothing. */
async function refuseDegraded(url: string): Promise<void> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  if (!/^voorkeur_degraded_lookups_total 0$/m.test(metrics)) throw new Error('Some answers were degraded.');
}

/** The measurement with the median throughput. */
function median(all: readonly Measurement[]): Measurement {
  const sorted = [...all].sort((a, b) => a.perSecond - b.perSecond);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (!middle) throw new Error('Nothing was measured.');
  return middle;
}

function numbersOf(text: string): number[] {
  return text.split(',').map(numberOf);
}
