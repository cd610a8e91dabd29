import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isEnumerating, MissWindow } from '../../../src/rate-limits/miss-window.js';

const ALLOWED = 150;

describe('trying out numbers', () => {
  test.each([
    [{ misses: 150, hits: 0 }, false],
    [{ misses: 151, hits: 0 }, true],
    [{ misses: 151, hits: 150 }, true],
    [{ misses: 151, hits: 151 }, false],
    [{ misses: 4_000, hits: 3_999 }, true],
    [{ misses: 0, hits: 4_000 }, false],
  ])('%o: %s', (tally, expected) => {
    expect(isEnumerating(tally, ALLOWED)).toBe(expected);
  });

  test('is stopped at the first miss that is one too many, whatever the order, when less than half is found', () => {
    const asked = fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 1_000, maxLength: 3_000 });
    fc.assert(
      fc.property(asked, fc.integer({ min: 3, max: 9 }), (numbers, oneIn) => {
        const window = new MissWindow(0);
        const missed = new Set<number>();
        for (const number of numbers) {
          if (number % oneIn === 0) window.addHit(number);
          else if (window.addMiss(number)) missed.add(number);
          if (isEnumerating(window.tally, ALLOWED)) break;
        }
        // never later than at the first one too many, and earlier never
        expect(missed.size).toBeLessThanOrEqual(Math.max(ALLOWED + 1, window.tally.hits + 1));
        expect(window.tally.misses).toBe(missed.size);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a window', () => {
  test('counts an identifier and a customer once, however often they come', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), fc.array(fc.nat(50)), (misses, hits) => {
        const window = new MissWindow(0);
        const fresh = misses.filter((mark) => window.addMiss(mark));
        hits.forEach((mark) => window.addHit(mark));
        expect(fresh).toHaveLength(new Set(misses).size);
        expect(window.tally).toEqual({ misses: new Set(misses).size, hits: new Set(hits).size });
      }),
    );
  });

  test('knows what all instances counted, and never less than it saw itself', () => {
    const window = new MissWindow(0);
    window.addMiss(1);
    window.addMiss(2);
    window.learn(window.takeNews(), { misses: 90, hits: 30 });
    expect(window.tally).toEqual({ misses: 90, hits: 30 });
    window.learn(window.takeNews(), { misses: 1, hits: 0 });
    expect(window.tally).toEqual({ misses: 2, hits: 0 });
  });

  test('tells the others everything once, and again only what did not reach them', () => {
    const window = new MissWindow(0);
    [1, 2, 2, 3].forEach((mark) => window.addHit(mark));
    window.addMiss(7);
    const lost = window.takeNews();
    expect(lost).toEqual({ marks: [7], hits: 3 });
    window.learn(lost, null);
    window.addMiss(8);
    const heard = window.takeNews();
    expect(heard).toEqual({ marks: [7, 8], hits: 3 });
    window.learn(heard, { misses: 2, hits: 3 });
    window.addHit(4);
    expect(window.takeNews()).toEqual({ marks: [], hits: 1 });
  });

  test('is full at 4,096, or at what the key is allowed when that is more', () => {
    const window = new MissWindow(0);
    for (let mark = 0; mark < 4_096; mark += 1) window.addHit(mark);
    expect([window.isFull(ALLOWED), window.isFull(4_097)]).toEqual([true, false]);
  });
});
