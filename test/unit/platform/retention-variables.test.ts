import { expect, test } from 'vitest';
import { readConfig } from '../../../src/platform/config.js';
import { RETENTION_VARIABLES } from '../../../src/platform/retention-variables.js';

const NAMES = Object.values(RETENTION_VARIABLES).map(({ name }) => name);

test.each(NAMES)('%s takes a duration of an hour or more, and nothing else', (name) => {
  expect('faults' in readConfig({ [name]: 'PT1H' })).toBe(false);
  for (const text of ['PT59M', 'P1M', 'P1Y', '30', 'P', '-P1D', 'for ever'])
    expect(readConfig({ [name]: text }), text).toMatchObject({ faults: [expect.stringContaining(name)] });
});
