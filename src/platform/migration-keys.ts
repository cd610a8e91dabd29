import { DataSource, type DataSourceOptions, type QueryRunner } from 'typeorm';
import type { SealingKeys } from './sealing-keys.js';

/** A database to migrate, with the keys that personal data are sealed with: a migration is handed nothing but the database. */
export class KeyedDataSource extends DataSource {
  constructor(
    options: DataSourceOptions,
    /** Throws a `StartFault` when there are no keys. */
    readonly sealing: () => SealingKeys,
  ) {
    super(options);
  }
}

/** The keys, for a migration that meets something to seal or to open. Throws a `StartFault` when there are none. */
export function migrationKeys({ connection }: QueryRunner): SealingKeys {
  return (connection as KeyedDataSource).sealing();
}
