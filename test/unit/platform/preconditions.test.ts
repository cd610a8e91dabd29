import { describe, expect, test } from 'vitest';
import { requireMatch, requireNamed } from '../../../src/platform/preconditions.js';

describe('the version that a caller names', () => {
  test.each([[[7]], [[6, 7]], ['any'], [null]] as const)('%j lets a write on version 7 pass', (expected) => {
    expect(() => requireMatch(expected, 7)).not.toThrow();
  });

  test.each([[[6]], [[NaN]], [[]], [[70]]] as const)('%j does not', (expected) => {
    expect(() => requireMatch(expected, 7)).toThrow(expect.objectContaining({ kind: 'version_mismatch' }));
  });

  test('is needed where an existing thing is changed', () => {
    expect(() => requireNamed(null)).toThrow(expect.objectContaining({ kind: 'version_required' }));
    for (const expected of ['any', [7], [NaN]] as const) expect(() => requireNamed(expected)).not.toThrow();
  });
});
