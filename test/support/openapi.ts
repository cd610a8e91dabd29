import type { OpenAPIObject } from '@nestjs/swagger';
import type { Client } from './app.js';

export type Schema = Readonly<Record<string, unknown>> & {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
};

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

/** One operation of the document. */
export interface Operation {
  readonly method: 'get' | 'put' | 'post' | 'delete' | 'patch';
  readonly path: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly 'x-scope'?: string;
  /** A second one that is needed as well. */
  readonly 'x-also-scope'?: string;
  readonly security?: readonly object[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}

export async function readDocument(api: Client): Promise<OpenAPIObject> {
  return (await api.get('/openapi.json')).body;
}

export function operationsOf(document: OpenAPIObject): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(
      ([method, operation]) => ({ parameters: [], ...operation, method, path }) as Operation,
    ),
  );
}

/** The path of an operation with values for its parameters; those that are not given are the document's examples. */
export function fillPath(
  { path, parameters }: Operation,
  values: Readonly<Record<string, string>> = {},
): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const example = parameters.find((parameter) => parameter.name === name)?.schema['example'];
    return encodeURIComponent(values[name] ?? String(example));
  });
}

/** A schema, looked up where it is a reference. */
export function resolve(document: OpenAPIObject, schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const name = schema.$ref.replace('#/components/schemas/', '');
  return (document.components?.schemas?.[name] ?? {}) as Schema;
}
