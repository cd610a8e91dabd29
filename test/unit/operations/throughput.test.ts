import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isShed, pressureOf } from '../../../src/operations/pressure.js';
import { expectedWait, nextRate } from '../../../src/operations/throughput.js';

const BEARABLE = { requests: 1_000, delay: 500, wait: 500 };
const QUEUE = 20;

describe('how fast requests are answered', () => {
  test('is seen where there is always one more to do, and the last span counts for a third', () => {
    expect(nextRate(null, { milliseconds: 100, answered: 40, fewest: 20 }, QUEUE)).toBe(0.4);
    expect(nextRate(0.4, { milliseconds: 100, answered: 10, fewest: 25 }, QUEUE)).toBeCloseTo(0.31);
    expect(nextRate(0.4, { milliseconds: 400, answered: 40, fewest: 25 }, QUEUE)).toBeCloseTo(0.31); // a late look
  });

  test('does not show where there was nothing to do for a moment: then it is at least what was thought', () => {
    const idle = { milliseconds: 100, answered: 1, fewest: 19 };
    expect(nextRate(null, idle, QUEUE)).toBeNull();
    expect(nextRate(0.4, idle, QUEUE)).toBe(0.4);
    expect(nextRate(0.4, { ...idle, answered: 100 }, QUEUE)).toBe(1);
  });
});

describe('the wait', () => {
  test.each([
    [19, 0, 0],
    [100, 0.4, 250],
    [900, null, 0],
    [20, 0, 60_000],
    [1_000, 1e-6, 60_000],
  ])('of one more behind %s, when %s are answered in a millisecond: %s ms', (requests, rate, wait) => {
    expect(expectedWait(requests, rate, QUEUE)).toBe(wait);
  });
});

/** Spans of ten minutes in which next to nothing was asked. */
const CALM = 6_000;

/**
 * What comes of a server that answers so many in a second, first come first served, when so many times as many come, after it
 * was busy once and then had nothing to do.
 */
function served(perSecond: number, times: number) {
  const under: number[] = [];
  let [arrivals, work, answered, fewest, good, late, shed] = [0, 0, 0, 0, 0, 0, 0];
  let rate = nextRate(null, { milliseconds: 100, answered: perSecond / 10, fewest: QUEUE }, QUEUE);
  for (let span = 0; span < CALM; span += 1)
    rate = nextRate(rate, { milliseconds: 100, answered: 1, fewest: 0 }, QUEUE);
  for (let now = 0; now < 10_000; now += 1) {
    for (arrivals += (perSecond * times) / 1_000; arrivals >= 1; arrivals -= 1) {
      const load = {
        requests: under.length,
        bulk: 0,
        delay: 0,
        wait: expectedWait(under.length, rate, QUEUE),
      };
      if (isShed('writes', pressureOf(load, BEARABLE))) shed += 1;
      else under.push(now);
    }
    for (work = Math.min(work, 1) + perSecond / 1_000; work >= 1 && under.length > 0; work -= 1) {
      if (now - (under.shift() ?? 0) <= 1_000) good += 1;
      else late += 1;
      answered += 1;
    }
    fewest = Math.min(fewest, under.length);
    if (now % 100 !== 99) continue;
    rate = nextRate(rate, { milliseconds: 100, answered, fewest }, QUEUE);
    [answered, fewest] = [0, under.length];
  }
  return { good: good / 10, late, shed };
}

const RATES = fc.integer({ min: 40, max: 3_000 });

test('a server to which five times as many come as it can answer answers nearly as many as it can, in time', () => {
  fc.assert(
    fc.property(RATES, (perSecond) => {
      const { good, late, shed } = served(perSecond, 5);
      expect(good).toBeGreaterThan(perSecond * 0.9);
      expect(late).toBeLessThan(shed * 0.05);
    }),
    { numRuns: 30 },
  );
});

test('a server to which fewer come than it can answer turns nobody away', () => {
  fc.assert(
    fc.property(RATES, fc.double({ min: 0.1, max: 0.9, noNaN: true }), (perSecond, times) => {
      expect(served(perSecond, times)).toMatchObject({ late: 0, shed: 0 });
    }),
    { numRuns: 30 },
  );
});
