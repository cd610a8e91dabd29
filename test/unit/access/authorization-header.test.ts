import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyIn, tokenIn } from '../../../src/access/authorization-header.js';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

describe('a key', () => {
  test.each([
    ['Bearer vk_1_abc', 'vk_1_abc'],
    ['bearer vk_1_abc', 'vk_1_abc'],
    ['BEARER   vk_1_abc', 'vk_1_abc'],
    ['Bearer a+b/c=d.e~f-g_h', 'a+b/c=d.e~f-g_h'],
    [`Bearer ${'x'.repeat(500)}`, 'x'.repeat(500)],
    [basic('vk_1_abc:'), 'vk_1_abc'],
    [basic('vk_1_abc:a:password'), 'vk_1_abc'],
    [basic('vk_1_abc'), 'vk_1_abc'],
    [basic('sleutel-é:x').replace('Basic', 'bAsIc'), 'sleutel-é'],
  ])('is read from %j', (header, key) => expect(keyIn(header)).toBe(key));

  test.each([
    ...[
      undefined,
      '',
      'Bearer',
      'Bearer ',
      'vk_1_abc',
      'Bearervk_1_abc',
      'Digest vk_1_abc',
      'Bearer\tvk_1_abc',
    ],
    ...[
      'Bearer vk 1',
      'Bearer vk_1_abc ',
      ' Bearer vk_1_abc',
      'Bearer vk_1_abc,',
      'Bearer vk_1_abc\n',
      'X-Bearer a',
    ],
    ...[`Bearer ${'x'.repeat(501)}`, basic(''), basic(':password'), 'Basic :'],
  ])('is not read from %j', (header) => expect(keyIn(header)).toBeNull());

  test('is in Basic the whole user name, whatever the password', () => {
    const word = fc.stringMatching(/^[\w.-]{1,60}$/);
    fc.assert(
      fc.property(word, fc.string({ maxLength: 60 }), (key, password) => {
        expect(keyIn(basic(`${key}:${password}`))).toBe(key);
      }),
    );
  });
});

describe('a token', () => {
  test('is read from a Bearer header of any length, and from no other', () => {
    const token = `${'x'.repeat(3_000)}.y.z`;
    expect(tokenIn(`Bearer ${token}`)).toBe(token);
    expect(tokenIn(`beareR  ${token}`)).toBe(token);
    for (const header of [
      ...[undefined, '', token, `Basic ${token}`, `Bearer${token}`, `Bearer ${token} `, `Bearer ${token} x`],
      ...[` Bearer ${token}`, 'Bearer ', 'Bearer a,b'],
    ])
      expect(tokenIn(header), String(header).slice(0, 20)).toBeNull();
  });
});
