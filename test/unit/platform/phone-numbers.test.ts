import { describe, expect, test } from 'vitest';
import { isRegion, parsePhone } from '../../../src/platform/phone-numbers.js';

const number = (e164: string) => ({ kind: 'number', e164 });

describe('a phone number is read', () => {
  test.each([
    ['+447700900123', 'NL', '+447700900123'],
    [' 447700900123', 'NL', '+447700900123'],
    ['00447700900123', 'NL', '+447700900123'],
    ['+44 7700 900 123', 'NL', '+447700900123'],
    ['+44.7700.900.123', 'NL', '+447700900123'],
    ['+44-7700-900-123', 'NL', '+447700900123'],
    ['+44 (0)7700 900123', 'NL', '+447700900123'],
    ['+44\u00a07700\u2011900123', 'NL', '+447700900123'],
    ['07700 900123', 'GB', '+447700900123'],
    ['020 7946 0123', 'GB', '+442079460123'],
    ['020 1234567', 'NL', '+31201234567'],
    ['020-1234567', 'NL', '+31201234567'],
    ['(020) 1234567', 'NL', '+31201234567'],
    ['0201234567', 'NL', '+31201234567'],
    ['31201234567', 'NL', '+31201234567'],
    ['0031201234567', 'GB', '+31201234567'],
    ['tel:+447700900123', 'NL', '+447700900123'],
    ['tel:0201234567;phone-context=+31', 'NL', '+31201234567'],
    ['tel:20-123-4567;phone-context=+31', 'BE', '+31201234567'],
    ['tel:612345678;phone-context=+31', 'DE', '+31612345678'],
    ['sip:+447700900123@example.org', 'NL', '+447700900123'],
    ['SIPS:+447700900123:secret@example.org:5061;transport=tls', 'NL', null],
    ['sip:%2B447700900123@example.org', 'NL', '+447700900123'],
    ['<sip:+447700900123@example.org>;tag=1928301774', 'NL', '+447700900123'],
    ['"A. Caller" <sip:+447700900123@example.org>', 'NL', '+447700900123'],
    ['sip:0201234567@example.org', 'NL', '+31201234567'],
  ])('%j in %s', (text, region, e164) => {
    expect(parsePhone(text, region)).toEqual(e164 === null ? { kind: 'invalid' } : number(e164));
  });

  test('the same again from its own answer', () => {
    for (const text of ['020 1234567', '00447700900123', 'tel:+442079460123']) {
      const once = parsePhone(text, 'NL');
      expect(once.kind === 'number' && parsePhone(once.e164, 'US')).toEqual(once);
    }
  });
});

describe('a withheld number is known', () => {
  const words = ['anonymous', 'restricted', 'private', 'unknown', 'unavailable', 'withheld', 'blocked'];
  const spellings = ['+266696687', '+86282452253', '+8656696', '+2562533', '+7378742833'];
  const spelt = [...spellings, '266696687', '00266696687', '+266 696 687', 'sip:+266696687@example.org'];
  const said = [
    ...words,
    ...words.map((word) => word.toUpperCase()),
    ' Anonymous ',
    'sip:anonymous@anonymous.invalid',
  ];
  test.each(['', '   ', ...said, ...spelt])('%j', (text) => {
    expect(parsePhone(text, 'NL')).toEqual({ kind: 'withheld' });
  });
});

describe('what is no number is invalid', () => {
  test.each([
    ...['12', '+0', '0', 'call me', '+44770090', '+4477009001234567', '+999123456789', '++447700900123'],
    ...[
      '020 1234567 ext 5',
      'sip:alice@example.org',
      'sip:%E0%A4%A@example.org',
      '٠٢٠١٢٣٤٥٦٧',
      '1'.repeat(251),
    ],
  ])('%j', (text) => {
    expect(parsePhone(text, 'NL')).toEqual({ kind: 'invalid' });
  });

  test('also a national number without a country', () => {
    expect(parsePhone('0201234567', 'ZZ')).toEqual({ kind: 'invalid' });
  });
});

test('a region is a country with a numbering plan, in capitals', () => {
  expect(['NL', 'GB', 'US', 'CW'].every(isRegion)).toBe(true);
  expect(['nl', 'XX', '', 'NLD', '__proto__', 'constructor'].some(isRegion)).toBe(false);
});
