import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readIdempotencyKey } from '../../../src/idempotency/idempotency-key.js';
import { seal, unseal } from '../../../src/idempotency/kept-reply.js';

describe('an idempotency key', () => {
  const printable = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 255 });

  test('is read from its quotes whatever is in it', () => {
    fc.assert(
      fc.property(printable, (key) => {
        expect(readIdempotencyKey(`"${key.replace(/["\\]/g, '\\$&')}"`)).toBe(key);
      }),
    );
  });

  test.each([
    ['"a"', 'a'],
    ['a', 'a'],
    [' "a b" ', 'a b'],
    ['urn:uuid:8e03978e-40d5-43dd-bc93-6894a57f9324', 'urn:uuid:8e03978e-40d5-43dd-bc93-6894a57f9324'],
  ])('is the same bare: %s', (header, key) => expect(readIdempotencyKey(header)).toBe(key));

  test.each(['', '""', '"a"b', '"a\\b"', "'a'", 'a;b', '\u0000', '"\u007f"', 'a'.repeat(256)])(
    'is refused as %s',
    (header) => expect(() => readIdempotencyKey(header)).toThrow('Idempotency-Key must be'),
  );
});

describe('a reply that is kept', () => {
  const key = randomBytes(32);
  const reply = { status: 201, headers: { location: '/v1/customers/1' }, body: '{"phone":"+447700900123"}' };

  test('comes back as it was, with the right key and in its own place', () => {
    expect(unseal(seal(reply, key, 'a'), key, 'a')).toEqual(reply);
    expect(unseal(seal(reply, key, 'a'), randomBytes(32), 'a')).toBeNull();
    expect(unseal(seal(reply, key, 'a'), key, 'b')).toBeNull();
  });

  test('is found out when any of its bits was changed, or some are missing', () => {
    const sealed = seal(reply, key, 'a');
    for (let bit = 0; bit < sealed.length * 8; bit += 7) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(unseal(changed, key, 'a')).toBeNull();
    }
    for (const length of [0, 12, 27, sealed.length - 1])
      expect(unseal(sealed.subarray(0, length), key, 'a')).toBeNull();
  });

  test('never looks the same twice, and shows nothing', () => {
    const [one, other] = [seal(reply, key, 'a'), seal(reply, key, 'a')];
    expect(one.equals(other)).toBe(false);
    expect(one.toString('latin1')).not.toContain('7700');
  });
});
