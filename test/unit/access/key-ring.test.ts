import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { KeyHash, linkHash } from '../../../src/access/key-hash.js';
import { KeyRing } from '../../../src/access/key-ring.js';
import type { KeyRow } from '../../../src/access/key.entity.js';
import type { KeyRepository } from '../../../src/access/key.repository.js';
import type { Clock } from '../../../src/platform/clock.js';
import type { Config } from '../../../src/platform/config.js';

const SECRET = 'a-secret-of-at-least-32-characters';
const hashOf = (text: string) => createHmac('sha256', SECRET).update(text).digest('hex');

let now: number;
let rows: KeyRow[];
let read: number;
let hashed: number;
let ring: KeyRing;
let keyHash: KeyHash;
beforeEach(async () => {
  [now, read, hashed] = [1_000_000, 0, 0];
  rows = [row('k1', 'vk_one'), row('k2', 'vk_two', { reads: 5 })];
  keyHash = new KeyHash({ keyHashSecret: SECRET } as Config);
  keyHash.onModuleInit();
  const counted = {
    of: (key: string) => {
      hashed += 1;
      return keyHash.of(key);
    },
  } as KeyHash;
  const keys = {
    listActive: () => {
      read += 1;
      return Promise.resolve(rows);
    },
  } as unknown as KeyRepository;
  ring = new KeyRing(counted, keys, { now: () => now } as Clock);
  await ring.onModuleInit();
});

function row(id: string, key: string, limits: object = {}): KeyRow {
  const what = { id, name: `name of ${id}`, hash: hashOf(key), limits };
  return { ...what, scopes: ['customers:read'], authorities: ['agent', 'import'] } as unknown as KeyRow;
}

describe('the keys', () => {
  test('are loaded before the first request', () => expect(read).toBe(1));

  test('tell who holds one, with scopes, authorities, and limits where it has its own', async () => {
    expect(await ring.find('vk_one')).toEqual({
      ...{ keyId: 'k1', name: 'name of k1', scopes: new Set(['customers:read']) },
      authorities: ['agent', 'import'],
    });
    expect(await ring.find('vk_one')).not.toHaveProperty('limits');
    expect(await ring.find('vk_two')).toMatchObject({ keyId: 'k2', limits: { reads: 5 } });
    expect(read).toBe(1);
  });

  test('are hashed once a second each, however often they come', async () => {
    for (let n = 0; n < 10; n += 1) await ring.find('vk_one');
    expect(hashed).toBe(1);
    now += 1_000;
    await ring.find('vk_one');
    expect([hashed, read]).toEqual([2, 2]);
  });

  test('work at once when they are new', async () => {
    expect(await ring.find('vk_new')).toBeNull();
    rows = [...rows, row('k3', 'vk_new')];
    expect(await ring.find('vk_new')).toMatchObject({ keyId: 'k3' });
  });

  test('are refused within a second when they were revoked, also those that were just used', async () => {
    await ring.find('vk_one');
    rows = rows.slice(1);
    now += 1_000;
    expect(await ring.find('vk_one')).toBeNull();
    expect(await ring.find('vk_two')).not.toBeNull();
  });

  test('are not opened by their hash, nor by nothing', async () => {
    for (const key of [hashOf('vk_one'), '', 'k1']) expect(await ring.find(key), key).toBeNull();
  });
});

describe('the keyed hash', () => {
  test('is HMAC-SHA-256 with the configured secret', () => {
    expect(keyHash.of('vk_one')).toBe(hashOf('vk_one'));
    expect(linkHash(keyHash, 'vk_one')).toBe(hashOf('link:vk_one'));
  });

  test('is not made before there is a secret', () => {
    const early = new KeyHash({ keyHashSecret: SECRET } as Config);
    expect(() => early.of('vk_one')).toThrow('The application has not started.');
  });
});
