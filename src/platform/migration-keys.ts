import { AsyncLocalStorage } from 'node:async_hooks';
import type { SealingKeys } from './sealing-keys.js';

const keys = new AsyncLocalStorage<() => SealingKeys>();

/** Runs migrations, to which TypeORM hands nothing but the database, with the keys that personal data are sealed with. */
export function withMigrationKeys<T>(make: () => SealingKeys, work: () => Promise<T>): Promise<T> {
  return keys.run(make, work);
}

/** The keys, for a migration that meets something to seal or to open. Throws a `StartFault` when there are none. */
export function migrationKeys(): SealingKeys {
  const make = keys.getStore();
  if (make === undefined) throw new Error('These migrations were started without keys.');
  return make();
}
