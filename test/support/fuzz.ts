import type { OpenAPIObject } from '@nestjs/swagger';
import fc from 'fast-check';
import { resolve, type Operation, type Schema } from './openapi.js';

/** A request that is wrong in some way, or at least strange. */
export interface StrangeRequest {
  readonly operation: Operation;
  /** Values for the parameters of the path. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly type: string;
  readonly body: string | undefined;
}

type Json = unknown;

/** A value that fits a schema, as far as its examples go. */
function sampleOf(document: OpenAPIObject, schema: Schema): Json {
  const found = resolve(document, schema);
  if (found['example'] !== undefined) return found['example'];
  const branch = ['allOf', 'anyOf', 'oneOf']
    .map((key) => found[key] as Schema[] | undefined)
    .find(Boolean)?.[0];
  if (branch) return sampleOf(document, branch);
  if (found.properties) {
    const entries = Object.entries(found.properties).filter(([, property]) => !property['readOnly']);
    return Object.fromEntries(entries.map(([name, property]) => [name, sampleOf(document, property)]));
  }
  return found.items ? [sampleOf(document, found.items)] : null;
}

const nasty = fc.constantFrom(
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
  ...[
    '{{7*7}}',
    '*',
    '"',
    '2026-02-30T25:00:00Z',
    '0000-01-01T00:00:00Z',
    '+266696687',
    '\ufeff',
    '💥'.repeat(300),
  ],
);
const text = fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 60 }));
const junk = fc.oneof(
  text,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(0, -1, 1.5, 2 ** 53, 1e308, true, null, [], {}, [[]], [null], { $ne: 1 }, { length: -1 }),
);

/** Changes that each make some place of a JSON value wrong. */
const mutation = fc.record({
  what: fc.constantFrom('replace', 'remove', 'add', 'repeat'),
  place: fc.nat(),
  junk,
  name: text,
});

/** All objects and lists in a value. */
function containersOf(value: Json): (Record<string, Json> | Json[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value as Record<string, Json>, ...Object.values(value).flatMap(containersOf)];
}

function mutate(
  value: Json,
  { what, place, junk: wrong, name }: typeof mutation extends fc.Arbitrary<infer T> ? T : never,
): Json {
  const copy = structuredClone(value);
  const containers = containersOf(copy);
  const container = containers[place % Math.max(containers.length, 1)] as Record<string, Json> | undefined;
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

const DEEP = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;

function bodyOf(document: OpenAPIObject, { requestBody }: Operation): fc.Arbitrary<string | undefined> {
  const schema = Object.values(requestBody?.content ?? {})[0]?.schema;
  const sample = schema ? sampleOf(document, schema) : {};
  const mutated = fc
    .array(mutation, { minLength: 1, maxLength: 3 })
    .map((mutations) => JSON.stringify(mutations.reduce<Json>(mutate, sample)));
  const broken = fc.nat().map((at) => JSON.stringify(sample).slice(0, at % 200));
  const strange = fc.constantFrom(
    undefined,
    '',
    DEEP,
    `{"a":${DEEP}}`,
    String.raw`{"\ud800":"\udfff"}`,
    '\u0000',
    '{"a":1,"a":2}',
  );
  return fc.oneof({ weight: 6, arbitrary: mutated }, broken, strange, text);
}

const TYPES = [
  ...['application/json', 'application/json', 'application/json', 'application/merge-patch+json'],
  ...[
    'application/x-www-form-urlencoded',
    'text/plain',
    'application/json; charset=utf-16',
    'multipart/form-data',
    '*/*',
    'x',
  ],
];

/** Strange values for the parameters that there are; now and then one that there is not, which is refused at once. */
function queryOf({ parameters }: Operation): fc.Arbitrary<[string, string][]> {
  const names = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const value = text.map((each) => each.slice(0, 300));
  const none: [string, string][] = [];
  const known = names.length === 0 ? fc.constant(none) : pairs(fc.constantFrom(...names), value);
  return fc.oneof({ weight: 9, arbitrary: known }, pairs(fc.constantFrom('x[]', '__proto__', ' '), value));
}

function pairs(name: fc.Arbitrary<string>, value: fc.Arbitrary<string>): fc.Arbitrary<[string, string][]> {
  return fc.array(fc.tuple(name, value), { maxLength: 3 });
}

/** A strange request for one of the operations; `known` are values by which a path leads somewhere. */
export function strangeRequest(
  document: OpenAPIObject,
  operations: readonly Operation[],
  known: Readonly<Record<string, string>>,
): fc.Arbitrary<StrangeRequest> {
  const param = (name: string) =>
    fc.oneof(
      { weight: 3, arbitrary: fc.constant(known[name] ?? 'x') },
      text.map((each) => each.slice(0, 700)),
    );
  return fc.constantFrom(...operations).chain((operation) =>
    fc.record({
      operation: fc.constant(operation),
      params: fc.record(
        Object.fromEntries((operation.path.match(/\w+(?=\})/g) ?? []).map((name) => [name, param(name)])),
      ),
      query: queryOf(operation),
      headers: fc.record({
        'If-Match': fc.constantFrom('*', '"0"', '"1"', 'W/"1"', '"', '"99999999999999999999"', 'x'),
      }),
      type: fc.constantFrom(...TYPES),
      body: operation.method === 'get' ? fc.constant(undefined) : bodyOf(document, operation),
    }),
  );
}
