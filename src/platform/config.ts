import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { toMilliseconds } from '../domain/durations.js';
import { LIMIT_VARIABLES, type LimitConfig } from './limit-variables.js';
import { timeZoneRules } from './time-zones.js';
import { AUDIT_VARIABLES, type AuditConfig } from './audit-variables.js';
import { PAGE_VARIABLES, type PageConfig } from './page-variables.js';
import { isRegion } from './phone-numbers.js';
import { OAUTH_VARIABLES, oauthFaults, type OauthConfig } from './oauth-variables.js';
import { POOLER_VARIABLES, type PoolerConfig } from './pooler-variables.js';
import { readProxies } from './proxies.js';
import { RETENTION_VARIABLES, type RetentionConfig } from './retention-variables.js';
import { SEALING_VARIABLES, type SealingConfig } from './sealing-variables.js';
import { STOP_VARIABLES, type StopConfig } from './stop-variables.js';
import type { Variable, VariablesOf } from './variable.js';
import { WEBHOOK_VARIABLES, type WebhookConfig } from './webhook-variables.js';

/** Everything that an installation may set, read once at the start and never changed after. */
export interface Config
  extends
    PageConfig,
    WebhookConfig,
    OauthConfig,
    AuditConfig,
    LimitConfig,
    RetentionConfig,
    SealingConfig,
    StopConfig,
    PoolerConfig {
  /** Address to listen on. */
  readonly host: string;
  /** Port to listen on; 0 takes a free one. */
  readonly port: number;
  /** Address on which `/health`, `/metrics` and `/docs` are served when `operationsPort` is set. */
  readonly operationsHost: string;
  /** Port of its own for `/health`, `/metrics` and `/docs`; null serves them on the main port. */
  readonly operationsPort: number | null;
  /** Proxies whose `X-Forwarded-For` is believed: how many in a row, or their addresses; null for none. */
  readonly trustProxy: number | string[] | null;
  /** PostgreSQL to use; null starts an embedded one in `dataDir`. */
  readonly databaseUrl: string | null;
  /** The same PostgreSQL for the owner of the schema, who alone changes it; null when that is the role of `databaseUrl`. */
  readonly databaseOwnerUrl: string | null;
  /** Most connections to PostgreSQL at once. */
  readonly databasePoolSize: number;
  /** Folder of the embedded database and of generated secrets. */
  readonly dataDir: string;
  /** A key that gets all scopes at the start if it does not exist yet; null for none. */
  readonly bootstrapKey: string | null;
  /** Secret of the keyed hash under which keys are stored; null takes the one in `dataDir`. */
  readonly keyHashSecret: string | null;
  /** IANA zone of staffed hours, and of customers who stated none. */
  readonly organisationTimeZone: string;
  /** ISO 3166-1 alpha-2 country of phone numbers written nationally. */
  readonly defaultRegion: string;
  /** Milliseconds after which a confirmation is stale. */
  readonly staleAfter: number;
  /** Milliseconds for which a customer who was asked something is asked nothing more. */
  readonly askAgainAfter: number;
  /** Least level that is logged. */
  readonly logLevel: string;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

const matching = (pattern: RegExp) => (text: string) => (pattern.test(text) ? text : undefined);

const whole = (least: number, most: number) => (text: string) => {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : NaN;
  return value >= least && value <= most ? value : undefined;
};

const postgresUrl = (text: string) => {
  if (!URL.canParse(text)) return undefined;
  return ['postgres:', 'postgresql:'].includes(new URL(text).protocol) ? text : undefined;
};

/** All variables, in the order of the README. */
export const VARIABLES: VariablesOf<Config> = {
  host: {
    name: 'HOST',
    about: 'Address to listen on',
    default: '127.0.0.1',
    rule: 'a host name or IP address',
    read: matching(/^[A-Za-z0-9.:_-]{1,253}$/),
  },
  port: {
    name: 'PORT',
    about: 'Port to listen on; 0 takes a free one',
    default: '3000',
    rule: 'a whole number from 0 to 65535',
    read: whole(0, 65_535),
  },
  operationsHost: {
    name: 'OPERATIONS_HOST',
    about: 'Address for `/health`, `/metrics` and `/docs` when `OPERATIONS_PORT` is set',
    default: '127.0.0.1',
    rule: 'a host name or IP address',
    read: matching(/^[A-Za-z0-9.:_-]{1,253}$/),
  },
  operationsPort: {
    name: 'OPERATIONS_PORT',
    about: 'Port of its own for `/health`, `/metrics` and `/docs`; they are then not on `PORT`',
    default: null,
    rule: 'a whole number from 0 to 65535',
    read: whole(0, 65_535),
  },
  trustProxy: {
    name: 'TRUST_PROXY',
    about: 'Proxies whose `X-Forwarded-For` is believed: how many in a row, or their addresses with commas',
    default: null,
    rule: 'a whole number from 1 to 10, or IP addresses and CIDR networks with commas between them',
    read: readProxies,
  },
  databaseUrl: {
    name: 'DATABASE_URL',
    about: 'PostgreSQL to use; without it an embedded one is started in `DATA_DIR`',
    default: null,
    secret: true,
    rule: 'a URL that starts with postgres:// or postgresql://',
    read: postgresUrl,
  },
  databaseOwnerUrl: {
    name: 'DATABASE_OWNER_URL',
    about:
      'The same PostgreSQL for the owner of the schema, for `voorkeur migrate`; the role in `DATABASE_URL` is then granted what the service needs',
    default: null,
    secret: true,
    rule: 'a URL that starts with postgres:// or postgresql://',
    read: postgresUrl,
  },
  databasePoolSize: {
    name: 'DATABASE_POOL_SIZE',
    about: 'Most connections to PostgreSQL at once',
    default: '10',
    rule: 'a whole number from 2 to 200',
    read: whole(2, 200),
  },
  dataDir: {
    name: 'DATA_DIR',
    about: 'Folder of the embedded database and of generated secrets',
    default: '.voorkeur',
    rule: 'a path',
    read: (text) => (text.includes('\0') ? undefined : resolve(text)),
  },
  bootstrapKey: {
    name: 'BOOTSTRAP_KEY',
    about: 'A key that gets all scopes if it does not exist yet, for unattended installs',
    default: null,
    secret: true,
    rule: 'at least 32 characters of A-Z a-z 0-9 _ -',
    read: matching(/^[A-Za-z0-9_-]{32,200}$/),
  },
  keyHashSecret: {
    name: 'KEY_HASH_SECRET',
    about:
      'Secret of the keyed hash of API keys, the same on every instance; without it one is kept in `DATA_DIR`',
    default: null,
    secret: true,
    rule: 'at least 32 characters of A-Z a-z 0-9 _ -',
    read: matching(/^[A-Za-z0-9_-]{32,200}$/),
  },
  organisationTimeZone: {
    name: 'ORGANISATION_TIME_ZONE',
    about: 'IANA zone of staffed hours, and of customers who stated none',
    default: 'Europe/Amsterdam',
    rule: 'an IANA time zone',
    read: (text) => timeZoneRules(text)?.name,
  },
  defaultRegion: {
    name: 'DEFAULT_REGION',
    about: 'Country of phone numbers that are written nationally',
    default: 'NL',
    rule: 'an ISO 3166-1 alpha-2 country code',
    read: (text) => (isRegion(text) ? text : undefined),
  },
  staleAfter: {
    name: 'STALE_AFTER',
    about: 'Age of the last confirmation at which choices are stale',
    default: 'P365D',
    rule: 'an ISO 8601 duration in weeks, days, hours, minutes and seconds',
    read: (text) => toMilliseconds(text) ?? undefined,
  },
  askAgainAfter: {
    name: 'ASK_AGAIN_AFTER',
    about: 'How long a customer who was asked a question is asked nothing more',
    default: 'P90D',
    rule: 'an ISO 8601 duration in weeks, days, hours, minutes and seconds',
    read: (text) => toMilliseconds(text) ?? undefined,
  },
  logLevel: {
    name: 'LOG_LEVEL',
    about: `Least level that is logged: ${LOG_LEVELS.join(' ')}`,
    default: 'info',
    rule: `one of ${LOG_LEVELS.join(' ')}`,
    read: (text) => (LOG_LEVELS.includes(text) ? text : undefined),
  },
  ...PAGE_VARIABLES,
  ...WEBHOOK_VARIABLES,
  ...OAUTH_VARIABLES,
  ...AUDIT_VARIABLES,
  ...LIMIT_VARIABLES,
  ...RETENTION_VARIABLES,
  ...SEALING_VARIABLES,
  ...STOP_VARIABLES,
  ...POOLER_VARIABLES,
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Injection token of the configuration. */
export const CONFIG = Symbol('Config');

/** Reads the configuration, or lists every fault at once: names and rules, never a value. */
export function readConfig(environment: Environment = process.env): Config | { faults: string[] } {
  const faults: string[] = [];
  const entries = Object.entries(VARIABLES).map(([field, variable]) => [
    field,
    readVariable(variable as Variable<unknown>, environment, faults),
  ]);
  const config = Object.fromEntries(entries) as unknown as Config;
  faults.push(...oauthFaults(config));
  return faults.length > 0 ? { faults } : Object.freeze(config);
}

function readVariable(variable: Variable<unknown>, environment: Environment, faults: string[]): unknown {
  const text = textOf(variable, environment, faults) ?? variable.default;
  if (text === null) return null;
  const value = variable.read(text);
  if (value === undefined) faults.push(`${variable.name} must be ${variable.rule}.`);
  return value;
}

/** An empty value counts as none: that is how compose files and shells leave a variable out. */
function textOf(variable: Variable<unknown>, environment: Environment, faults: string[]): string | undefined {
  const direct = environment[variable.name] || undefined;
  const file = variable.secret ? environment[`${variable.name}_FILE`] || undefined : undefined;
  if (file === undefined) return direct;
  if (direct !== undefined) {
    faults.push(`${variable.name} and ${variable.name}_FILE can't both be set.`);
    return undefined;
  }
  try {
    return readFileSync(file, 'utf8').trimEnd();
  } catch {
    faults.push(`${variable.name}_FILE can't be read.`);
    return undefined;
  }
}
