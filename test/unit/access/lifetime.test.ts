import { describe, expect, test } from 'vitest';
import { endAfterUse, GRAIN, IDLE, toLifetime } from '../../../src/access/lifetime.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('a session', () => {
  test('ends 30 minutes after its last use', () => {
    expect(endAfterUse(0, 0)).toBe(30 * MINUTE);
    expect(endAfterUse(0, HOUR)).toBe(90 * MINUTE);
    expect([IDLE, GRAIN]).toEqual([30 * MINUTE, MINUTE]);
  });

  test('ends 12 hours after it began, however much it is used', () => {
    expect(endAfterUse(HOUR, 12.5 * HOUR)).toBe(13 * HOUR);
    expect(endAfterUse(HOUR, 12.5 * HOUR - 1)).toBe(13 * HOUR - 1);
    expect(endAfterUse(HOUR, 13 * HOUR)).toBe(13 * HOUR);
  });
});

describe('a lifetime', () => {
  test('is the usual one when none is wanted, and else as it was wanted', () => {
    expect(toLifetime(undefined, 7, 9)).toBe(7);
    expect(toLifetime('PT1S', 7, 1_000)).toBe(1_000);
    expect(toLifetime('PT15M', 7, HOUR)).toBe(15 * MINUTE);
  });

  test.each(['PT0S', 'PT1H1S', 'soon', '', '-PT1M', 'P1D'])(
    'of %j is refused, with its place and the bounds',
    (wanted) => {
      expect(() => toLifetime(wanted, 7, HOUR)).toThrow(
        expect.objectContaining({
          kind: 'invalid',
          faults: [
            { pointer: '/expiresIn', detail: 'This must be more than nothing, and at most 60 minutes.' },
          ],
        }) as Error,
      );
    },
  );
});
