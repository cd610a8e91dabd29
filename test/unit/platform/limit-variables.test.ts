import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/platform/config.js';
import { readLimits, writeLimits } from '../../../src/platform/limit-variables.js';
import { ROUTE_GROUPS } from '../../../src/platform/route-groups.js';

const faultsOf = (environment: Record<string, string>) => {
  const config = readConfig(environment);
  return 'faults' in config ? config.faults : [];
};

describe('RATE_LIMITS', () => {
  test('changes what it names, and leaves the rest', () => {
    const usual = readConfig({});
    const changed = readConfig({ RATE_LIMITS: 'lookups=5, misses=100000' });
    expect('rateLimits' in usual && usual.rateLimits).toMatchObject({ reads: 60_000, misses: 150 });
    expect(changed).toMatchObject({ rateLimits: { lookups: 5, reads: 60_000, misses: 100_000 } });
  });

  test.each([
    'lookups',
    'lookups=0',
    'lookups=-1',
    'lookups=1e3',
    'other=1',
    'reads=1 reads=2',
    'misses=100001',
  ])('is refused: %s', (text) => {
    expect(faultsOf({ RATE_LIMITS: text })).toEqual([expect.stringMatching(/^RATE_LIMITS must be like/)]);
  });

  test('reads what is written', () => {
    const limits = fc.dictionary(fc.constantFrom(...ROUTE_GROUPS), fc.integer({ min: 1, max: 1e9 }), {
      minKeys: 1,
    });
    fc.assert(
      fc.property(limits, (given) => {
        expect(readLimits(writeLimits(given))).toEqual({ ...given });
      }),
    );
  });
});

describe('other settings of limits', () => {
  test.each([
    ['REDIS_URL', 'rediss://user:secret@host:6380/2', { redisUrl: 'rediss://user:secret@host:6380/2' }],
    ['OVERLOAD_REQUESTS', '10', { overloadRequests: 10 }],
    ['OVERLOAD_DELAY', 'PT0.05S', { overloadDelay: 50 }],
  ])('%s=%s is taken', (name, value, expected) => {
    expect(readConfig({ [name]: value })).toMatchObject(expected);
  });

  test.each([
    ['REDIS_URL', 'http://hunter2@host'],
    ['REDIS_URL', 'redis://'],
    ['OVERLOAD_REQUESTS', '9'],
    ['OVERLOAD_REQUESTS', '100001'],
    ['OVERLOAD_DELAY', 'PT0S'],
    ['OVERLOAD_DELAY', 'PT61S'],
  ])('%s=%s is refused', (name, value) => {
    expect(faultsOf({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name} must be`))]);
  });
});
