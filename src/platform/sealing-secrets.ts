import { join } from 'node:path';
import type { Config } from './config.js';
import { SEALING_VARIABLES, readSecrets, type SealingConfig } from './sealing-variables.js';
import { keptSecret } from './secrets.js';
import { StartFault } from './start-fault.js';

/** Names of the files in the data folder, beside the other secrets that were made there. */
const FILES = { masterKeys: 'master-keys', indexKeys: 'index-keys' } as const;

type Secrets = { readonly [K in keyof SealingConfig]: NonNullable<SealingConfig[K]> };

/**
 * The settings with the secrets that personal data are sealed with. Beside an embedded database they are kept in the
 * data folder, made on first use. For another database they must be set: a `StartFault` says which are missing, because
 * keys that were lost with a container would take all numbers and addresses with them.
 */
export function withSealingSecrets<C extends Config>(config: C): C & Secrets {
  const { masterKeys, indexKeys } = config;
  if (masterKeys !== null && indexKeys !== null) return { ...config, masterKeys, indexKeys };
  if (config.databaseUrl !== null) throw new StartFault(missing(config));
  return {
    ...config,
    masterKeys: masterKeys ?? kept(config.dataDir, 'masterKeys'),
    indexKeys: indexKeys ?? kept(config.dataDir, 'indexKeys'),
  };
}

function kept(dataDir: string, field: keyof SealingConfig): readonly string[] {
  const secrets = readSecrets(keptSecret(dataDir, FILES[field]));
  if (secrets !== undefined) return secrets;
  throw new StartFault(
    `The file ${join(dataDir, 'secrets', FILES[field])} must hold ${SEALING_VARIABLES[field].rule}.`,
  );
}

function missing(config: SealingConfig): string {
  const names = (['masterKeys', 'indexKeys'] as const)
    .filter((field) => config[field] === null)
    .map((field) => SEALING_VARIABLES[field].name);
  return [
    `With DATABASE_URL, ${names.join(' and ')} must be set: numbers and addresses of customers are sealed with them.`,
    'Make one of each with `voorkeur keys make-secret`, and keep them where the database is not: without them nobody can read the data.',
  ].join('\n');
}
