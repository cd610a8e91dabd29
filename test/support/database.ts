import { inject } from 'vitest';
import { makeDatabase, type TestDatabase } from './test-database.js';

export type { TestDatabase } from './test-database.js';

/** A copy of the migrated database of this run. */
export async function createDatabase(): Promise<TestDatabase> {
  const server = inject('databaseServer');
  return makeDatabase(server, `template ${server.template}`);
}

/** A database without any table. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return makeDatabase(inject('databaseServer'), 'template template0');
}
