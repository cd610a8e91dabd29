import { expect, test } from 'vitest';
import { toWords } from '../../../src/exchange/statements.js';

const early = { authority: 'import', via: null, at: '2026-11-01T00:00:00.000Z' } as const;
const late = { authority: 'customer', via: 'phone', at: '2026-11-02T00:00:00.000Z' } as const;
const billing = { channels: [{ channel: 'email' }], declined: [] };

test('preferences come apart by who stated them, the earliest first, with what was withdrawn', () => {
  const by = { '/topics/billing': late, '/languages': early, '/pause': late, '/topics/order': early };
  const preferences = { languages: ['nl'], topics: { billing }, needs: [] };
  expect(toWords({ preferences, stated: { by } })).toEqual([
    { by: early, preferences: { languages: ['nl'] }, withdrawn: ['/topics/order'] },
    { by: late, preferences: { topics: { billing } }, withdrawn: ['/pause'] },
    { by: null, preferences: { needs: [] }, withdrawn: [] },
  ]);
});

test('a customer who stated nothing has no words', () => {
  expect(toWords({ stated: { by: {}, confirmedAt: null } })).toEqual([]);
});
