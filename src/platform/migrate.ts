import { Logger, runMigrations } from 'graphile-worker';
import type { DataSource } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import type { Config } from './config.js';
import { toDataSourceOptions } from './data-source.js';
import { grantService } from './grants.js';

import { KeyedDataSource } from './migration-keys.js';
import { SealingKeys } from './sealing-keys.js';
import type { SealingConfig } from './sealing-variables.js';

/** A database with the roles that reach it, and what its data are sealed with. */
type Reached = Pick<Config, 'databaseOwnerUrl' | keyof SealingConfig> & { readonly databaseUrl: string };

/** Any number, the same for all instances: only one of them migrates at a time. */
const LOCK = 7_040_001;

/** What a step may need beside the address of the owner. */
export interface MigrationWays {
  /** That of the service, when it has a role of its own beside the owner's: it is granted what it needs after the last step. */
  readonly serviceUrl?: string;
  /** Asked for what personal data are sealed with, when there is something to seal or to open. */
  readonly secrets?: () => SealingConfig;
}

/** Of a database in which nothing is to be sealed. */
const NO_SECRETS = (): SealingConfig => ({ masterKeys: null, indexKeys: null });

/** Brings the database to the newest schema, or takes back the last step; answers the names of the steps done. */
export async function migrate(
  url: string,
  direction: 'up' | 'down' = 'up',
  { serviceUrl = url, secrets = NO_SECRETS }: MigrationWays = {},
): Promise<string[]> {
  const options = toDataSourceOptions(url, 2);
  const unhurried = {
    ...options.extra,
    ...{ statement_timeout: 0, query_timeout: 0, idle_in_transaction_session_timeout: 0 },
  };
  let keys: SealingKeys | undefined;
  const sealing = () => (keys ??= new SealingKeys(secrets()));
  const dataSource = await new KeyedDataSource({ ...options, extra: unhurried }, sealing).initialize();
  const lock = dataSource.createQueryRunner();
  try {
    // of a transaction, not of a session: behind a pooler the session outlives us, and its lock with it
    await lock.startTransaction();
    await lock.query('select pg_advisory_xact_lock($1)', [LOCK]);
    return direction === 'up' ? await stepsUp(dataSource, serviceUrl) : await stepDown(dataSource);
  } finally {
    if (lock.isTransactionActive) await lock.rollbackTransaction();
    await lock.release();
    await dataSource.destroy();
  }
}

/** Brings the database of a configuration to the newest schema, as its owner. */
export function migrateFor(config: Reached): Promise<string[]> {
  const { databaseUrl, databaseOwnerUrl } = config;
  return migrate(databaseOwnerUrl ?? databaseUrl, 'up', { serviceUrl: databaseUrl, secrets: () => config });
}

async function stepsUp(dataSource: DataSource, serviceUrl: string): Promise<string[]> {
  const done = await dataSource.runMigrations({ transaction: 'each' });
  await prepareQueue(dataSource);
  await grantService(dataSource, serviceUrl);
  return done.map(({ name }) => name);
}

/** The queue of webhooks has a schema of its own, which its library brings to its newest form; our last step down drops it. */
async function prepareQueue({ options }: DataSource): Promise<void> {
  const { url } = options as PostgresDataSourceOptions;
  await runMigrations({
    ...(url !== undefined && { connectionString: url }),
    logger: new Logger(() => () => undefined),
  });
}

async function stepDown(dataSource: DataSource): Promise<string[]> {
  const [last] = await lastSteps(dataSource);
  if (last === undefined) return [];
  await dataSource.undoLastMigration({ transaction: 'each' });
  return [last];
}

async function lastSteps(dataSource: DataSource): Promise<string[]> {
  const [table]: { isThere: boolean }[] = await dataSource.query(
    `select to_regclass('migration') is not null as "isThere"`,
  );
  if (!table?.isThere) return [];
  const rows: { name: string }[] = await dataSource.query(
    'select name from migration order by id desc limit 1',
  );
  return rows.map(({ name }) => name);
}
