import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/platform/config.js';

const JWT = { JWT_ISSUER: 'https://id.example.org/', JWT_AUDIENCE: 'voorkeur' };
const OIDC = { OIDC_ISSUER: 'https://id.example.org', OIDC_CLIENT_ID: 'page', OIDC_EXTERNAL_SYSTEM: 'crm' };

function faultsOf(environment: Record<string, string>): string[] {
  const config = readConfig(environment);
  return 'faults' in config ? config.faults : [];
}

describe('an issuer', () => {
  test('is kept as it is written: a slash at its end counts', () => {
    expect(readConfig(JWT)).toMatchObject({ jwtIssuer: 'https://id.example.org/' });
  });

  test.each(['http://localhost:8080', 'http://127.0.0.1:1', 'http://127.9.9.9', 'http://[::1]:1/realm'])(
    'may be without TLS on this machine: %s',
    (url) => expect(faultsOf({ ...JWT, JWT_ISSUER: url })).toEqual([]),
  );

  test.each([
    'http://id.example.org',
    'http://localhost.example.org',
    'http://127.0.0.1.example.org',
    'http://0.0.0.0',
    'http://10.0.0.1',
    'http://[::ffff:10.0.0.1]',
    'ftp://127.0.0.1',
    'https://user:word@id.example.org',
    'https://id.example.org/#x',
    'id.example.org',
  ])('is refused, wherever it stands: %s', (url) => {
    for (const [name, rest] of [
      ['JWT_ISSUER', JWT],
      ['JWT_JWKS_URL', JWT],
      ['OIDC_ISSUER', OIDC],
    ] as const)
      expect(faultsOf({ ...rest, [name]: url })).toEqual([expect.stringContaining(`${name} must be`)]);
  });
});

test('what belongs to an issuer is named when it is missing, all at once', () => {
  expect(faultsOf({ JWT_ISSUER: JWT.JWT_ISSUER, OIDC_ISSUER: OIDC.OIDC_ISSUER })).toEqual([
    'JWT_AUDIENCE is needed with JWT_ISSUER.',
    'OIDC_CLIENT_ID is needed with OIDC_ISSUER.',
    'OIDC_EXTERNAL_SYSTEM is needed with OIDC_ISSUER.',
  ]);
  expect(faultsOf({ ...JWT, ...OIDC })).toEqual([]);
});

test.each(['HS256', 'none', 'RS256 HS256', 'RS256 none', 'RSA-OAEP', 'dir', ' '])(
  'a signature that needs no private key is refused: %j',
  (algorithms) => expect(faultsOf({ JWT_ALGORITHMS: algorithms })).toHaveLength(1),
);

describe('the map of scopes', () => {
  test('gives a role all that is said of it; roles may look like addresses', () => {
    const text = 'desk=customers:read,decisions:read api://x/ivr.read?a=b=decisions:read  desk=reports:read';
    const config = readConfig({ JWT_SCOPE_MAP: text });
    expect(config).toMatchObject({
      jwtScopeMap: new Map([
        ['desk', ['customers:read', 'decisions:read', 'reports:read']],
        ['api://x/ivr.read?a=b', ['decisions:read']],
      ]),
    });
  });

  test.each(['desk', 'desk=', '=customers:read', 'desk=all', 'desk=customers:read,', 'desk=any_key'])(
    'is refused when it gives what there is not: %s',
    (text) => expect(faultsOf({ JWT_SCOPE_MAP: text })).toHaveLength(1),
  );
});

test.each([
  ['JWT_AUTHORITIES', 'customer king'],
  ['JWT_AUTHORITIES', ' '],
  ['JWT_TYPE', 'jwt'],
  ['JWT_SCOPE_CLAIM', 'a b'],
  ['OIDC_SCOPES', 'profile'],
  ['OIDC_EXTERNAL_SYSTEM', 'my crm'],
])('%s=%j is refused', (name, value) => {
  expect(faultsOf({ [name]: value })).toEqual([expect.stringContaining(`${name} must be`)]);
});

test('the order of authorities is kept: the first one counts when a write does not say', () => {
  expect(readConfig({ JWT_AUTHORITIES: 'inferred,customer' })).toMatchObject({
    jwtAuthorities: ['inferred', 'customer'],
  });
});
