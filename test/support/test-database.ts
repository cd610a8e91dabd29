import type { DatabaseServer } from './database-server.js';
import { dropDatabase, newDatabaseName, onServer, withDatabaseName } from './sql.js';

/** A database of a test's own, with the newest schema and the usual catalogue. */
export interface TestDatabase {
  /** Of the owner of the schema. */
  readonly url: string;
  /** Of the role that the service uses. */
  readonly serviceUrl: string;
  /** Runs one statement, and answers its rows. */
  query<R extends Record<string, unknown>>(text: string, values?: unknown[]): Promise<R[]>;
  drop(): Promise<void>;
}

/** Makes a database on a server; `how` is what `create database` takes after the name. */
export async function makeDatabase(
  { url: server, serviceUrl }: Pick<DatabaseServer, 'url' | 'serviceUrl'>,
  how: string,
): Promise<TestDatabase> {
  const name = newDatabaseName('test');
  await onServer(server, `create database ${name} ${how}`);
  const url = withDatabaseName(server, name);
  return {
    url,
    serviceUrl: withDatabaseName(serviceUrl, name),
    query: (text, values) => onServer(url, text, values),
    drop: () => dropDatabase(server, name),
  };
}
