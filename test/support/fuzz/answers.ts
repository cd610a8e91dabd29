import type { OpenAPIObject } from '@nestjs/swagger';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Operation, Schema } from '../openapi.js';
import type { Answer } from './sender.js';

/** Checks answers against what the document says of them. Formats are checked by patterns of its own, not by the product's. */
export class DocumentedAnswers {
  private readonly ajv = new Ajv2020({ strict: false });
  private readonly checks = new Map<string, ValidateFunction>();

  constructor(document: OpenAPIObject) {
    this.ajv.addFormat('uuid', /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/);
    this.ajv.addFormat('date', { type: 'string', validate: (text) => isDay(text) && text.length === 10 });
    this.ajv.addFormat('date-time', {
      type: 'string',
      validate: (text) =>
        /^.{10}T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text) && isDay(text.slice(0, 10)),
    });
    this.ajv.addSchema(closed(document), 'openapi');
  }

  /** What is wrong with an answer, in a sentence; null when it is as documented. `elsewhere` are statuses of any address. */
  faultOf(operation: Operation, answer: Answer, elsewhere: readonly number[] = []): string | null {
    const { status, text } = answer;
    if (status >= 500) return `${status} is an error of ours`;
    const documented = operation.responses[String(status)];
    if (documented === undefined && !elsewhere.includes(status)) return `${status} is not documented`;
    const content = documented?.content ?? (status >= 400 ? PROBLEM : undefined);
    if (content === undefined) return text === '' ? null : `${status} has a body, and none is documented`;
    const type = String(answer.headers['content-type']).split(';', 1)[0] ?? '';
    const schema = content[type]?.schema;
    if (schema === undefined) return `the content type ${type} is not documented for ${status}`;
    return this.bodyFault(schema, type, text);
  }

  private bodyFault(schema: Schema, type: string, text: string): string | null {
    const check = this.checkOf(schema);
    for (const value of valuesIn(type, schema, text)) {
      if (value instanceof SyntaxError) return 'the body is no JSON';
      if (!check(value)) return `the body breaks its schema: ${this.ajv.errorsText(check.errors)}`;
    }
    return null;
  }

  /** Schemas are compiled once, with what they refer to: most are named, and the rest are written alike. */
  private checkOf(schema: Schema): ValidateFunction {
    const text = JSON.stringify(schema).replaceAll('"#/components', '"openapi#/components');
    const known = this.checks.get(text);
    if (known !== undefined) return known;
    const named = schema.$ref === undefined ? undefined : this.ajv.getSchema(`openapi${schema.$ref}`);
    const check = (named as ValidateFunction | undefined) ?? this.ajv.compile(JSON.parse(text) as object);
    this.checks.set(text, check);
    return check;
  }
}

const PROBLEM: NonNullable<Operation['responses'][string]['content']> = {
  'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDetails' } },
};

/** The values of a body that the schema is about: one, or one for each line. */
function valuesIn(type: string, schema: Schema, text: string): unknown[] {
  if (/\bjson$/.test(type) && !type.endsWith('ndjson')) return [parse(text)];
  if (type === 'application/x-www-form-urlencoded') return [Object.fromEntries(new URLSearchParams(text))];
  if (type !== 'application/x-ndjson') return [text];
  const lines = text.split('\n').filter((line) => line !== '');
  const broken = lines.map(parse).find((value) => value instanceof SyntaxError);
  if (broken !== undefined) return [broken];
  return schema.type === 'string' ? [text] : lines.map(parse);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The document with every object closed: what is answered beside what is documented is a breach too. */
function closed(document: OpenAPIObject): object {
  const copy = structuredClone(document);
  for (const schema of Object.values(copy.components?.schemas ?? {}) as Record<string, unknown>[])
    if (schema['properties'] !== undefined) schema['additionalProperties'] ??= false;
  return copy;
}
