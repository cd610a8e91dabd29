import type { OpenAPIObject } from '@nestjs/swagger';
import fc from 'fast-check';
import { resolve, type Operation, type Schema } from '../openapi.js';
import type { Call } from './request.js';
import { mutate, mutation, nastyText } from './values.js';

/** A value that fits a schema, as far as its examples go. */
function sampleOf(document: OpenAPIObject, schema: Schema): unknown {
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

const DEEP = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;

const STRANGE_BODIES = [
  ...['', DEEP, `{"a":${DEEP}}`, String.raw`{"\ud800":"\udfff"}`, '\u0000', '{"a":1,"a":2}', '[]', 'null'],
  undefined,
];

function bodyOf(document: OpenAPIObject, { requestBody }: Operation): fc.Arbitrary<string | undefined> {
  const schema = Object.values(requestBody?.content ?? {})[0]?.schema;
  const sample = schema ? sampleOf(document, schema) : {};
  const mutated = fc
    .array(mutation, { minLength: 1, maxLength: 3 })
    .map((mutations) => JSON.stringify(mutations.reduce<unknown>(mutate, sample)));
  const broken = fc.nat().map((at) => JSON.stringify(sample).slice(0, at % 200));
  return fc.oneof({ weight: 6, arbitrary: mutated }, broken, fc.constantFrom(...STRANGE_BODIES), nastyText);
}

const TYPES = [
  ...['application/json', 'application/json', 'application/json', 'application/merge-patch+json'],
  ...['application/x-www-form-urlencoded', 'text/plain', 'application/json; charset=utf-16'],
  ...['multipart/form-data', '*/*', 'x'],
];

/** Strange values for the parameters that there are; now and then one that there is not, which is refused at once. */
function queryOf({ parameters }: Operation): fc.Arbitrary<[string, string][]> {
  const names = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const value = nastyText.map((each) => each.slice(0, 300));
  const none: [string, string][] = [];
  const known = names.length === 0 ? fc.constant(none) : pairs(fc.constantFrom(...names), value);
  return fc.oneof({ weight: 9, arbitrary: known }, pairs(fc.constantFrom('x[]', '__proto__', ' '), value));
}

function pairs(name: fc.Arbitrary<string>, value: fc.Arbitrary<string>): fc.Arbitrary<[string, string][]> {
  return fc.array(fc.tuple(name, value), { maxLength: 3 });
}

/** Headers that come from nowhere good, but break nothing that is documented. */
const strangeHeaders = fc.record(
  {
    'if-match': fc.constantFrom('*', '"0"', '"1"', 'W/"1"', '"', '"99999999999999999999"', 'x'),
    'if-none-match': fc.constantFrom('*', '"1"', ',,,'),
    'idempotency-key': fc.constantFrom('"', 'a b', '"k"', 'x'.repeat(2_000), '""'),
    'x-request-id': fc.constantFrom('<script>', 'a'.repeat(500), 'call-2026.11-23'),
    'accept-language': fc.constantFrom('*;q=2', 'x'.repeat(3_000), 'nl,,;q='),
    'x-forwarded-for': fc.constantFrom('::1, 127.0.0.1', '\xff\xfe', '999.999.999.999'),
    'x-forwarded-proto': fc.constantFrom('javascript', 'https,http'),
    'content-encoding': fc.constantFrom('gzip', 'identity', 'x'),
    range: fc.constant('bytes=0-0,1-1'),
    origin: fc.constant('null'),
    cookie: fc.constantFrom('__Host-x=%', '; ; =', `a=${'b'.repeat(3_000)}`),
  },
  { requiredKeys: [] },
);

/** A strange request for one of the operations; `known` are values by which a path leads somewhere. */
export function strangeCall(
  document: OpenAPIObject,
  operations: readonly Operation[],
  known: Readonly<Record<string, string>>,
): fc.Arbitrary<Call> {
  const param = (name: string) =>
    fc.oneof(
      { weight: 3, arbitrary: fc.constant(known[name] ?? 'x') },
      nastyText.map((each) => each.slice(0, 700)),
    );
  return fc.constantFrom(...operations).chain((operation) =>
    fc.record({
      operation: fc.constant(operation),
      params: fc.record(
        Object.fromEntries((operation.path.match(/\w+(?=\})/g) ?? []).map((name) => [name, param(name)])),
      ),
      query: queryOf(operation),
      headers: strangeHeaders,
      type: fc.constantFrom(...TYPES),
      body: operation.method === 'get' ? fc.constant(undefined) : bodyOf(document, operation),
    }),
  );
}
