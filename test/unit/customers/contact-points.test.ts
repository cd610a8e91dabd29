import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalise, normaliseEmail } from '../../../src/customers/contact-points.js';

describe('an e-mail address', () => {
  test.each([
    ['jan@example.org', 'jan@example.org'],
    [' Jan.Jansen@EXAMPLE.Org\t', 'jan.jansen@example.org'],
    ["o'brien+shop@mail.example.co.uk", "o'brien+shop@mail.example.co.uk"],
    ['ján@exämple.org', 'ján@exämple.org'],
    [`${'x'.repeat(64)}@example.org`, `${'x'.repeat(64)}@example.org`],
  ])('%j is stored as %j', (text, stored) => {
    expect(normaliseEmail(text)).toBe(stored);
  });

  test.each([
    ...['', 'jan', 'jan@', '@example.org', 'jan@example', 'jan@.org', 'jan@example.', 'a b@example.org'],
    ...[
      'a@b@example.org',
      'Jan <jan@example.org>',
      'jan@exam ple.org',
      'a,b@example.org',
      'jan@ex\u0000ample.org',
    ],
    `${'x'.repeat(65)}@example.org`,
  ])('%j is none', (text) => {
    expect(normaliseEmail(text)).toBeNull();
  });

  test('is its own stored form', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (text) => {
        const once = normaliseEmail(text);
        if (once !== null) expect(normaliseEmail(once)).toBe(once);
      }),
    );
  });
});

describe('a postal address', () => {
  const address = { street: 'Dorpsstraat 1', postalCode: '1234 AB', locality: 'Ons Dorp', country: 'NL' };
  const lineOf = (value: typeof address) => {
    const normalised = normalise({ kind: 'post', value }, 'NL');
    return typeof normalised === 'string' ? expect.fail(normalised) : normalised.value;
  };

  test('is compared without case and superfluous blanks', () => {
    const respelt = { ...address, street: ' dorpsstraat  1', locality: 'ONS DORP ' };
    expect(lineOf(respelt)).toBe(lineOf(address));
    expect(lineOf({ ...address, street: 'Dorpsstraat 2' })).not.toBe(lineOf(address));
  });

  test('does not run into the next part', () => {
    const [a, b] = [
      lineOf({ ...address, street: 'A', postalCode: 'B C' }),
      lineOf({ ...address, street: 'A B', postalCode: 'C' }),
    ];
    expect(a).not.toBe(b);
  });
});
