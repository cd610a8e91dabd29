import { describe, expect, it } from 'vitest';
import { isSame, isSameChoice, isSameSet } from '../../../src/domain/equality.js';
import { choice } from './examples.js';

describe('two values of plain data', () => {
  it.each<[unknown, unknown]>([
    [1, 1],
    ['a', 'a'],
    [null, null],
    [undefined, undefined],
    [{}, {}],
    [[], []],
    [
      { a: 1, b: [1, { c: 2 }] },
      { b: [1, { c: 2 }], a: 1 },
    ],
    [{ a: 1, b: undefined }, { a: 1 }],
  ])('%j and %j are the same, in either order', (a, b) => {
    expect([isSame(a, b), isSame(b, a)]).toEqual([true, true]);
  });

  it.each<[unknown, unknown]>([
    [1, 2],
    [1, '1'],
    [0, false],
    [null, undefined],
    [null, {}],
    [{}, []],
    [{ 0: 'a' }, ['a']],
    ['a', ['a']],
    [
      ['a', 'b'],
      ['b', 'a'],
    ],
    [['a'], ['a', 'b']],
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: { b: 1 } }, { a: { b: 2 } }],
    [{ a: null }, {}],
    [{ toString: undefined, a: 1 }, { a: 2 }],
    [{ constructor: {}.constructor }, {}],
  ])('%j and %j are not, in either order', (a, b) => {
    expect([isSame(a, b), isSame(b, a)]).toEqual([false, false]);
  });
});

it.each<[string[], string[], boolean]>([
  [[], [], true],
  [['a', 'b'], ['b', 'a'], true],
  [['a', 'a'], ['a'], true],
  [['a'], ['a', 'b'], false],
  [['a', 'b'], ['a'], false],
  [['a'], ['b'], false],
  [[], ['a'], false],
])('%j and %j are the same set: %s', (a, b, same) => {
  expect([isSameSet(a, b), isSameSet(b, a)]).toEqual([same, same]);
});

describe('two choices', () => {
  const one = choice(['phone', 'email'], ['sms', 'post']);
  const limit = { max: 2, per: 'week' as const };

  it('are the same in another order of what is declined, and with `any` said or not', () => {
    const any = choice([{ channel: 'phone', mode: 'any' }, 'email'], ['post', 'sms']);
    expect(isSameChoice(one, any)).toBe(true);
    expect(isSameChoice({ ...one, limit }, { ...any, limit: { ...limit } })).toBe(true);
  });

  it.each([
    ['rank', choice(['email', 'phone'], ['sms', 'post'])],
    ['mode', choice([{ channel: 'phone', mode: 'human' }, 'email'], ['sms', 'post'])],
    ['declines', choice(['phone', 'email'], ['sms'])],
    ['channels', choice(['phone'], ['sms', 'post'])],
    ['limit', { ...one, limit }],
  ])('differ in their %s', (_what, other) => {
    expect([isSameChoice(one, other), isSameChoice(other, one)]).toEqual([false, false]);
  });
});
