import { describe, expect, it } from 'vitest';
import { pauseBefore, toRetryAfter } from '../../../src/webhooks/webhook-retries.js';
import { readConfig } from '../../../src/platform/config.js';

const NOW = Date.parse('2026-11-23T09:00:00Z');

describe('the pause before a try', () => {
  const schedule = [0, 5_000, 300_000];

  it.each([
    [0, 0.5, null, 0],
    [1, 0.5, null, 5_000],
    [1, 0, null, 4_500],
    [1, 1, null, 5_500],
    [2, 0.5, null, 300_000],
    [3, 0.5, null, null],
    [1, 0.5, 60_000, 60_000],
    [2, 0.5, 60_000, 300_000],
    [3, 0.5, 60_000, null],
  ])('after %i tries, with the random %d and a wish of %s, is %s', (tries, random, wish, pause) => {
    expect(pauseBefore(schedule, tries, random, wish)).toBe(pause);
  });

  it('is usually the one of the Standard Webhooks', () => {
    const config = readConfig({});
    if ('faults' in config) throw new Error(config.faults.join());
    const [second, minute, hour] = [1_000, 60_000, 3_600_000];
    expect(config.webhookSchedule).toEqual([
      ...[0, 5 * second, 5 * minute, 30 * minute],
      ...[2, 5, 10, 14, 20, 24].map((hours) => hours * hour),
    ]);
    expect(config).toMatchObject({ webhookTimeout: 15 * second, webhookLoopback: false });
  });

  it.each(['', 'soon', 'PT5S,', 'PT5S -PT1S', Array(31).fill('PT1S').join(' ')].slice(1))(
    'is not read from %s',
    (text) => {
      expect(readConfig({ WEBHOOK_SCHEDULE: text })).toHaveProperty('faults');
    },
  );
});

describe('Retry-After', () => {
  it.each([
    [undefined, null],
    ['120', 120_000],
    ['0', 0],
    ['Mon, 23 Nov 2026 09:01:00 GMT', 60_000],
    ['Mon, 23 Nov 2026 08:00:00 GMT', 0],
    ['999999999', 86_400_000],
    ['Mon, 23 Nov 2099 08:00:00 GMT', 86_400_000],
    ['Mon Nov 23 09:01:00 2026 GMT+0000', 60_000],
    ['Mon, 23 Nov 2026 09:01:00 +0000', 60_000],
    ['2026-11-23T09:01:00Z', 60_000],
    ['soon', null],
    ['-5', 0],
  ])('%j asks for %s', (header, wanted) => {
    expect(toRetryAfter(header, NOW)).toBe(wanted);
  });
});
