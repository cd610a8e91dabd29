import type { Server } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { KeysService } from './access/index.js';
import { createApp } from './app.setup.js';
import { Sealer } from './audit/index.js';
import { createDemoLink, DEMO_CALL, loadDemo } from './demo/index.js';
import { Readiness } from './operations/index.js';
import { keptAudit, requireAuditKey } from './platform/audit-variables.js';
import type { Config } from './platform/config.js';
import { hasEmbeddedDatabase, holdDatabase, startEmbeddedDatabase } from './platform/embedded-database.js';
import { listen } from './platform/listen.js';
import { createLogger } from './platform/logging.js';
import { migrateFor } from './platform/migrate.js';
import { withSealingSecrets } from './platform/sealing-secrets.js';
import { keptSecret, newSecret } from './platform/secrets.js';
import { StartFault } from './platform/start-fault.js';

/** Longest time for requests under way to be answered during a stop, milliseconds. */
const ANSWER_WITHIN = 10_000;
/** Longest time for a graceful stop, milliseconds. */
const STOP_WITHIN = 15_000;

type Step = () => Promise<unknown>;

type OpenDatabase = { readonly databaseUrl: string } & Pick<
  Config,
  'databaseOwnerUrl' | 'auditKeys' | 'auditHeadFile'
>;

/** Starts the service: database, schema, application, port. It stops on SIGINT and SIGTERM with all that it holds written. */
export async function start(settings: Config): Promise<void> {
  const undo: Step[] = [];
  const stop = () => undoAll(undo);
  try {
    stopOnSignals(stop, STOP_WITHIN + settings.stopDelay);
    const database = await openDatabase(settings, undo);
    const config = withSealingSecrets(settings);
    const opened = { ...config, ...database };
    await migrateFor(opened);
    const app = await createApp(opened, createLogger(config.logLevel));
    undo.push(() => close(app));
    await app.init();
    if (config.bootstrapKey !== null) await app.get(KeysService).ensure('bootstrap', config.bootstrapKey);
    const demoKey = config.databaseUrl === null ? await prepareDemo(app, config) : null;
    const address = await listen(app, config);
    undo.push(() => leave(app, config));
    app.get(Sealer).start();
    announce(address, config, demoKey === null ? null : { key: demoKey, page: await createDemoLink(app) });
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Takes back what was started, last first. A step that fails does not keep the others from being done. */
async function undoAll(undo: Step[]): Promise<void> {
  const failures: unknown[] = [];
  for (let step = undo.pop(); step; step = undo.pop())
    await step().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}

/** The settings of a database that is there: the given one, or one of our own. */
async function openDatabase(config: Config, undo: Step[]): Promise<OpenDatabase> {
  const { databaseUrl, databaseOwnerUrl, auditKeys, auditHeadFile } = config;
  if (databaseUrl === null) return openEmbedded(config, undo);
  requireAuditKey(config);
  return { databaseUrl, databaseOwnerUrl, auditKeys, auditHeadFile };
}

async function openEmbedded(config: Config, undo: Step[]): Promise<OpenDatabase> {
  if (!hasEmbeddedDatabase(config.dataDir))
    process.stdout.write(`Making a database with a year of demo data in ${config.dataDir}, this once …\n`);
  const database = await startEmbeddedDatabase(config.dataDir);
  const release = await holdDatabase(database.url);
  if (release === null)
    throw new StartFault(
      'Voorkeur runs on this data folder already. Stop it, or set DATA_DIR to another one.',
    );
  undo.push(() => database.stop(), release);
  return { databaseUrl: database.serviceUrl, databaseOwnerUrl: database.url, ...keptAudit(config) };
}

/** A key that is the same at every start, and customers to look up; what is there already stays as it is. */
async function prepareDemo(app: NestFastifyApplication, config: Config): Promise<string> {
  const key = keptSecret(config.dataDir, 'demo-key', () => `vk_demo_${newSecret()}`);
  await app.get(KeysService).ensure('demo', key);
  await loadDemo(app);
  return key;
}

function announce(address: string, config: Config, demo: { key: string; page: string } | null): void {
  const lines = [`Voorkeur answers at ${address}`, `  documentation  ${documentationOf(address, config)}`];
  if (demo !== null)
    lines.push(
      `  demo key       ${demo.key}`,
      `  data           ${config.dataDir} (embedded PostgreSQL)`,
      `  keys           ${config.dataDir}/secrets: made here; without them nobody can read the data, nor you`,
      'Who calls, and how do they want to be helped? Try:',
      `  curl -s -H 'Authorization: Bearer ${demo.key}' '${address}${DEMO_CALL}'`,
      'How does the customer see it? This link lets one browser in, once:',
      `  ${demo.page}`,
      'Ctrl-C stops it; the data stay.',
    );
  process.stdout.write(`${lines.join('\n')}\n`);
}

function documentationOf(address: string, { operationsHost, operationsPort }: Config): string {
  return operationsPort === null ? `${address}/docs` : `http://${operationsHost}:${operationsPort}/docs`;
}

/** Whoever sends requests here is told to send them elsewhere, and has time to hear it. */
async function leave(app: NestFastifyApplication, { stopDelay }: Config): Promise<void> {
  if (stopDelay === 0) return;
  app.get(Readiness).leave();
  await new Promise((resolve) => setTimeout(resolve, stopDelay));
}

/** First no more requests, for as long as that may take, then what they left to be written. */
async function close(app: NestFastifyApplication): Promise<void> {
  const answered = app.getHttpAdapter().getInstance().close();
  await Promise.race([answered, later(ANSWER_WITHIN)]);
  // a server that closes no longer looks for time-outs: clients that never end would hold up the stop
  (app.getHttpServer() as Server).closeAllConnections();
  await app.close();
}

function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}

/** The first signal stops gracefully; a second one, or too long a wait, ends the process at once. */
function stopOnSignals(stop: Step, within: number): void {
  let stopping = false;
  const onSignal = () => {
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => process.exit(1), within).unref();
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}
