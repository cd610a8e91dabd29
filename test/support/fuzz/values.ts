import fc from 'fast-check';

/** Text that has broken something somewhere. */
const NASTY = [
  ...['', ' ', '\u0000', '\ud800', '\u202e', '../../etc/passwd', '%00', '%', "'; drop table customer; --"],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '-0',
    '1e999',
    'NaN',
    'null',
    '9'.repeat(400),
    'x'.repeat(20_000),
  ],
  ...['{{7*7}}', '*', '"', '2026-02-30T25:00:00Z', '0000-01-01T00:00:00Z', '+266696687', '\ufeff'],
  '💥'.repeat(300),
];

/** Any character, halves of some included. The unit `binary` of fast-check takes seconds to make, and has no halves. */
const character = fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code));

export const nastyText = fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: character, maxLength: 60 }));

/** A value of any type. */
const junk = fc.oneof(
  nastyText,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(0, -1, 1.5, 2 ** 53, 1e308, true, null, [], {}, [[]], [null], { $ne: 1 }, { length: -1 }),
);

/** A change that makes some place of a JSON value another one. */
export interface Mutation {
  readonly what: 'replace' | 'remove' | 'add' | 'repeat';
  readonly place: number;
  readonly junk: unknown;
  readonly name: string;
}

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  what: fc.constantFrom('replace', 'remove', 'add', 'repeat'),
  place: fc.nat(),
  junk,
  name: nastyText,
});

/** All objects and lists in a value. */
export function containersOf(value: unknown): (Record<string, unknown> | unknown[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(containersOf)];
}

export function mutate(value: unknown, { what, place, junk: wrong, name }: Mutation): unknown {
  const copy = structuredClone(value);
  const containers = containersOf(copy);
  const container = containers[place % Math.max(containers.length, 1)] as Record<string, unknown> | undefined;
  if (container === undefined) return wrong;
  const keys = Object.keys(container);
  const key = keys[place % Math.max(keys.length, 1)] ?? '0';
  if (what === 'remove') delete container[key];
  else if (what === 'replace') container[key] = wrong;
  else if (Array.isArray(container))
    container.push(...(what === 'add' ? [wrong] : Array(300).fill(container[0])));
  else Object.defineProperty(container, name, { value: wrong, enumerable: true, configurable: true });
  return copy;
}
