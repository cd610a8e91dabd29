import type { VariablesOf } from './variable.js';

/** What an installation may set of the keys that personal data are sealed with. */
export interface SealingConfig {
  /** Secrets of the master keys, which wrap the keys of customers: the first one writes, all of them read. */
  readonly masterKeys: readonly string[] | null;
  /** Secrets of the index keys, by which numbers and addresses are found: the first one writes, all of them read. */
  readonly indexKeys: readonly string[] | null;
}

const MOST = 5;
const SECRET = /^[A-Za-z0-9_-]{32,200}$/;

/** The secrets of a list with commas; undefined when one of them is none, or stands there twice. */
export function readSecrets(text: string): readonly string[] | undefined {
  const secrets = text.split(',').map((part) => part.trim());
  const isGood = secrets.length <= MOST && new Set(secrets).size === secrets.length;
  return isGood && secrets.every((secret) => SECRET.test(secret)) ? secrets : undefined;
}

const LIST = {
  default: null,
  secret: true,
  rule: `1 to ${MOST} different secrets of at least 32 characters of A-Z a-z 0-9 _ -, with commas between them`,
  read: readSecrets,
} as const;

/** The variables of sealing, in the order of the README. */
export const SEALING_VARIABLES: VariablesOf<SealingConfig> = {
  masterKeys: {
    ...LIST,
    name: 'MASTER_KEYS',
    about:
      'Secrets that wrap the keys of customers, with commas: the first writes, all read; needed with `DATABASE_URL`',
  },
  indexKeys: {
    ...LIST,
    name: 'INDEX_KEYS',
    about:
      'Secrets by which numbers and addresses are found, with commas: the first writes, all read; needed with `DATABASE_URL`',
  },
};
