import type { OpenAPIObject } from '@nestjs/swagger';
import { problemResponse } from './endpoint-docs.js';
import type { ProblemKind } from './problem.js';

type Schema = Record<string, unknown> & { properties?: Record<string, Schema> };
type Schemas = Record<string, Schema>;

interface Operation {
  readonly requestBody?: unknown;
  readonly parameters?: { name: string; in: string }[];
  readonly responses: Record<string, { headers?: object; description?: string }>;
  readonly 'x-open-query'?: boolean;
  readonly 'x-streamed'?: boolean;
  security?: unknown[];
}

/** What can happen to any request, and to any request with a body, before its endpoint sees it. */
const BEFOREHAND: readonly [number, ProblemKind, withBody: boolean][] = [
  [400, 'malformed', false],
  [413, 'too_large', true],
  [415, 'unsupported_media_type', true],
];

/** Says in the document what holds for every endpoint alike, so that no endpoint has to. */
export function complete(document: OpenAPIObject): OpenAPIObject {
  const named = shortNames(document);
  const schemas = (named.components?.schemas ?? {}) as Schemas;
  closeRequestBodies(named, schemas);
  for (const schema of Object.values(schemas)) addExamples(schema, schemas);
  for (const [method, operation] of operationsOf(named)) {
    addProblems(operation);
    if (method === 'post' && !operation['x-streamed']) addIdempotency(operation);
    if (method === 'get') addConditionalRead(operation);
    operation.security ??= [];
  }
  return named;
}

/** Name of a class in the document: integrators need not know that we call shapes DTOs. */
export function schemaName(className: string): string {
  return className.replace(/Dto$/, '');
}

function shortNames(document: OpenAPIObject): OpenAPIObject {
  const text = JSON.stringify(document).replace(/(#\/components\/schemas\/\w+?)Dto"/g, '$1"');
  const named = JSON.parse(text) as OpenAPIObject;
  const schemas = Object.entries(named.components?.schemas ?? {});
  const sorted = schemas.map(([name, schema]) => [schemaName(name), schema] as const);
  named.components = {
    ...named.components,
    schemas: Object.fromEntries(sorted.sort(([a], [b]) => (a < b ? -1 : 1))),
  };
  return named;
}

function operationsOf(document: OpenAPIObject): [string, Operation][] {
  return Object.values(document.paths).flatMap((path) => Object.entries(path) as [string, Operation][]);
}

/** Unknown fields are refused in requests, and the document says so. Answers stay open: they may gain fields. */
function closeRequestBodies(document: OpenAPIObject, schemas: Schemas): void {
  const seen = new Set<string>();
  const close = (node: unknown): void => {
    for (const name of referencedBy(node)) {
      if (seen.has(name)) continue;
      seen.add(name);
      const schema = schemas[name];
      if (schema?.properties) schema['additionalProperties'] ??= false;
      close(schema);
    }
  };
  for (const [, { requestBody }] of operationsOf(document)) close(requestBody);
}

/** Names of the component schemas that a node refers to, at any depth. */
function referencedBy(node: unknown): string[] {
  const names = JSON.stringify(node ?? null).matchAll(/"#\/components\/schemas\/([^"]+)"/g);
  return [...names].map(([, name]) => name ?? '');
}

/** Fields that hold other objects get the examples of those. */
function addExamples(schema: Schema, schemas: Schemas): void {
  for (const property of Object.values(schema.properties ?? {}))
    if (property['example'] === undefined) property['example'] = exampleOf(property, schemas);
}

function exampleOf(schema: Schema, schemas: Schemas): unknown {
  if (schema['example'] !== undefined) return schema['example'];
  if ([schema['type']].flat().includes('array'))
    return [exampleOf((schema['items'] ?? {}) as Schema, schemas)];
  const [name] = referencedBy(schema);
  const { properties = {} } = (name === undefined ? undefined : schemas[name]) ?? schema;
  const fields = Object.entries(properties).filter(([, property]) => !property['readOnly']);
  return Object.fromEntries(fields.map(([field, property]) => [field, exampleOf(property, schemas)]));
}

function addProblems(operation: Operation): void {
  const { requestBody, responses, 'x-open-query': openQuery, 'x-streamed': streamed } = operation;
  if (!openQuery) responses[422] ??= problemResponse(422, ['invalid']);
  for (const [status, kind, withBody] of BEFOREHAND) {
    if (kind === 'too_large' && streamed) continue;
    if (!withBody || requestBody !== undefined) responses[status] ??= problemResponse(status, [kind]);
  }
}

/** A POST can be repeated without harm when it carries a key. */
function addIdempotency(operation: Operation): void {
  const description =
    'Makes the call safe to repeat: a string of up to 255 characters, new for each call. For 24 hours the same call with the same key takes effect once, and is answered by the same reply with `Idempotent-Replayed: true`. A reply of 400, 422 or 5xx is not kept.';
  const schema = { type: 'string', maxLength: 1024, example: '"8e03978e-40d5-43dd-bc93-6894a57f9324"' };
  const header = { name: 'Idempotency-Key', in: 'header', required: false, description, schema };
  Object.assign(operation, { parameters: [...(operation.parameters ?? []), header] });
  addKinds(operation, 409, ['idempotency_running', 'idempotency_reply_lost']);
  addKinds(operation, 422, ['idempotency_mismatch']);
}

/** More kinds of problem of a status that may be documented already. */
function addKinds({ responses }: Operation, status: number, kinds: ProblemKind[]): void {
  const added = problemResponse(status, kinds);
  const before = responses[status]?.description;
  const description = before === undefined ? added.description : `${before} ${added.description}`;
  responses[status] = { ...added, ...responses[status], description };
}

/** A read that tells its version can be asked for only when it changed (RFC 9110, section 13.1.2). */
function addConditionalRead(operation: Operation): void {
  if (!('ETag' in (operation.responses[200]?.headers ?? {}))) return;
  const description = 'An `ETag` that the caller has: 304 when it is still the one.';
  const schema = { type: 'string', example: '"7"' };
  const header = { name: 'If-None-Match', in: 'header', required: false, description, schema };
  Object.assign(operation, { parameters: [...(operation.parameters ?? []), header] });
  Object.assign(operation.responses, { 304: { description: 'The caller has it already.' } });
}
