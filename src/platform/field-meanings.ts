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
    for (const same of this.sameAs(schema)) this.tell(same, path, meanings, depth + 1);
    for (const [step, part] of partsOf(schema)) {
      const place = path === '' ? step.replace(/^[.]/, '') : `${path}${step}`;
      this.tell(part, place, meanings, depth + 1);
    }
  }

  /** The schemas that say more of the same place. */
  private sameAs({ $ref, allOf = [], anyOf = [], oneOf = [] }: Schema): Schema[] {
    const named = this.schemas[$ref?.split('/').at(-1) ?? ''];
    return [...(named ? [named] : []), ...allOf, ...anyOf, ...oneOf];
  }
}

/** What lies within a schema, by the step that leads there. What is said of a list or a map is said of each of it. */
function partsOf({ properties = {}, items, additionalProperties, description }: Schema): [string, Schema][] {
  const said = description === undefined ? {} : { description };
  const fields = Object.entries(properties).map(([field, part]): [string, Schema] => [`.${field}`, part]);
  const each: [string, Schema][] = items ? [['[]', { ...said, ...items }]] : [];
  const any: [string, Schema][] =
    typeof additionalProperties === 'object' ? [['{}', { ...said, ...additionalProperties }]] : [];
  return [...fields, ...each, ...any];
}
