import { hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  blindIndex,
  newDataKey,
  open,
  seal,
  toIndexKey,
  toMasterKey,
  unwrap,
  wrap,
} from '../../../src/platform/sealing.js';

const KEY = newDataKey();
const PLACE = 'contact-point:c1:phone:p1';
const OLD = toMasterKey('an-old-master-secret-of-32-characters');
const NEW = toMasterKey('a-new-master-secret-of-32-characters--');

describe('what is sealed', () => {
  test('is opened again, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, place) => {
        expect(open(seal(text, KEY, place), KEY, place).toString()).toBe(text);
      }),
    );
  });

  test('is refused when any bit of it was changed', () => {
    const sealed = seal('+447700900123', KEY, PLACE);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(() => open(changed, KEY, PLACE), `bit ${bit}`).toThrow();
    }
  });

  test('is refused when it was cut or made longer', () => {
    const sealed = seal('+447700900123', KEY, PLACE);
    for (let length = 0; length < sealed.length; length += 1)
      expect(() => open(sealed.subarray(0, length), KEY, PLACE), `${length} bytes`).toThrow();
    expect(() => open(Buffer.concat([sealed, Buffer.of(0)]), KEY, PLACE)).toThrow();
  });

  test('is refused in any other place, and with any other key', () => {
    fc.assert(
      fc.property(fc.string(), fc.uint8Array({ minLength: 32, maxLength: 32 }), (place, key) => {
        const sealed = seal('+447700900123', KEY, PLACE);
        expect(() => open(sealed, Buffer.from(key), PLACE)).toThrow();
        if (place !== PLACE) expect(() => open(sealed, KEY, place)).toThrow();
      }),
    );
  });

  test('never looks the same twice, and never holds the text', () => {
    const all = Array.from({ length: 1_000 }, () => seal('+447700900123', KEY, PLACE));
    expect(new Set(all.map((each) => each.toString('hex'))).size).toBe(all.length);
    expect(new Set(all.map((each) => each.subarray(1, 13).toString('hex'))).size).toBe(all.length);
    expect(all.some((each) => each.includes('7700900123'))).toBe(false);
  });
});

describe("a customer's key", () => {
  test('is unwrapped again, and wrapped anew under another master key', () => {
    const rewrapped = wrap(unwrap(wrap(KEY, OLD, 'c1'), OLD, 'c1'), NEW, 'c1');
    expect(unwrap(rewrapped, NEW, 'c1')).toEqual(KEY);
  });

  test('is refused for another customer, and under another master key', () => {
    const wrapped = wrap(KEY, OLD, 'c1');
    expect(() => unwrap(wrapped, OLD, 'c2')).toThrow();
    expect(() => unwrap(wrapped, NEW, 'c1')).toThrow();
    expect(() => unwrap(wrapped, { ...OLD, id: NEW.id }, 'c1')).toThrow();
  });
});

describe('the blind index', () => {
  const KEYS = [
    toIndexKey('an-index-secret-of-at-least-32-characters'),
    toIndexKey('another-index-secret-of-32-characters'),
  ];

  test('is the same for the same key, kind and value, and for nothing else', () => {
    const asked = fc.record({
      key: fc.constantFrom(...KEYS),
      kind: fc.constantFrom('phone', 'email', 'post', 'handle'),
      value: fc.string(),
    });
    fc.assert(
      fc.property(asked, asked, (a, b) => {
        const isSame = a.key === b.key && a.kind === b.kind && a.value === b.value;
        const [left, right] = [a, b].map(({ key, kind, value }) => blindIndex(key, kind, value));
        expect(left?.equals(right ?? Buffer.of())).toBe(isSame);
      }),
    );
  });

  test('begins with the name of its key, and is 36 bytes long', () => {
    for (const key of KEYS) {
      const index = blindIndex(key, 'phone', '+447700900123');
      expect(index.subarray(0, 4).toString('hex')).toBe(key.id);
      expect(index).toHaveLength(36);
    }
  });
});

test('one secret makes keys that have nothing to do with each other', () => {
  const secret = 'one-secret-for-both-of-at-least-32-chars';
  const [master, index] = [toMasterKey(secret), toIndexKey(secret)];
  expect(master.id).not.toBe(index.id);
  expect(master.key.equals(index.key)).toBe(false);
  expect(master.key.toString('hex').startsWith(master.id)).toBe(false);
  expect(toMasterKey(secret)).toEqual(master);
});

test('what was sealed by an earlier release is opened and found by this one', () => {
  const bytes = (info: string, length: number) =>
    Buffer.from(hkdfSync('sha256', 'a-secret-that-was-set-long-ago-and-kept', '', info, length));
  const secret = 'a-secret-that-was-set-long-ago-and-kept';
  expect(toMasterKey(secret)).toEqual({
    ...{ id: bytes('voorkeur master key id', 4).toString('hex'), key: bytes('voorkeur master key', 32) },
  });
  expect(toIndexKey(secret)).toEqual({
    ...{ id: bytes('voorkeur index key id', 4).toString('hex'), key: bytes('voorkeur index key', 32) },
  });
});

test('what is too short or of another version is told apart from what was changed', () => {
  const NOT_OURS = 'This is nothing that was sealed here.';
  const sealed = seal('x', KEY, PLACE);
  expect(() => open(sealed.subarray(0, 28), KEY, PLACE)).toThrow(NOT_OURS);
  expect(() => open(Buffer.alloc(0), KEY, PLACE)).toThrow(NOT_OURS);
  expect(() => open(Buffer.concat([Buffer.of(9), sealed.subarray(1)]), KEY, PLACE)).toThrow(NOT_OURS);
  expect(() => open(seal('', KEY, PLACE), OLD.key, PLACE)).not.toThrow(NOT_OURS);
});
