import { describe, expect, it } from 'vitest';
import { inFull, masked } from '../../../src/preference-page/masking.js';

describe('a masked contact point', () => {
  it.each([
    ['phone', '+31612345678', '+31 ••• 678'],
    ['email', 'jane@example.org', 'ja•••@example.org'],
    ['email', 'j@example.org', 'j•••@example.org'],
    ['email', 'jo@example.org', 'j•••@example.org'],
    ['handle', 'app-user-1002', 'ap•••'],
  ] as const)('hides most of %s %s', (kind, value, shown) => {
    expect(masked({ kind, value })).toBe(shown);
  });

  it('hides the street of a postal address, and shows it when asked', () => {
    const value = { street: 'Dorpsstraat 1', postalCode: '1234 AB', locality: 'Ons Dorp', country: 'NL' };
    expect(masked({ kind: 'post', value })).toBe('•••, Ons Dorp');
    expect(inFull({ value })).toBe('Dorpsstraat 1, 1234 AB Ons Dorp, NL');
  });
});
