import { describe, expect, test } from 'vitest';
import { isDue } from '../../../src/webhooks/webhook-due.js';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const HOUR = 3_600_000;
const at = (offset: number) => new Date(NOW + offset);

describe('a delivery', () => {
  test.each([
    ['its time has come', { dueAt: at(0), triedAt: null, createdAt: at(-HOUR) }, true],
    ['its time has not come', { dueAt: at(1), triedAt: at(-HOUR), createdAt: at(-HOUR) }, false],
    [
      'it was made by a clock a little ahead',
      { dueAt: at(2_000), triedAt: null, createdAt: at(1_000) },
      false,
    ],
    [
      'it was made by a clock hours ahead',
      { dueAt: at(6 * HOUR), triedAt: null, createdAt: at(6 * HOUR) },
      true,
    ],
    [
      'it was tried by a clock hours ahead',
      { dueAt: at(7 * HOUR), triedAt: at(6 * HOUR), createdAt: at(0) },
      true,
    ],
    [
      'it was made by one, and is tried again later',
      { dueAt: at(1), triedAt: at(0), createdAt: at(6 * HOUR) },
      false,
    ],
  ])('when %s is due: %o', (_, delivery, expected) => {
    expect(isDue(delivery, NOW)).toBe(expected);
  });
});
