import { Injectable, type Type } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { schemaName } from './openapi-completion.js';

interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** Deeper than any answer goes. */
const DEEPEST = 40;

/** What the fields of an answer mean, in the words of the OpenAPI document. */
@Injectable()
export class FieldMeanings {
  private schemas: Readonly<Record<string, Schema>> = {};

  /** To be told once, when the document is made. */
  learn({ components }: Pick<OpenAPIObject, 'components'>): void {
    this.schemas = (components?.schemas ?? {}) as Record<string, Schema>;
  }

  /** Meanings by path, such as `customer.contactPoints[].kind`; `{}` stands for any key of a map. */
  of(shape: Type): Readonly<Record<string, string>> {
    const meanings: Record<string, string> = {};
    this.tell({ $ref: `/${schemaName(shape.name)}` }, '', meanings);
    return meanings;
  }

  private tell(schema: Schema, path: string, meanings: Record<string, string>, depth = 0): void {
    if (depth > DEEPEST) return;
    if (schema.description !== undefined && path !== '') meanings[path] ??= schema.description;
    const name = schema.$ref?.split('/').at(-1);
    const named = name === undefined ? undefined : this.schemas[name];
    const { allOf = [], anyOf = [], oneOf = [], properties = {}, items, additionalProperties } = schema;
    for (const same of [...(named ? [named] : []), ...allOf, ...anyOf, ...oneOf])
      this.tell(same, path, meanings, depth + 1);
    for (const [field, property] of Object.entries(properties))
      this.tell(property, path === '' ? field : `${path}.${field}`, meanings, depth + 1);
    // What is said of a list or a map is said of each of it
    const { description } = schema;
    if (items) this.tell({ ...(description && { description }), ...items }, `${path}[]`, meanings, depth + 1);
    if (typeof additionalProperties === 'object')
      this.tell(
        { ...(description && { description }), ...additionalProperties },
        `${path}{}`,
        meanings,
        depth + 1,
      );
  }
}
