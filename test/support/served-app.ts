import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { DataSource } from 'typeorm';
import { KeysService } from '../../src/access/index.js';
import { createApp } from '../../src/app.setup.js';
import type { Authority } from '../../src/domain/authority.js';
import { Clock } from '../../src/platform/clock.js';
import { readConfig, type Config } from '../../src/platform/config.js';
import { SCOPES, type Scope } from '../../src/platform/scopes.js';
import { listen } from '../../src/platform/listen.js';
import { createLogger, type Logger } from '../../src/platform/logging.js';
import type { TestDatabase } from './test-database.js';
import { SEALING_SECRETS } from './sealing-secrets.js';

/** Monday morning in Amsterdam, with every channel staffed. */
export const MONDAY_MORNING = '2026-11-23T10:00:00+01:00';

/** The clock of an application under test. It stands still until it is set or moved. */
interface TestClock {
  set(instant: string): void;
  /** Moves on by milliseconds. */
  advance(milliseconds: number): void;
  now(): number;
}

/** However slow the machine of the tests is, nobody is turned away for it. */
const NEVER_TOO_BUSY = { OVERLOAD_REQUESTS: '100000', OVERLOAD_DELAY: 'PT60S' };

/** Seals the logs of applications under test. */
const TEST_AUDIT_KEY = 'a-key-for-the-seals-of-tests-alone';

export type Client = ReturnType<typeof request.agent>;

/** A started application on a database of its own. */
export interface TestApp {
  readonly nest: NestFastifyApplication;
  readonly url: string;
  /** Where it keeps its secrets. */
  readonly dataDir: string;
  readonly database: TestDatabase;
  readonly clock: TestClock;
  /** Calls with a key that has all scopes and all authorities. */
  readonly api: Client;
  newKey(scopes: readonly Scope[], authorities?: readonly Authority[]): Promise<{ id: string; key: string }>;
  /** Calls with this key; without one, calls without a key. */
  as(key?: string): Client;
  stop(): Promise<void>;
}

export interface TestAppOptions {
  /** How the application reaches its database, where that is not directly. */
  readonly databaseUrl?: (url: string) => Promise<string>;
  /** Environment variables beside the usual ones. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The machine's own clock, for tests about waiting. */
  readonly realTime?: boolean;
  /** Where its log goes; nowhere without one. */
  readonly logger?: Logger;
}

/** Starts an application on a database, which it drops when it stops. */
export async function serveApp(
  database: TestDatabase,
  { databaseUrl, settings, realTime, logger = createLogger('silent') }: TestAppOptions = {},
): Promise<TestApp> {
  const dataDir = mkdtempSync(join(tmpdir(), 'voorkeur-app-'));
  const config = testConfig(
    (await databaseUrl?.(database.serviceUrl)) ?? database.serviceUrl,
    dataDir,
    settings,
  );
  const nest = await createApp(config, logger);
  const clock = realTime ? realClock() : stoppedClock(nest.get(Clock));
  await nest.init();
  const url = await listen(nest, config);
  const newKey: TestApp['newKey'] = (scopes, authorities) =>
    nest.get(KeysService).create({ name: 'test', scopes, ...(authorities && { authorities }) });
  const as = (key?: string) => (key ? request.agent(url).auth(key, { type: 'bearer' }) : request.agent(url));
  const { key } = await newKey(SCOPES, ['customer', 'employee_on_behalf', 'import', 'inferred']);
  const stop = async () => {
    await nest.close();
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { nest, url, dataDir, database, clock, api: as(key), newKey, as, stop };
}

/** Another instance on the same database and with the same secrets. */
export async function startTwin(
  { database, dataDir }: TestApp,
  settings: Readonly<Record<string, string>> = {},
): Promise<{ url: string; stop(): Promise<void> }> {
  const config = testConfig(database.serviceUrl, dataDir, settings);
  const nest = await createApp(config, createLogger('silent'));
  await nest.init();
  return { url: await listen(nest, config), stop: () => nest.close() };
}

/** Whether an application reaches its database. */
export function reachesDatabase({ nest }: TestApp): Promise<boolean> {
  const answer = nest.get(DataSource).query('select 1');
  return answer.then(
    () => true,
    () => false,
  );
}

/** The usual configuration, for a database. */
export function testConfig(databaseUrl: string, dataDir: string, settings = {}): Config {
  const usual = { PORT: '0', DATABASE_URL: databaseUrl, DATA_DIR: dataDir, AUDIT_KEY: TEST_AUDIT_KEY };
  const config = readConfig({ ...SEALING_SECRETS, ...NEVER_TOO_BUSY, ...usual, ...settings });
  if ('faults' in config) throw new Error(config.faults.join(' '));
  return config;
}

function stoppedClock(clock: Clock): TestClock {
  let time = Date.parse(MONDAY_MORNING);
  clock.now = () => time;
  return {
    set: (instant) => (time = Date.parse(instant)),
    advance: (milliseconds) => (time += milliseconds),
    now: () => time,
  };
}

function realClock(): TestClock {
  const never = () => {
    throw new Error('This clock runs by itself.');
  };
  return { set: never, advance: never, now: () => Date.now() };
}
