import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readConfig, VARIABLES } from '../../../src/platform/config.js';

const folder = mkdtempSync(join(tmpdir(), 'voorkeur-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SECRET = 'a-secret-of-at-least-32-characters-x';

function faultsOf(environment: Record<string, string>): string[] {
  const config = readConfig(environment);
  return 'faults' in config ? config.faults : [];
}

function fileWith(text: string): string {
  const path = join(folder, 'secret');
  writeFileSync(path, text);
  return path;
}

const DAY = 86_400_000;

describe('without any setting', () => {
  test('everything has its usual value', () => {
    expect(readConfig({})).toEqual({
      ...{ host: '127.0.0.1', port: 3000, operationsHost: '127.0.0.1', operationsPort: null },
      ...{
        trustProxy: null,
        databaseUrl: null,
        databasePoolSize: 10,
        masterKeys: null,
        indexKeys: null,
        dataDir: resolve('.voorkeur'),
      },
      ...{ bootstrapKey: null, keyHashSecret: null, organisationTimeZone: 'Europe/Amsterdam' },
      ...{
        defaultRegion: 'NL',
        staleAfter: 365 * 86_400_000,
        logLevel: 'info',
        askAgainAfter: 90 * 86_400_000,
      },
      ...{ publicUrl: null, companyName: 'Voorkeur', companyLogo: null, companyColour: '#1f5aa6' },
      ...{ helpUrl: null, frameAncestors: [] },
      ...{ webhookSchedule: expect.any(Array), webhookTimeout: 15_000, webhookLoopback: false },
      ...{ jwtIssuer: null, jwtAudience: null, jwtJwksUrl: null, jwtType: 'at+jwt' },
      ...{ jwtAlgorithms: ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'] },
      ...{ jwtCallerClaim: 'client_id', jwtScopeClaim: 'scope', jwtScopeMap: null },
      ...{ jwtAuthorityClaim: null, jwtAuthorities: ['import', 'employee_on_behalf', 'inferred'] },
      ...{ oidcIssuer: null, oidcClientId: null, oidcClientSecret: null, oidcScopes: 'openid' },
      ...{ oidcCustomerClaim: 'sub', oidcExternalSystem: null },
      ...{ databaseOwnerUrl: null, auditKeys: null, auditHeadFile: null },
      ...{ redisUrl: null, rateLimits: expect.any(Object), overloadRequests: 1_000, overloadDelay: 500 },
      ...{ retainDecisions: 400 * DAY, retainContacts: 1_100 * DAY, retainQuestions: 1_465 * DAY },
      ...{ retainChanges: 3_653 * DAY, retainAccesses: 1_100 * DAY },
      ...{ retainLinks: 30 * DAY, retainSessions: DAY },
      ...{ retainVerifications: DAY, retainDeliveries: 30 * DAY, retainImports: 30 * DAY },
      ...{ stopDelay: 0, databasePrepare: true },
    });
  });

  test('an empty value counts as none', () => {
    const empty = Object.fromEntries(Object.values(VARIABLES).map(({ name }) => [name, '']));
    expect(readConfig({ ...empty, DATABASE_URL_FILE: '' })).toEqual(readConfig({}));
  });

  test('nothing can be changed afterwards', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true);
  });
});

describe('a value is taken', () => {
  test.each([
    ['PORT', '0', { port: 0 }],
    ['PORT', '65535', { port: 65_535 }],
    ['HOST', '::1', { host: '::1' }],
    ['DATABASE_URL', 'postgresql://u:p@h/d', { databaseUrl: 'postgresql://u:p@h/d' }],
    ['BOOTSTRAP_KEY', SECRET, { bootstrapKey: SECRET }],
    ['ORGANISATION_TIME_ZONE', 'America/Havana', { organisationTimeZone: 'America/Havana' }],
    ['DEFAULT_REGION', 'GB', { defaultRegion: 'GB' }],
    ['STALE_AFTER', 'P30D', { staleAfter: 30 * 86_400_000 }],
    ['ASK_AGAIN_AFTER', 'P30D', { askAgainAfter: 30 * 86_400_000 }],
    ['AUDIT_KEY', `${SECRET},${SECRET}2`, { auditKeys: [SECRET, `${SECRET}2`] }],
    ['LOG_LEVEL', 'silent', { logLevel: 'silent' }],
  ])('%s=%s', (name, value, expected) => {
    expect(readConfig({ [name]: value })).toMatchObject(expected);
  });
});

describe('a bad value is a fault that names the variable and not the value', () => {
  test.each([
    ['AUDIT_KEY', 'hunter2'],
    ['AUDIT_KEY', `${SECRET},hunter2`],
    ['DATABASE_OWNER_URL', 'hunter2'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', '0x50'],
    ['HOST', 'my host!'],
    ['DATABASE_URL', 'mysql://root:hunter2@h/d'],
    ['DATABASE_URL', 'hunter2'],
    ['DATABASE_POOL_SIZE', '1'],
    ['BOOTSTRAP_KEY', 'hunter2'],
    ['BOOTSTRAP_KEY', `${SECRET}!`],
    ['KEY_HASH_SECRET', 'hunter2'],
    ['MASTER_KEYS', 'hunter2'],
    ['INDEX_KEYS', `${SECRET},${SECRET}`],
    ['ORGANISATION_TIME_ZONE', 'CEST'],
    ['DEFAULT_REGION', 'nl'],
    ['DEFAULT_REGION', 'XX'],
    ['STALE_AFTER', 'P1Y'],
    ['LOG_LEVEL', 'INFO'],
    ['OPERATIONS_PORT', 'x'],
  ])('%s=%s', (name, value) => {
    const faults = faultsOf({ [name]: value });
    expect(faults).toEqual([expect.stringMatching(new RegExp(`^${name} must be .*\\.$`))]);
    expect(faults.join().replace(/whole number from .*/, '')).not.toContain(value);
  });

  test('and all faults are told at once', () => {
    expect(faultsOf({ PORT: 'x', DATABASE_URL: 'x', LOG_LEVEL: 'x' })).toHaveLength(3);
  });
});

describe('a secret', () => {
  test('may come from a file, without the line end', () => {
    expect(readConfig({ BOOTSTRAP_KEY_FILE: fileWith(`${SECRET}\n`) })).toMatchObject({
      bootstrapKey: SECRET,
    });
  });

  test('may not come from both', () => {
    const both = { BOOTSTRAP_KEY: SECRET, BOOTSTRAP_KEY_FILE: fileWith(SECRET) };
    expect(faultsOf(both)).toEqual(["BOOTSTRAP_KEY and BOOTSTRAP_KEY_FILE can't both be set."]);
  });

  test('from a file that is not there is a fault that does not name the file', () => {
    expect(faultsOf({ DATABASE_URL_FILE: '/nowhere/hunter2' })).toEqual(["DATABASE_URL_FILE can't be read."]);
  });

  test('is held to the same rule when it comes from a file', () => {
    expect(faultsOf({ BOOTSTRAP_KEY_FILE: fileWith('short') })).toEqual([
      expect.stringMatching(/^BOOTSTRAP_KEY must/),
    ]);
  });

  test('is the only kind of variable that has a file', () => {
    expect(readConfig({ PORT_FILE: fileWith('8080') })).toMatchObject({ port: 3000 });
  });
});
