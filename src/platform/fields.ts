import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';

/**
 * One decorator per kind of field. It describes the field in the OpenAPI document, and the same description is what
 * request bodies are checked against (see `body-validation.ts`): document and check can't differ.
 */
export interface FieldOptions {
  /** What the field means, with its unit. */
  readonly description: string;
  /** May be left out. */
  readonly optional?: boolean;
  /** May be null, and what null means. */
  readonly nullable?: string;
  /** Given in answers; ignored in requests, so that what was read can be sent back. */
  readonly readOnly?: boolean;
}

/** A class named later; the arrow functions below must stand in a property called `type`, by which swagger knows them. */
type Reference = () => abstract new () => unknown;

/** Text without control characters and lone surrogates, in words that every regular expression engine reads. */
export const PLAIN_TEXT = '^[^\\u0000-\\u001f\\u007f-\\u009f\\ud800-\\udfff]+$';

/** The same, or no text at all. */
export const PLAIN_TEXT_OR_NONE = PLAIN_TEXT.replace('+$', '*$');

/** A language tag (BCP 47) by its shape. */
export const LANGUAGE_TAG = '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$';

function field(options: FieldOptions, schema: Record<string, unknown>): PropertyDecorator {
  const { optional, nullable, description, ...rest } = options;
  return ApiProperty({
    ...rest,
    description: nullable === undefined ? description : `${description} Null: ${nullable}.`,
    ...(nullable !== undefined && { nullable: true }),
    required: !optional,
    ...schema,
  } as ApiPropertyOptions);
}

/** Text of 1 to `max` characters, without control characters; `pattern` for other text, which with `min` 0 may be empty. */
export function TextField(
  options: FieldOptions & { example: string; min?: 0; max?: number; pattern?: string },
) {
  const { min = 1, max = 255, pattern = PLAIN_TEXT, ...rest } = options;
  return field(rest, { type: String, minLength: min, maxLength: max, pattern });
}

/** One of a closed list of words. */
export function WordField(options: FieldOptions & { words: readonly string[]; example?: string | null }) {
  const { words, example = words[0], ...rest } = options;
  return field(rest, { type: String, enum: enumOf(words, options), example });
}

/** A list of words from a closed list. */
export function WordListField(
  options: FieldOptions & { words: readonly string[]; min?: number; example?: string[] },
) {
  const { words, min = 0, example = words.slice(0, 1), ...rest } = options;
  return field(rest, {
    type: 'array',
    items: { type: 'string', enum: [...words] },
    uniqueItems: true,
    minItems: min,
    maxItems: words.length,
    example,
  });
}

/** A UUID. */
export function IdField(options: FieldOptions) {
  return field(options, { type: String, format: 'uuid', example: '019aa001-7b1c-7000-8000-000000000001' });
}

/** An instant: RFC 3339 with offset. */
export function InstantField(options: FieldOptions) {
  return field(options, { type: String, format: 'date-time', example: '2026-11-23T09:00:00+01:00' });
}

/** A local calendar date, `YYYY-MM-DD`. */
export function DateField(options: FieldOptions & { example: string }) {
  return field(options, { type: String, format: 'date' });
}

/** A whole number. */
export function WholeNumberField(options: FieldOptions & { example: number; min?: number; max?: number }) {
  const { min = 0, max = 2_147_483_647, ...rest } = options;
  return field(rest, { type: 'integer', minimum: min, maximum: max });
}

/** A number that need not be whole. */
export function NumberField(options: FieldOptions & { example: number; min: number; max: number }) {
  const { min, max, ...rest } = options;
  return field(rest, { type: Number, minimum: min, maximum: max });
}

/** A list of whole numbers. */
export function WholeNumberListField(options: FieldOptions & { length: number; example: number[] }) {
  const { length, ...rest } = options;
  return field(rest, {
    type: 'array',
    items: { type: 'integer', minimum: 0 },
    minItems: length,
    maxItems: length,
  });
}

export function YesNoField(options: FieldOptions & { example: boolean }) {
  return field(options, { type: Boolean });
}

/** An object of another DTO class. */
export function ObjectField(of: Reference, options: FieldOptions) {
  return field(options, { type: () => of() });
}

/** A list of objects of another DTO class. */
export function ListField(of: Reference, options: FieldOptions & { max: number; min?: number }) {
  const { max, min = 0, ...rest } = options;
  return field(rest, { type: () => of(), isArray: true, minItems: min, maxItems: max });
}

/** A list of texts that follow a pattern. */
export function TextListField(
  options: FieldOptions & { max: number; itemMax?: number; pattern: string; example: string[] },
) {
  const { max, pattern, itemMax = 255, ...rest } = options;
  return field(rest, {
    type: 'array',
    items: { type: 'string', pattern, minLength: 1, maxLength: itemMax },
    maxItems: max,
  });
}

/** A list of objects of any fields, which tell of themselves elsewhere. */
export function RowsField(options: FieldOptions & { max: number; example: object[] }) {
  const { max, ...rest } = options;
  return field(rest, { type: 'array', items: { type: 'object', additionalProperties: true }, maxItems: max });
}

/** An object with free keys that follow a pattern, and values as the given schema. */
export function MapField(
  options: FieldOptions & {
    keys: string;
    /** Longest key, characters. */
    keyMax?: number;
    values: Record<string, unknown>;
    max: number;
    mandatory?: string[];
    example: unknown;
  },
) {
  const { keys, keyMax = 64, values, max, mandatory, ...rest } = options;
  return field(rest, {
    type: 'object',
    ...(mandatory && {
      properties: Object.fromEntries(mandatory.map((key) => [key, values])),
      required: mandatory,
      selfRequired: !rest.optional,
    }),
    propertyNames: { pattern: keys, maxLength: keyMax },
    additionalProperties: values,
    maxProperties: max,
  });
}

/** JSON Schema counts null as one of the values of an enumeration. */
function enumOf(words: readonly string[], options: FieldOptions): (string | null)[] {
  return options.nullable !== undefined ? [...words, null] : [...words];
}
