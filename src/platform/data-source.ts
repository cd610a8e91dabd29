import { join } from 'node:path';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import { UnpreparedClient } from './unprepared-client.js';

/** Longest wait for a connection, milliseconds. */
const CONNECT_MS = 2_000;
/** Longest statement, milliseconds; the client gives up a little later than the server cancels. */
const STATEMENT_MS = 5_000;

/** How to reach PostgreSQL: every wait has an end. */
export function toDataSourceOptions(
  url: string,
  poolSize: number,
  prepares = true,
): PostgresDataSourceOptions {
  return {
    type: 'postgres',
    url,
    poolSize,
    connectTimeoutMS: CONNECT_MS,
    applicationName: 'voorkeur',
    extra: {
      statement_timeout: STATEMENT_MS,
      query_timeout: STATEMENT_MS + 1_000,
      idle_in_transaction_session_timeout: 10_000,
      keepAlive: true,
      ...(!prepares && { Client: UnpreparedClient }),
    },
    migrations: [join(import.meta.dirname, '../../migrations/*.js')],
    migrationsTableName: 'migration',
    logging: false,
  };
}
