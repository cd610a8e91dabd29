import { expect, it } from 'vitest';
import { toMilliseconds } from '../../../src/domain/durations.js';

it.each([
  ['P1D', 86_400_000],
  ['P2W', 1_209_600_000],
  ['PT0S', 0],
  ['PT36H', 129_600_000],
  ['P1DT2H3M4.5S', 93_784_500],
  ['PT0,25S', 250],
])('the duration %s is %d milliseconds', (text, expected) => {
  expect(toMilliseconds(text)).toBe(expected);
});

it.each([
  '',
  'P',
  'PT',
  'P1DT',
  'P1M',
  'P1Y',
  'P1W2D',
  '1D',
  'P-1D',
  'P1.5D',
  'PT1M2H',
  'p1d',
  'P1D ',
  `P${'9'.repeat(30)}D`,
])('the duration %j is refused', (text) => {
  expect(toMilliseconds(text)).toBeNull();
});
