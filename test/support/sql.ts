import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A name for a database that no other test has. */
export function newDatabaseName(purpose: string): string {
  return `voorkeur_${purpose}_${randomBytes(6).toString('hex')}`;
}

/** The same URL with another database. */
export function withDatabaseName(url: string, name: string): string {
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}

/** Runs one statement on a connection of its own. */
export async function onServer<R extends pg.QueryResultRow = pg.QueryResultRow>(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<R[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<R>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/**
 * Drops a database. What this role left connected is ended first; the server ends its own maintenance there by itself,
 * which `with (force)` refuses to one who is not superuser.
 */
export async function dropDatabase(server: string, name: string): Promise<void> {
  const left = `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = current_user`;
  await onServer(server, left, [name]);
  await onServer(server, `drop database ${name}`);
}
