import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from '../../../src/platform/json-text.js';
import { Problem } from '../../../src/platform/problem.js';

const refused = (text: string) => expect(() => parseJson(text), text.slice(0, 80)).toThrow(Problem);

describe('a JSON text', () => {
  test('is read as it was written, whatever stands in its strings', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!text.includes('\\u0000'));
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test.each([
    String.raw`{"a\":":1,"b":"\\","c":"\\\":"}`,
    '{"a":{"x":1},"b":{"x":1},"c":[{"x":1},{"x":1}]}',
    '{ "a" : ":" }',
    '{"__proto__":1}',
  ])('may have a field of one name in several objects, and colons and quotes in strings: %s', (text) => {
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  test.each([
    '{"a":1,"a":1}',
    '{"a":1,"b":{"c":[{"d":1,"d":2}]}}',
    String.raw`{"a":1,"\u0061":2}`,
    '{"":0,"":0}',
    '{"__proto__":1,"__proto__":2}',
  ])('is refused when a field stands twice in one object: %s', (text) => refused(text));

  test('is refused wherever a member is doubled', () => {
    const nested = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { minKeys: 1 });
    fc.assert(
      fc.property(nested, fc.jsonValue({ maxDepth: 1 }), (object, again) => {
        const [key = ''] = Object.keys(object);
        const text = `${JSON.stringify(object).slice(0, -1)},${JSON.stringify(key)}:${JSON.stringify(again)}}`;
        refused(`[{"in":${text}}]`);
      }),
    );
  });

  test('is refused when it is nested deeper than a hundred, and taken up to there', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseJson(nested(100))).toBeInstanceOf(Array);
    for (const depth of [101, 20_000]) refused(nested(depth));
  });
});
