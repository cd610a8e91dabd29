import type { VariablesOf } from './variable.js';

/** What an installation may set of a pooler between it and PostgreSQL. */
export interface PoolerConfig {
  /** Whether statements that are used often are prepared once for each connection, by name. */
  readonly databasePrepare: boolean;
}

/** The variables of a pooler, in the order of the README. */
export const POOLER_VARIABLES: VariablesOf<PoolerConfig> = {
  databasePrepare: {
    name: 'DATABASE_PREPARE',
    about: '`no` behind a pooler by transaction that keeps no prepared statements: PgBouncer before 1.21',
    default: 'yes',
    rule: 'yes or no',
    read: (text) => ({ yes: true, no: false })[text],
  },
};
