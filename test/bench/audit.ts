/** `npm run bench:audit`: a long ledger and access log, how fast they are sealed, and how fast they are verified. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Command } from 'commander';
import pg from 'pg';
import { startEmbeddedDatabase } from '../../src/platform/embedded-database.js';
import { migrate } from '../../src/platform/migrate.js';
import { SECRETS } from './customers.js';
import { AUDIT_KEY, startServer } from './servers.js';
import { numberOf, say, timed } from './terminal.js';

/** Longest time for the sealing of all rows, milliseconds. */
const SEALED_WITHIN = 20 * 60_000;

const { rows, erased } = new Command('npm run bench:audit --')
  .description('Measures the sealing of logs, and their verification.')
  .option('--rows <number>', 'rows, by halves in the ledger and in the access log', numberOf, 1_000_000)
  .option('--erased <number>', 'customers who were erased since', numberOf, 20_000)
  .parse()
  .opts<{ rows: number; erased: number }>();

const CUSTOMER = `('00000000-0000-7000-8000-' || lpad(to_hex(1 + n % ($1 / 10)), 12, '0'))::uuid`;

/** Ten changes of each customer, with choices as they are stored. */
const LEDGER = `
  insert into change (id, type, at, customer_id, version, key_id, authority, via, stated_at, paths, snapshot)
  select gen_random_uuid(), 'preferences.changed', now() - interval '100 days' + n * interval '1 second', ${CUSTOMER},
         1 + n / ($1 / 10), 'crm', 'customer', 'page', now(), '{/general,/topics/billing}',
         '{"document":{"languages":["nl"],"general":{"channels":[{"channel":"phone"},{"channel":"email"}]},"topics":{"billing":{"declined":["sms"]}}},"statements":{"/general":{"authority":"customer","at":"2026-01-01T00:00:00.000Z","key":"crm","via":null}},"confirmedAt":null}'
    from generate_series(0, $1 - 1) n`;

const ACCESSES = `
  insert into access_entry (at, customer_id, key_id, operation, salt)
  select now() - interval '100 days' + n * interval '1 second', ${CUSTOMER}, 'ivr', 'ivr_lookup', gen_random_uuid()
    from generate_series(0, $1 - 1) n`;

/** As erasures leave it. */
const ERASURES = [
  `insert into erased_customer
   select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, now() from generate_series(1, $1::int) n`,
  `insert into change (id, type, at, customer_id, key_id, paths)
   select gen_random_uuid(), 'customer.erased', now(), id, 'crm', '{}' from erased_customer`,
  `select forget_changes(array_agg(id)), forget_accesses(array_agg(id)) from erased_customer`,
];

const folder = mkdtempSync(join(tmpdir(), 'voorkeur-bench-'));
const database = await startEmbeddedDatabase(folder);
try {
  await measure(database.url);
} finally {
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(url: string): Promise<void> {
  await migrate(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const env = {
    ...{ ...SECRETS, AUDIT_KEY, DATABASE_URL: url, DATA_DIR: folder, LOG_LEVEL: 'warn' },
    ...{ AUDIT_HEAD_FILE: join(folder, 'head.json'), BOOTSTRAP_KEY: 'bench-key-that-is-long-enough-for-it' },
  };
  const half = Math.ceil(rows / 2);
  for (const statement of [LEDGER, ACCESSES]) await client.query(statement, [half]);
  await sealAll(client, env, `${(2 * half).toLocaleString('en')} rows sealed, beside an idle service`);
  await verify(env, 'verified, a whole process');
  for (const [index, statement] of ERASURES.entries())
    await client.query(statement, index === 0 ? [erased] : []);
  await sealAll(client, env, `${erased.toLocaleString('en')} erasures sealed`);
  await verify(env, 'verified after them');
  await client.end();
}

async function sealAll(client: pg.Client, env: Record<string, string>, what: string): Promise<void> {
  const service = await startServer('src/cli.js', ['start'], env);
  try {
    await timed(what, () => waitUntilSealed(client));
  } finally {
    await service.stop();
  }
}

async function waitUntilSealed(client: pg.Client): Promise<void> {
  for (const end = Date.now() + SEALED_WITHIN; Date.now() < end; await pause(100)) {
    const { rows: found } = await client.query<{ done: boolean }>(
      `select (select max(sequence) from change) <= (select max(until_sequence) from audit_seal where log = 'ledger')
          and (select max(sequence) from access_entry) <= (select max(until_sequence) from audit_seal where log = 'access') as done`,
    );
    if (found[0]?.done) return;
  }
  throw new Error('The rows were not sealed in time.');
}

async function verify(env: Record<string, string>, what: string): Promise<void> {
  const words = ['dist/src/cli.js', 'audit', 'verify'];
  await timed(what, async () => {
    const { stdout } = await promisify(execFile)(process.execPath, words, {
      env: { PATH: process.env['PATH'], ...env },
    });
    say(stdout.trim());
  });
}
