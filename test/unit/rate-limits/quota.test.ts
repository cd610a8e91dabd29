import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { headersOf, isOver, secondsLeft, type Quota } from '../../../src/rate-limits/quota.js';

const quota = (change: Partial<Quota>): Quota => ({
  ...{ name: 'reads', limit: 100, seconds: 60, used: 1, endsIn: 60_000 },
  ...change,
});

describe('the headers of a quota', () => {
  test.each([
    [quota({}), '"reads";q=100;w=60', '"reads";r=99;t=60'],
    [quota({ used: 100, endsIn: 1 }), '"reads";q=100;w=60', '"reads";r=0;t=1'],
    [quota({ name: 'bulk', limit: 7, used: 700, endsIn: 0 }), '"bulk";q=7;w=60', '"bulk";r=0;t=1'],
  ])('%o', (given, policy, state) => {
    expect(headersOf(given)).toEqual({ 'RateLimit-Policy': policy, RateLimit: state });
  });

  test('never promise what is refused, nor a time that is too short', () => {
    const numbers = fc.record({
      limit: fc.nat(),
      used: fc.nat(),
      endsIn: fc.integer({ min: -5, max: 60_000 }),
    });
    fc.assert(
      fc.property(numbers, (given) => {
        const [, left, time] = /r=(\d+);t=(\d+)$/.exec(headersOf(quota(given)).RateLimit) ?? [];
        expect(isOver(quota(given))).toBe(given.used > given.limit);
        if (isOver(quota(given))) expect(left).toBe('0');
        else expect(Number(left)).toBe(given.limit - given.used);
        expect(Number(time)).toBe(secondsLeft(quota(given)));
        expect(Number(time) * 1_000).toBeGreaterThanOrEqual(Math.max(1_000, given.endsIn));
      }),
    );
  });
});
