import type * as fastCheck from 'fast-check';
import { vi } from 'vitest';

/** Enough to see most changes: what only the three-thousandth example shows counts as not noticed. */
const MOST = 100;

// For `npm run test:mutation`, where every property is tried anew for each of hundreds of changes. With a seed, two runs are alike.
vi.mock('fast-check', async (importOriginal) => {
  const all = await importOriginal<typeof fastCheck>();
  const assert = ((property: fastCheck.IProperty<unknown>, settings?: fastCheck.Parameters<unknown>) =>
    all.assert(property, {
      ...settings,
      seed: 20_261_122,
      numRuns: Math.min(settings?.numRuns ?? MOST, MOST),
    })) as typeof all.assert;
  return { ...all, assert, default: { ...all.default, assert } };
});
