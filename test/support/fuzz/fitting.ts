import type { OpenAPIObject } from '@nestjs/swagger';
import fc from 'fast-check';
import { LANGUAGE_TAG, PLAIN_TEXT } from '../../../src/platform/fields.js';
import type { Schema } from '../openapi.js';

/** Makes values for some schemas by name, where there are rules that the schema alone does not tell. */
export type Rules = Readonly<Record<string, fc.Arbitrary<unknown>>>;

const CHARACTERS = [
  ...[
    'a',
    'b',
    'Z',
    '0',
    '9',
    ' ',
    '-',
    '.',
    '/',
    '\\',
    '"',
    "'",
    '<',
    '>',
    '&',
    '%',
    '?',
    '#',
    ':',
    '{',
    '$',
    '_',
  ],
  ...['é', 'ß', 'İ', '漢', '💥', '\u202e', '\u200b', '\ufeff', '\u0301', '\ufffd'],
];

/** Text of such a length, in characters; now and then as long as it may be. */
export function plainText(min: number, max: number): fc.Arbitrary<string> {
  const unit = fc.constantFrom(...CHARACTERS);
  const usual = fc.string({ unit, minLength: min, maxLength: Math.max(min, Math.min(max, 40)) });
  return fc.oneof(
    { weight: 9, arbitrary: usual },
    fc.constantFrom(...CHARACTERS).map((one) => one.repeat(max)),
  );
}

/** An instant that can be told; `from` and `until` bound it, epoch milliseconds. */
export function instant(from = Date.UTC(1970, 0, 3), until = Date.UTC(2200, 11, 31)): fc.Arbitrary<string> {
  const offsets = fc.constantFrom('Z', '+00:00', '+01:00', '-11:30', '+14:00', 'z');
  return fc
    .tuple(fc.integer({ min: from, max: until }), offsets, fc.constantFrom(0, 3, 9))
    .map(([at, offset, digits]) => {
      const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(offset) ?? [null, '+', '0', '0'];
      const shift = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000);
      const [whole = '', rest = ''] = new Date(at + shift).toISOString().slice(0, -1).split('.');
      return `${whole}${digits === 0 ? '' : `.${rest.padEnd(9, '0').slice(0, digits)}`}${offset}`;
    });
}

const DAY = 86_400_000;

/** A calendar date between two years. */
export function date(from = 1971, until = 2199): fc.Arbitrary<string> {
  return fc
    .integer({ min: Date.UTC(from, 0, 1) / DAY, max: Date.UTC(until, 11, 31) / DAY })
    .map((days) => new Date(days * DAY).toISOString().slice(0, 10));
}

const languageTag = fc.oneof(
  fc.constantFrom('nl', 'en', 'pt-BR', 'zh-Hant-TW', 'abcdefgh-12345678', 'NL'),
  fc.stringMatching(/^[a-z]{2,3}-[A-Z]{2}$/),
);

const BY_PATTERN: Readonly<Record<string, (min: number, max: number) => fc.Arbitrary<string>>> = {
  [PLAIN_TEXT]: plainText,
  [LANGUAGE_TAG]: () => languageTag,
};

/** Values that a schema of the document takes, and for named ones what their rules make. */
export class Fitting {
  constructor(
    private readonly document: OpenAPIObject,
    private readonly rules: Rules,
  ) {}

  /** A value of a schema of the document. */
  named(name: string): fc.Arbitrary<unknown> {
    const rule = this.rules[name];
    if (rule !== undefined) return rule;
    const schema = this.document.components?.schemas?.[name] as Schema | undefined;
    if (schema === undefined) throw new Error(`The document has no schema ${name}.`);
    return this.value(schema);
  }

  value(schema: Schema): fc.Arbitrary<unknown> {
    if (schema.$ref !== undefined) return this.named(schema.$ref.replace('#/components/schemas/', ''));
    const branches = (schema['oneOf'] ?? schema['anyOf'] ?? schema['allOf']) as Schema[] | undefined;
    if (branches) return fc.oneof(...branches.map((branch) => this.value(branch)));
    if (schema['enum'] !== undefined) return fc.constantFrom(...(schema['enum'] as unknown[]));
    const types = [schema.type ?? 'object'].flat();
    return fc.oneof(...types.map((type) => this.ofType(type, schema)));
  }

  /** An object with what it needs, and some of what it may have; `of` names fields with rules of their own. */
  object(
    { properties = {}, required = [] }: Schema,
    of: Readonly<Record<string, fc.Arbitrary<unknown>>> = {},
  ): fc.Arbitrary<Record<string, unknown>> {
    const written = Object.entries(properties).filter(([, property]) => !property['readOnly']);
    const fields = written.map(([name, property]) => [name, of[name] ?? this.value(property)] as const);
    return fc.record(Object.fromEntries(fields), {
      requiredKeys: required.filter((name) => written.some(([known]) => known === name)),
    });
  }

  private ofType(type: string, schema: Schema): fc.Arbitrary<unknown> {
    switch (type) {
      case 'null':
        return fc.constant(null);
      case 'boolean':
        return fc.boolean();
      case 'integer':
        return fc.integer({
          min: numberIn(schema, 'minimum', 0),
          max: numberIn(schema, 'maximum', 2 ** 31 - 1),
        });
      case 'string':
        return this.text(schema);
      case 'array':
        return this.list(schema);
      default:
        return schema['additionalProperties'] ? this.map(schema) : this.object(schema);
    }
  }

  private text(schema: Schema): fc.Arbitrary<string> {
    const { format, pattern } = schema as { format?: string; pattern?: string };
    if (format === 'uuid') return fc.uuid();
    if (format === 'date-time') return instant();
    if (format === 'date') return date();
    const [min, max] = [numberIn(schema, 'minLength', 0), numberIn(schema, 'maxLength', 255)];
    if (pattern === undefined) return plainText(Math.max(min, 1), max);
    const known = BY_PATTERN[pattern];
    if (known !== undefined) return known(min, max);
    return fc.stringMatching(new RegExp(pattern)).filter((text) => text.length >= min && text.length <= max);
  }

  private list(schema: Schema): fc.Arbitrary<unknown[]> {
    const [minLength, most] = [numberIn(schema, 'minItems', 0), numberIn(schema, 'maxItems', 10)];
    const items = this.value(schema.items ?? {});
    const length = { minLength, maxLength: Math.max(minLength, Math.min(most, 5)) };
    return schema['uniqueItems'] ? fc.uniqueArray(items, length) : fc.array(items, length);
  }

  private map(schema: Schema): fc.Arbitrary<Record<string, unknown>> {
    const values = this.value(schema['additionalProperties'] as Schema);
    const keys = this.text(schema['propertyNames'] as Schema);
    const more = fc.dictionary(keys, values, { maxKeys: 3 });
    return fc.tuple(more, this.object(schema)).map(([free, fixed]) => ({ ...free, ...fixed }));
  }
}

function numberIn(schema: Schema, name: string, usual: number): number {
  const value = schema[name];
  return typeof value === 'number' ? value : usual;
}
