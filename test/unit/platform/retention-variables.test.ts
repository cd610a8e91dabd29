import { expect, test } from 'vitest';
import { readConfig } from '../../../src/platform/config.js';
import { RETENTION_VARIABLES } from '../../../src/platform/retention-variables.js';

const NAMES = Object.values(RETENTION_VARIABLES).map(({ name }) => name);

/** The least that each takes, where that is more than an hour. */
const LEAST: Readonly<Record<string, string>> = { RETAIN_CHANGES: 'P366D', RETAIN_ACCESSES: 'P8D' };
const TOO_SHORT: Readonly<Record<string, string>> = { RETAIN_CHANGES: 'P365D', RETAIN_ACCESSES: 'P7D' };

test.each(NAMES)('%s takes a duration that is long enough, and nothing else', (name) => {
  expect('faults' in readConfig({ [name]: LEAST[name] ?? 'PT1H' })).toBe(false);
  for (const text of [TOO_SHORT[name] ?? 'PT59M', 'P1M', 'P1Y', '30', 'P', '-P1D', 'for ever'])
    expect(readConfig({ [name]: text }), text).toMatchObject({ faults: [expect.stringContaining(name)] });
});
