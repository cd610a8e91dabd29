/** `npm run bench:reports`: contacts in bulk, their roll-up, and how long each report takes after it. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Command } from 'commander';
import pg from 'pg';
import { startEmbeddedDatabase } from '../../src/platform/embedded-database.js';
import { migrate } from '../../src/platform/migrate.js';
import { loadCustomers, SECRETS } from './customers.js';
import { startServer } from './servers.js';
import { numberOf, say, timed } from './terminal.js';

const KEY = 'bench-key-that-is-long-enough-for-the-bootstrap';
/** The goal for every report, milliseconds. */
const GOAL = 300;
const ROUNDS = 5;

const { contacts, customers, days } = new Command('npm run bench:reports --')
  .description('Measures roll-ups and reports.')
  .option('--contacts <number>', 'contacts to add up', numberOf, 10_000_000)
  .option('--customers <number>', 'customers that they are with', numberOf, 1_000_000)
  .option('--days <number>', 'days up to today over which they are spread', numberOf, 365)
  .parse()
  .opts<{ contacts: number; customers: number; days: number }>();

const REPORTS = [
  'adherence',
  'adherence?by=day',
  'adherence?by=system&topic=billing',
  'company-effort',
  'company-effort?by=day',
  'company-effort?by=channel',
  'company-effort?by=day&system=system1&topic=order',
  'steering',
  'steering?by=system',
  'steering?by=day&topic=billing&channel=chat',
  'coverage',
  'silence',
  'systems',
];

/** One day of contacts: six systems, eight channels, eleven topics, all at random. */
const A_DAY = `
  insert into contact (id, at, customer_id, key_id, reported_by, direction, topic, channel, transfers, repeated_identification,
                       result, override_reason, adherence, basis, breaches, rank, wanted_channel, window_kept, mode_kept,
                       preferences_version, revision, recorded_at)
  select gen_random_uuid(), at, ('00000000-0000-7000-8000-' || lpad(to_hex(1 + (random() * ($3 - 1))::int), 12, '0'))::uuid,
         'system' || (random() * 5)::int, 'system0', case when random() < 0.5 then 'inbound' else 'outbound' end,
         (array['billing', 'order', 'outage', 'delivery', 'account', 'complaint', 'contract', 'advice', 'offers', 'survey', null])[1 + (random() * 10)::int],
         (array['phone', 'email', 'chat', 'sms', 'whatsapp', 'post', 'app', 'portal'])[1 + (random() * 7)::int],
         case when random() < 0.5 then (random() * 2)::int end, case when random() < 0.5 then random() < 0.3 end,
         case when random() < 0.8 then 'reached' else 'not_reached' end, case when random() < 0.1 then 'cost' end,
         case when random() < 0.2 then null when random() < 0.7 then 'honoured' else 'overridden' end, 'general', '{}', 1,
         (array['phone', 'email', 'chat', 'sms', 'whatsapp', 'post', 'app', 'portal'])[1 + (random() * 7)::int],
         random() < 0.9, random() < 0.9, 1, 1, at
    from (select $1::timestamptz + random() * interval '86399 seconds' as at from generate_series(1, $2::int)) one`;

const folder = mkdtempSync(join(tmpdir(), 'voorkeur-bench-'));
const database = await startEmbeddedDatabase(folder, {
  ...{ shared_buffers: '2GB', max_wal_size: '8GB', checkpoint_timeout: '1h' },
  ...{ fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
});
try {
  await measure(database.url);
} finally {
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(url: string): Promise<void> {
  await migrate(url);
  say(`${customers.toLocaleString('en')} customers: ${(await loadCustomers(url, customers)).toFixed(1)} s`);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await timed(`${contacts.toLocaleString('en')} contacts in ${days} days`, () => loadContacts(client));
  const env = { ...SECRETS, DATABASE_URL: url, BOOTSTRAP_KEY: KEY, DATA_DIR: folder, LOG_LEVEL: 'warn' };
  const service = await startServer('src/cli.js', ['start'], env);
  try {
    await timed('roll-up from scratch, a whole process', () => rollUp(env));
    await client.query(`update contact set transfers = 1 where id = (select id from contact limit 1)`);
    await timed('roll-up of one more contact, a whole process', () => rollUp(env));
    await client.query('vacuum analyze');
    for (const path of REPORTS) await measureReport(service.url, path);
  } finally {
    await service.stop();
    await client.end();
  }
}

async function loadContacts(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ start: Date }>(
    `select date_trunc('day', now()) - n * interval '1 day' as start from generate_series(0, $1 - 1) n`,
    [days],
  );
  const months = new Set(rows.map(({ start }) => start.toISOString().slice(0, 7)));
  for (const month of months)
    await client.query(
      `create table contact_y${month.slice(0, 4)}m${month.slice(5)} partition of contact
         for values from ('${month}-01T00:00:00Z') to ('${nextMonth(month)}-01T00:00:00Z')`,
    );
  for (const { start } of rows) await client.query(A_DAY, [start, Math.ceil(contacts / days), customers]);
  await client.query('analyze contact');
}

function nextMonth(month: string): string {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))];
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7);
}

async function rollUp(env: Record<string, string>): Promise<void> {
  const { stdout } = await promisify(execFile)(process.execPath, ['dist/src/cli.js', 'rollup'], {
    env: { PATH: process.env['PATH'], ...env },
  });
  say(`  ${stdout.trim()}`);
}

async function measureReport(service: string, path: string): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = performance.now();
    const answer = await fetch(`${service}/v1/reports/${path}`, {
      headers: { authorization: `Bearer ${KEY}` },
    });
    await answer.text();
    if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}.`);
    times.push(performance.now() - started);
  }
  const [first = 0] = times;
  const median = [...times].sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
  const verdict = median < GOAL ? 'reached' : 'missed';
  say(
    `${path}: first ${first.toFixed(0)} ms, median of ${ROUNDS} ${median.toFixed(0)} ms (goal ${GOAL} ms: ${verdict})`,
  );
}
