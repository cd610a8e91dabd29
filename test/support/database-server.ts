import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { startEmbeddedDatabase } from '../../src/platform/embedded-database.js';
import { dropDatabase, newDatabaseName, onServer, withDatabaseName } from './sql.js';

/** A PostgreSQL server for the tests, with a migrated database to copy. */
export interface DatabaseServer {
  readonly url: string;
  /** The same for the role that the service uses. */
  readonly serviceUrl: string;
  readonly template: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    databaseServer: DatabaseServer;
  }
}

/** One that was started, or given. */
interface RunningServer extends DatabaseServer {
  stop(): Promise<void>;
}

/** Every project of one run loads this file anew; what they share stands here. */
const shared = globalThis as { databaseServer?: { users: number; running: Promise<RunningServer> } };

/** Starts one server for all projects of this run, or uses the one in `TEST_DATABASE_URL`. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = (shared.databaseServer ??= { users: 0, running: startServer() });
  server.users += 1;
  const { url, serviceUrl, template, stop } = await server.running;
  project.provide('databaseServer', { url, serviceUrl, template });
  return async () => {
    server.users -= 1;
    if (server.users === 0) await stop();
  };
}

/** Starts a server, or takes the one in `TEST_DATABASE_URL`, with a template of the newest schema. */
export async function startServer(): Promise<RunningServer> {
  const { url, serviceUrl, stop } = await openServer();
  const template = newDatabaseName('template');
  try {
    await onServer(url, `create database ${template}`);
    await migrateWithBuiltCli(withDatabaseName(url, template), withDatabaseName(serviceUrl, template));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    serviceUrl,
    template,
    stop: async () => {
      await dropDatabase(url, template);
      await stop();
    },
  };
}

async function openServer(): Promise<Omit<RunningServer, 'template'>> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given) return { url: given, serviceUrl: asService(given), stop: async () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'voorkeur-tests-'));
  const database = await startEmbeddedDatabase(folder, {
    fsync: 'off',
    full_page_writes: 'off',
    synchronous_commit: 'off',
    max_connections: '200',
  });
  return {
    url: database.url,
    serviceUrl: database.serviceUrl,
    stop: async () => {
      await database.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A role that `migrate` makes on a server that was given. */
function asService(url: string): string {
  return Object.assign(new URL(url), { username: 'voorkeur_test_service', password: 'voorkeur' }).href;
}

async function migrateWithBuiltCli(ownerUrl: string, databaseUrl: string): Promise<void> {
  const env = { PATH: process.env['PATH'], DATABASE_URL: databaseUrl, DATABASE_OWNER_URL: ownerUrl };
  await promisify(execFile)(process.execPath, ['dist/src/cli.js', 'migrate'], { env });
}
