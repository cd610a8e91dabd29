import { describe, expect, test } from 'vitest';
import { SealingKeys } from '../../../src/platform/sealing-keys.js';
import { blindIndex, toIndexKey, toMasterKey } from '../../../src/platform/sealing.js';

const [A, B] = ['a'.repeat(32), 'b'.repeat(32)] as const;
const keysOf = (masterKeys: readonly string[] | null, indexKeys: readonly string[] | null) =>
  new SealingKeys({ masterKeys, indexKeys });

describe('master keys', () => {
  test('are named in their order, by names that are not the secrets', () => {
    expect(keysOf([A, B], null).masterIds).toEqual([toMasterKey(A).id, toMasterKey(B).id]);
    expect(keysOf([A, B], null).indexIds).toEqual([]);
    expect(keysOf([A], [B]).masterIds.join()).not.toContain(A);
  });

  test('the first one wraps, and each one unwraps what it wrapped', () => {
    const { key, row } = keysOf([A], null).newKey('c1');
    expect(row).toMatchObject({ customerId: 'c1', masterKeyId: toMasterKey(A).id });
    expect(key).toHaveLength(32);
    const both = keysOf([B, A], null);
    expect(both.unwrap(row)).toEqual(key);
    const anew = both.wrap(key, 'c1');
    expect(anew.masterKeyId).toBe(toMasterKey(B).id);
    expect(keysOf([B], null).unwrap(anew)).toEqual(key);
  });

  test('that are missing are named, by their name', () => {
    const { row } = keysOf([A], null).newKey('c1');
    const missing = `The master key ${toMasterKey(A).id} is not in MASTER_KEYS.`;
    expect(() => keysOf([B], null).unwrap(row)).toThrow(missing);
    expect(() => keysOf(null, null).unwrap(row)).toThrow(missing);
  });

  test('wrap for one customer alone, and each customer has another key', () => {
    const keys = keysOf([A], null);
    const [one, two] = [keys.newKey('c1'), keys.newKey('c2')];
    expect(one.key.equals(two.key)).toBe(false);
    expect(() => keys.unwrap({ ...one.row, customerId: 'c2' })).toThrow();
  });
});

describe('index keys', () => {
  test('the first one says what is stored, all say what may be stored', () => {
    const keys = keysOf(null, [A, B]);
    expect(keys.indexIds).toEqual([toIndexKey(A).id, toIndexKey(B).id]);
    expect(keys.masterIds).toEqual([]);
    const wanted = [A, B].map((secret) => blindIndex(toIndexKey(secret), 'phone', '+447700900123'));
    expect(keys.indexesOf('phone', '+447700900123')).toEqual(wanted);
    expect(keys.indexOf('phone', '+447700900123')).toEqual(wanted[0]);
  });
});

test('without keys nothing is sealed, and nothing is found', () => {
  const keys = keysOf(null, null);
  expect(() => keys.newKey('c1')).toThrow('There are no keys to seal with.');
  expect(() => keys.indexOf('phone', '1')).toThrow('There are no keys to seal with.');
  expect(keys.indexesOf('phone', '1')).toEqual([]);
});
