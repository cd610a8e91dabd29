import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isShed,
  pressureOf,
  retryAfter,
  type Load,
  type ShedGroup,
} from '../../../src/operations/pressure.js';
import { ROUTE_GROUPS } from '../../../src/platform/route-groups.js';

const BEARABLE = { requests: 1_000, delay: 500, wait: 500 };
const load = fc.record({
  requests: fc.nat(3_000),
  bulk: fc.nat(9),
  delay: fc.nat(2_000),
  wait: fc.nat(1_000),
});
const GROUPS: ShedGroup[] = [...ROUTE_GROUPS, 'pages'];

describe('the pressure', () => {
  test.each([
    [{ requests: 0, bulk: 0, delay: 0, wait: 0 }, 0],
    [{ requests: 500, bulk: 0, delay: 0, wait: 0 }, 0.5],
    [{ requests: 500, bulk: 0, delay: 400, wait: 20 }, 0.8],
    [{ requests: 20, bulk: 0, delay: 400, wait: 20 }, 0.8],
    [{ requests: 0, bulk: 2, delay: 400, wait: 20 }, 0.8],
    [{ requests: 10, bulk: 0, delay: 1, wait: 500 }, 1],
  ])('%o: %s', (given, expected) => {
    expect(pressureOf(given, BEARABLE)).toBe(expected);
  });

  test('is not of a late event loop while there are few requests: they are not what makes it late', () => {
    expect(pressureOf({ requests: 9, bulk: 1, delay: 60_000, wait: 0 }, BEARABLE)).toBe(0.009);
  });

  test('never falls when there is more of anything to do', () => {
    const more = fc.tuple(load, load);
    fc.assert(
      fc.property(more, ([some, extra]) => {
        const sum: Load = {
          requests: some.requests + extra.requests,
          bulk: some.bulk + extra.bulk,
          delay: some.delay + extra.delay,
          wait: some.wait + extra.wait,
        };
        expect(pressureOf(sum, BEARABLE)).toBeGreaterThanOrEqual(pressureOf(some, BEARABLE));
      }),
    );
  });
});

describe('what is turned away', () => {
  test('is nothing without pressure, then bulk and reports, then all but look-ups, then all', () => {
    const shedAt = (pressure: number) => GROUPS.filter((group) => isShed(group, pressure));
    expect(shedAt(0.49)).toEqual([]);
    expect(shedAt(0.5)).toEqual(['bulk', 'reports']);
    expect(shedAt(0.99)).toEqual(GROUPS.filter((group) => group !== 'lookups'));
    expect(shedAt(1)).toEqual(GROUPS);
  });

  test('is a look-up only when everything else is', () => {
    fc.assert(
      fc.property(load, (given) => {
        const pressure = pressureOf(given, BEARABLE);
        if (isShed('lookups', pressure)) expect(GROUPS.every((group) => isShed(group, pressure))).toBe(true);
      }),
    );
  });

  test('may come again soon, and later when it can wait', () => {
    expect([retryAfter('lookups'), retryAfter('reads'), retryAfter('bulk')]).toEqual([1, 1, 10]);
  });
});
