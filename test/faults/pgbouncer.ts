import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onServer } from '../support/sql.js';
import { until } from '../support/until.js';
import type { Cluster } from './cluster.js';
import type { Stage } from './stage.js';

/** It refuses to run as root: then it runs as `nobody`. */
const NOBODY = 65_534;
/** Connections to PostgreSQL that all callers share. */
const POOL = 4;

/** Version of the PgBouncer of this machine, as 1.21; null when there is none. */
export function versionOfPgBouncer(): { readonly text: string; readonly prepares: boolean } | null {
  const { stdout } = spawnSync('pgbouncer', ['--version'], { encoding: 'utf8' });
  const [, major, minor] = /PgBouncer (\d+)\.(\d+)/.exec(stdout ?? '') ?? [];
  if (major === undefined || minor === undefined) return null;
  return { text: `${major}.${minor}`, prepares: Number(major) > 1 || Number(minor) >= 21 };
}

/** Starts it in transaction mode before a cluster; answers the database's URL by way of it. */
export async function startPgBouncer(
  stage: Stage,
  { url, address }: Cluster,
  prepares: boolean,
): Promise<string> {
  const folder = stage.folder();
  const port = await freePort();
  const { username, password } = new URL(url);
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    pool_mode: 'transaction',
    default_pool_size: POOL,
    max_client_conn: 200,
    auth_type: 'scram-sha-256',
    auth_file: join(folder, 'users'),
    ignore_startup_parameters: 'extra_float_digits,statement_timeout,idle_in_transaction_session_timeout',
    ...(prepares && { max_prepared_statements: 100 }),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  const database = `* = host=${address.host} port=${address.port}`;
  const files = {
    users: `"${username}" "${password}"\n`,
    'pgbouncer.ini': ['[databases]', database, '[pgbouncer]', ...lines, ''].join('\n'),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o600 });
  const isRoot = process.getuid?.() === 0;
  if (isRoot) for (const path of ['', ...Object.keys(files)]) chownSync(join(folder, path), NOBODY, NOBODY);
  const child = spawn('pgbouncer', ['-q', join(folder, 'pgbouncer.ini')], {
    stdio: ['ignore', 'ignore', process.env['FAULTS_LOG_LEVEL'] ? 'inherit' : 'ignore'],
    ...(isRoot && { uid: NOBODY, gid: NOBODY }),
  });
  stage.onEnd(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  const through = Object.assign(new URL(url), { port: String(port) }).href;
  const answers = () =>
    onServer(through, 'select 1').then(
      () => true,
      () => false,
    );
  await until(answers, 20_000);
  return through;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
