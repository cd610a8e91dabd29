/** `npm run bench:webhooks`: the time from a change to its delivery, and a storm of failures and of `kill -9`. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { startEmbeddedDatabase } from '../../src/platform/embedded-database.js';
import { migrate } from '../../src/platform/migrate.js';
import { storm, type Storm, type StormReport } from '../support/webhook-storm.js';

interface Options {
  readonly seconds: number;
  readonly rate: number;
  readonly changes: number;
  readonly kills: number;
  readonly stormRate: number;
  readonly out: string;
}

const { seconds, rate, changes, kills, stormRate, out } = new Command('npm run bench:webhooks --')
  .description('Measures webhooks: latency in peace, then a storm; 0 seconds or 0 changes leave one out.')
  .option('--seconds <number>', 'length of the measurement in peace', Number, 30)
  .option('--rate <number>', 'changes a second in peace', Number, 100)
  .option('--changes <number>', 'changes in the storm', Number, 20_000)
  .option('--kills <number>', 'how often the service is killed in the storm', Number, 20)
  .option('--storm-rate <number>', 'changes a second in the storm', Number, 150)
  .option('--out <file>', 'where the report is written as JSON', 'bench-results/webhooks.json')
  .parse()
  .opts<Options>();

/** Each on a database of its own, with the durability that a company would have. */
async function run(weather: Omit<Storm, 'databaseUrl' | 'dataDir'>): Promise<StormReport> {
  const dataDir = mkdtempSync(join(tmpdir(), 'voorkeur-webhooks-'));
  const database = await startEmbeddedDatabase(dataDir);
  try {
    await migrate(database.url);
    return await storm({ ...weather, databaseUrl: database.url, dataDir });
  } finally {
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const calm = { kills: 0, failing: 0, customers: 500, patience: 60_000 };
const wild = { kills, failing: 0.4, customers: 500, patience: 600_000 };
const report = {
  machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`,
  peace: seconds > 0 ? await run({ ...calm, changes: seconds * rate, rate }) : null,
  storm: changes > 0 ? await run({ ...wild, changes, rate: stormRate }) : null,
};
mkdirSync(join(out, '..'), { recursive: true });
writeFileSync(out, `${JSON.stringify(report, null, 2)}\n`);
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
