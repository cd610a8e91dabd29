import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claimOf, hasDoubledNames, isForOtherUse, toCaller } from '../../../src/access/token-claims.js';
import { SCOPES } from '../../../src/platform/scopes.js';
import { readConfig, type Config } from '../../../src/platform/config.js';

function configOf(settings: Record<string, string> = {}): Config {
  const config = readConfig(settings);
  if ('faults' in config) throw new Error(config.faults.join());
  return config;
}

const USUAL = configOf();
const HASH = 'f'.repeat(64);
const callerOf = (claims: object, settings?: Record<string, string>) =>
  toCaller({ sub: 's', client_id: 'crm', ...claims }, settings ? configOf(settings) : USUAL, () => HASH);

describe('the id of a caller', () => {
  test.each([
    ['crm', 'jwt.crm'],
    ['Desk-App_2.prod', 'jwt.Desk-App_2.prod'],
    ['0193d5a1-7c3e-7000-8000-000000000001', 'jwt.0193d5a1-7c3e-7000-8000-000000000001'],
    ['anna@example.org', `jwt_${'f'.repeat(32)}`],
    ['31612345678', `jwt_${'f'.repeat(32)}`],
    ['+31612345678', `jwt_${'f'.repeat(32)}`],
    ['auth0|5f7c8ec7c33c6c004bbafe82', `jwt_${'f'.repeat(32)}`],
    ['x'.repeat(61), `jwt_${'f'.repeat(32)}`],
  ])('of %s is %s', (name, keyId) => expect(callerOf({ client_id: name })?.keyId).toBe(keyId));

  test('is one that reports can be asked for, whatever the issuer says', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 255, unit: 'binary' }), (name) =>
        /^[\w.-]{1,64}$/.test(callerOf({ client_id: name })?.keyId ?? ''),
      ),
    );
  });

  test.each([undefined, null, '', 7, {}, ['crm'], 'x'.repeat(256)])(
    'is none for %j, and then nobody calls',
    (name) => {
      expect(callerOf({ client_id: name })).toBeNull();
      expect(callerOf({ sub: name })).toBeNull();
    },
  );
});

describe('scopes', () => {
  test('are never more than there are, and never more than the token lists', () => {
    const word = fc.oneof(fc.constantFrom<string>(...SCOPES), fc.string());
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const { scopes } = callerOf({ scope: words }) ?? { scopes: new Set() };
        expect([...scopes].sort()).toEqual(SCOPES.filter((scope) => words.includes(scope)).sort());
      }),
    );
  });

  test('are read from a text, a list and an object inside', () => {
    const of = (claims: object, claim: string) => [
      ...(callerOf(claims, { JWT_SCOPE_CLAIM: claim })?.scopes ?? []),
    ];
    expect(of({ scp: ' decisions:read  x' }, 'scp')).toEqual(['decisions:read']);
    expect(of({ a: { b: ['decisions:read'] } }, 'a.b')).toEqual(['decisions:read']);
    expect(of({ 'https://x.org/roles': ['decisions:read'] }, 'https://x.org/roles')).toEqual([
      'decisions:read',
    ]);
    expect(of({}, 'constructor.name')).toEqual([]);
  });

  test('with a map are those of the roles alone', () => {
    const map = { JWT_SCOPE_MAP: 'desk=customers:read' };
    expect([...(callerOf({ scope: 'desk keys:manage' }, map)?.scopes ?? [])]).toEqual(['customers:read']);
  });

  test.each([7, true, { a: 1 }, [1], [['x']]])(
    'in the shape of %j are no scopes, and nobody calls',
    (scope) => expect(callerOf({ scope })).toBeNull(),
  );
});

test('a claim is only ever what the token itself says', () => {
  for (const name of ['toString', '__proto__', 'constructor.name', 'a.length', 'a.0.x'])
    expect(claimOf({ a: 'text' }, name), name).toBeUndefined();
  expect(claimOf({ 'a.b': 1, a: { b: 2 } }, 'a.b')).toBe(1);
});

test.each(['nonce', 'at_hash', 'c_hash', 's_hash', 'events'])(
  'a token with %s is for another use',
  (name) => {
    expect(isForOtherUse({ [name]: null })).toBe(true);
    expect(isForOtherUse({})).toBe(false);
  },
);

describe('doubled names', () => {
  test('are never found in what was written from a value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1), (value, indent) => {
        // `__proto__` is a name like others in a text, and in what is read from it
        expect(hasDoubledNames(JSON.stringify(value, null, indent))).toBe(false);
      }),
    );
  });

  test('are found wherever a member is written once more', () => {
    const name = fc.string({ unit: 'binary' }).filter((text) => text !== '__proto__');
    fc.assert(
      fc.property(name, fc.jsonValue(), fc.jsonValue(), (key, one, two) => {
        const member = (value: unknown) => `${JSON.stringify(key)} : ${JSON.stringify(value)}`;
        expect(hasDoubledNames(`{"list":[{${member(one)},${member(two)}}]}`)).toBe(true);
      }),
    );
  });
});
