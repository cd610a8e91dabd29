import { Logger, runMigrations } from 'graphile-worker';
import { DataSource } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import { toDataSourceOptions } from './data-source.js';

/** Any number, the same for all instances: only one of them migrates at a time. */
const LOCK = 7_040_001;

/** Brings the database to the newest schema, or takes back the last step; answers the names of the steps done. */
export async function migrate(url: string, direction: 'up' | 'down' = 'up'): Promise<string[]> {
  const options = toDataSourceOptions(url, 2);
  const unhurried = {
    ...options.extra,
    ...{ statement_timeout: 0, query_timeout: 0, idle_in_transaction_session_timeout: 0 },
  };
  const dataSource = await new DataSource({ ...options, extra: unhurried }).initialize();
  const lock = dataSource.createQueryRunner();
  try {
    // of a transaction, not of a session: behind a pooler the session outlives us, and its lock with it
    await lock.startTransaction();
    await lock.query('select pg_advisory_xact_lock($1)', [LOCK]);
    return direction === 'up' ? await stepsUp(dataSource) : await stepDown(dataSource);
  } finally {
    if (lock.isTransactionActive) await lock.rollbackTransaction();
    await lock.release();
    await dataSource.destroy();
  }
}

async function stepsUp(dataSource: DataSource): Promise<string[]> {
  const done = await dataSource.runMigrations({ transaction: 'each' });
  await prepareQueue(dataSource);
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
