#!/usr/bin/env node
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Command, InvalidArgumentError } from 'commander';
import { KeysService, type KeySummary } from './access/index.js';
import { AppModule } from './app.module.js';
import { createApp } from './app.setup.js';
import { loadDemo } from './demo.js';
import { AUTHORITIES, type Authority } from './domain/authority.js';
import { start } from './main.js';
import { readConfig, type Config } from './platform/config.js';
import { holdDatabase, startEmbeddedDatabase, type EmbeddedDatabase } from './platform/embedded-database.js';
import { SCOPES, type Scope } from './platform/endpoint.js';
import { createLogger, toNestLogger } from './platform/logging.js';
import { migrate } from './platform/migrate.js';
import { createOpenApiDocument } from './platform/openapi.js';
import { Problem } from './platform/problem.js';
import { StartFault } from './platform/start-fault.js';
import { RollUpTimer } from './reports/index.js';

type Context = Awaited<ReturnType<typeof NestFactory.createApplicationContext>>;

const program = new Command('voorkeur')
  .description(
    'The registry of how customers want to be served. Settings come from the environment: see the README.',
  )
  .showHelpAfterError();

program
  .command('start')
  .description('start the service; without DATABASE_URL with a PostgreSQL of its own and demo data')
  .action(() => start(requireConfig()));

program
  .command('migrate')
  .description('bring the database to the newest schema')
  .option('--revert', 'take back the last step instead')
  .action(({ revert }: { revert?: true }) =>
    withDatabase(async ({ databaseUrl }) => {
      const steps = await migrate(databaseUrl, revert ? 'down' : 'up');
      const verb = revert ? 'Took back' : 'Did';
      say(steps.length === 0 ? 'Nothing to do.' : steps.map((step) => `${verb} ${step}.`).join('\n'));
    }),
  );

program
  .command('demo')
  .description('load the demo customers; what is there already stays as it is')
  .action(() => withFeatures(async (app) => say(`${await loadDemo(app)} demo customers are there.`)));

program
  .command('rollup')
  .description(
    'add up for the reports what happened since the last time; a running service does it every minute',
  )
  .option('--from-scratch', 'count everything anew')
  .action(({ fromScratch }: { fromScratch?: true }) =>
    withFeatures(async (app) => {
      const result = await app.get(RollUpTimer).runNow(fromScratch ?? false);
      say(result === 'busy' ? 'Another instance is adding up just now.' : `Counted ${result.buckets} days.`);
    }),
  );

const keys = program.command('keys').description('keys of the systems that call');

keys
  .command('create')
  .description('make a key, and show it this once')
  .requiredOption('--name <name>', 'name of the system that will use it', nameArgument)
  .requiredOption(
    '--scopes <scopes>',
    `what it may do, with commas, or all: ${SCOPES.join(' ')}`,
    scopesArgument,
  )
  .option(
    '--authorities <authorities>',
    `whose word it may pass on, with commas, the first one as the default: ${AUTHORITIES.join(' ')}`,
    authoritiesArgument,
  )
  .action((wanted: { name: string; scopes: Scope[]; authorities?: Authority[] }) =>
    withFeatures(async (app) => {
      const { id, key } = await app.get(KeysService).create(wanted);
      say(`Key ${id} for ${wanted.name}. It is shown this once:\n${key}`);
    }),
  );

keys
  .command('list')
  .description('list all keys, oldest first')
  .action(() =>
    withFeatures(async (app) => {
      const all = await app.get(KeysService).list();
      say(
        all.length === 0
          ? 'There are no keys. Make one: voorkeur keys create --help'
          : all.map(lineOf).join('\n'),
      );
    }),
  );

keys
  .command('revoke')
  .description('end a key at once')
  .argument('<id>', 'its id, as keys list shows it')
  .action((id: string) =>
    withFeatures(async (app) => {
      await app.get(KeysService).revoke(id);
      say(`Key ${id} is revoked. Running services refuse it within a second.`);
    }),
  );

program
  .command('openapi')
  .description('print the OpenAPI document')
  .action(async () => {
    const app = await createApp({ ...requireConfig(), databaseUrl: null }, createLogger('silent'));
    say(JSON.stringify(createOpenApiDocument(app), null, 2));
  });

function requireConfig(): Config {
  const config = readConfig();
  if (!('faults' in config)) return config;
  throw new StartFault(
    ['The settings have faults:', ...config.faults.map((fault) => `  ${fault}`)].join('\n'),
  );
}

/** Runs work on the database; an embedded one that was not running is stopped again. */
async function withDatabase<T>(work: (config: Config & { databaseUrl: string }) => Promise<T>): Promise<T> {
  const config = requireConfig();
  if (config.databaseUrl !== null) return work({ ...config, databaseUrl: config.databaseUrl });
  const database = await startEmbeddedDatabase(config.dataDir);
  try {
    return await work({ ...config, databaseUrl: database.url });
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

/** Runs work with the features of the application. The schema of a server is its operator's business. */
function withFeatures(work: (app: Context) => Promise<void>): Promise<void> {
  return withDatabase(async (config) => {
    if (requireConfig().databaseUrl === null) await migrate(config.databaseUrl);
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

function lineOf({ id, name, scopes, authorities, createdAt, revokedAt }: KeySummary): string {
  const state = revokedAt ? `revoked ${revokedAt.toISOString()}` : 'active';
  const allowed = scopes.length === SCOPES.length ? 'all scopes' : scopes.join(',');
  return [id, name, state, `since ${createdAt.toISOString()}`, allowed, authorities.join(',')].join('  ');
}

function nameArgument(text: string): string {
  if (/^[\w .:-]{1,64}$/.test(text)) return text;
  throw new InvalidArgumentError('A name is 1 to 64 letters, digits, blanks and . : _ -');
}

function scopesArgument(text: string): Scope[] {
  return text === 'all' ? [...SCOPES] : wordsOf(text, SCOPES);
}

function authoritiesArgument(text: string): Authority[] {
  return wordsOf(text, AUTHORITIES);
}

function wordsOf<T extends string>(text: string, known: readonly T[]): T[] {
  return text.split(',').map((part) => {
    const word = known.find((one) => one === part.trim());
    if (word === undefined) throw new InvalidArgumentError(`${part} is none of ${known.join(' ')}.`);
    return word;
  });
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Errors that a person at the terminal can do something about. */
const ADVICE: Readonly<Record<string, string>> = {
  EADDRINUSE: 'The port is taken. Set PORT to another one, or to 0 for any.',
  EACCES: 'This user may not listen on that port, or write to DATA_DIR.',
  ECONNREFUSED: 'The database at DATABASE_URL does not answer.',
  ENOTFOUND: 'The host in DATABASE_URL is not known.',
  '28P01': 'The database refuses the user or password in DATABASE_URL.',
  '28000': 'The database refuses the user or password in DATABASE_URL.',
  '42P01': 'The database has not the tables of this version. Run: voorkeur migrate',
  '3D000': 'The database named in DATABASE_URL does not exist.',
};

/** What to tell of an error: advice, or the message; anything unexpected in full. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof StartFault || error instanceof Problem) return error.message;
  const { code = '' } = error as { code?: string };
  return ADVICE[code] ?? error.stack ?? error.message;
}

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
});
