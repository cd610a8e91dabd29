import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import pg from 'pg';
import { SECRETS, statedBy, phoneOf } from './customers.js';

/** Tables that an import fills, in the order in which they refer to each other. */
const TABLES = ['customer', 'customer_key', 'contact_point', 'external_id', 'preferences', 'change'];

/** Times in seconds. */
export interface ImportMeasurement {
  readonly customers: number;
  readonly import: number;
  readonly copy: number;
  /** Speed of the import against that of COPY. */
  readonly ratio: number;
  /** Rows that both wrote. */
  readonly rows: number;
}

/** Imports customers with choices from a file, and then writes the very same rows with COPY, indexes and keys included. */
export async function measureImport(
  url: string,
  folder: string,
  customers: number,
): Promise<ImportMeasurement> {
  const file = join(folder, 'customers.ndjson');
  await writeCustomers(file, customers);
  const owner = Object.assign(new URL(url), { username: 'postgres' }).href;
  const client = new pg.Client({ connectionString: owner });
  await client.connect();
  try {
    await empty(client);
    const imported = await timed(() => runImport(file, { ...SECRETS, DATABASE_URL: url, DATA_DIR: folder }));
    const dump = (table: string) => join(folder, `${table}.copy`);
    let rows = 0;
    for (const table of TABLES) {
      const { rowCount } = await client.query(`copy ${table} to ${client.escapeLiteral(dump(table))}`);
      rows += rowCount ?? 0;
    }
    await empty(client);
    const copied = await timed(async () => {
      for (const table of TABLES)
        await client.query(`copy ${table} from ${client.escapeLiteral(dump(table))}`);
    });
    return { customers, import: imported, copy: copied, ratio: copied / imported, rows };
  } finally {
    await client.end();
  }
}

async function empty(client: pg.Client): Promise<void> {
  await client.query(`truncate ${TABLES.join(', ')}, import_progress cascade`);
  await client.query('checkpoint');
}

async function writeCustomers(file: string, count: number): Promise<void> {
  const out = createWriteStream(file);
  for (let i = 1; i <= count; i += 1) {
    const line = {
      externalIds: [{ system: 'crm', id: `C-${i}` }],
      contactPoints: [
        { kind: 'phone', value: phoneOf(i) },
        { kind: 'email', value: `customer${i}@example.org` },
      ],
      preferences: statedBy(i),
    };
    if (!out.write(`${JSON.stringify(line)}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

async function runImport(file: string, env: Record<string, string>): Promise<void> {
  const child = spawn(process.execPath, ['dist/src/cli.js', 'import', file], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`The import ended with ${code}.`);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
}
