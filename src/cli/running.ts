import type { INestApplicationContext } from '@nestjs/common';
import { InvalidArgumentError } from 'commander';
import { keptAudit } from '../platform/audit-variables.js';
import { readConfig, type Config } from '../platform/config.js';
import { holdDatabase, startEmbeddedDatabase, type EmbeddedDatabase } from '../platform/embedded-database.js';
import { createLogger, toNestLogger } from '../platform/logging.js';
import { withSealingSecrets } from '../platform/sealing-secrets.js';
import { StartFault } from '../platform/start-fault.js';

/** The settings; a `StartFault` names all that is wrong with them. */
export function requireConfig(): Config {
  const config = readConfig();
  if (!('faults' in config)) return config;
  throw new StartFault(
    ['The settings have faults:', ...config.faults.map((fault) => `  ${fault}`)].join('\n'),
  );
}

/** Runs work on the database; an embedded one that was not running is stopped again. */
export async function withDatabase<T>(
  work: (config: Config & { databaseUrl: string }) => Promise<T>,
): Promise<T> {
  const config = requireConfig();
  if (config.databaseUrl !== null) return work({ ...config, databaseUrl: config.databaseUrl });
  const database = await startEmbeddedDatabase(config.dataDir);
  const urls = { databaseUrl: database.serviceUrl, databaseOwnerUrl: database.url };
  try {
    return await work({ ...config, ...keptAudit(config), ...urls });
  } finally {
    if (database.started) await stopUnlessServed(database);
  }
}

/** A service that was started meanwhile has taken the database over. */
async function stopUnlessServed(database: EmbeddedDatabase): Promise<void> {
  const release = await holdDatabase(database.url);
  if (release === null) return;
  await release();
  await database.stop();
}

/**
 * The same with the newest schema, and with the keys of personal data. The schema of a server is its operator's business.
 */
function withSchema(work: (config: Config) => Promise<void>): Promise<void> {
  const { masterKeys, indexKeys, databaseUrl } = withSealingSecrets(requireConfig());
  return withDatabase(async (opened) => {
    const config = { ...opened, masterKeys, indexKeys };
    const { migrateFor } = await import('../platform/migrate.js');
    if (databaseUrl === null) await migrateFor(config);
    await work(config);
  });
}

/** Runs work with the features of the application. */
export function withFeatures(work: (app: INestApplicationContext) => Promise<void>): Promise<void> {
  return withSchema(async (config) => {
    const [{ NestFactory }, { AppModule }] = await Promise.all([
      import('@nestjs/core'),
      import('../app.module.js'),
    ]);
    const logger = createLogger('error');
    const options = { logger: toNestLogger(logger), abortOnError: false };
    const app = await NestFactory.createApplicationContext(AppModule.with(config, logger), options);
    try {
      await work(app);
    } finally {
      await app.close();
    }
  });
}

/** An argument that is a list of known words, with commas. */
export function wordsOf<T extends string>(text: string, known: readonly T[]): T[] {
  return text.split(',').map((part) => {
    const word = known.find((one) => one === part.trim());
    if (word === undefined) throw new InvalidArgumentError(`${part} is none of ${known.join(' ')}.`);
    return word;
  });
}

/** Prints what was asked for. */
export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** The same with what is global in HTTP, such as the check of bodies; it does not listen. */
export function withApp(work: (app: INestApplicationContext) => Promise<void>): Promise<void> {
  return withSchema(async (config) => {
    const { createApp } = await import('../app.setup.js');
    const app = await createApp(config, createLogger('error'));
    try {
      await app.init();
      await work(app);
    } finally {
      await app.close();
    }
  });
}

/** Tells of the first Ctrl-C; a second one ends the process at once. */
export function onInterrupt(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(130);
      controller.abort();
    });
  return controller.signal;
}
