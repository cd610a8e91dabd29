import type { EntityManager } from 'typeorm';

/** Longest statement of a job or a command, milliseconds; the client gives up a little later than the server cancels. */
const LONGEST = 120_000;

/** What a connection takes beside a text. */
interface Connection {
  query<T>(query: { text: string; values: unknown[]; query_timeout: number }): Promise<{ rows: T[] }>;
}

/**
 * A statement that may look through a whole table: it may take two minutes, where others have to end within seconds. For jobs,
 * commands and rare requests, within a transaction.
 */
export async function queryPatiently<T>(tx: EntityManager, text: string, values: unknown[]): Promise<T[]> {
  const connection = (await tx.queryRunner?.connect()) as Connection;
  await tx.query(`set local statement_timeout = ${LONGEST}`);
  return (await connection.query<T>({ text, values, query_timeout: LONGEST + 1_000 })).rows;
}
