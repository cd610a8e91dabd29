import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { PROBLEM_KINDS } from './problem.js';
import { ProblemDetails } from './problem.dto.js';

type Schema = Record<string, unknown> & { properties?: Record<string, Schema> };

/** The OpenAPI 3.1 document of the application: what is documented, and what request bodies are checked against. */
export function createOpenApiDocument(app: INestApplication): OpenAPIObject {
  const settings = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Voorkeur')
    .setVersion('1')
    .setDescription(description())
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/', 'This installation')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A key: `vk_<id>_<secret>`.' }, 'key')
    .addBasicAuth(
      { type: 'http', scheme: 'basic', description: 'A key as the user name, no password.' },
      'keyAsUserName',
    )
    .build();
  const document = SwaggerModule.createDocument(app, settings, {
    extraModels: [ProblemDetails],
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  closeRequestBodies(document);
  return document;
}

function description(): string {
  const kinds = Object.entries(PROBLEM_KINDS).map(
    ([kind, { status, title }]) => `| \`urn:voorkeur:problem:${kind}\` | ${status} | ${title} |`,
  );
  return [
    'The registry of how customers want to be served: which channel, when, by whom, about what.',
    'Failures are RFC 9457 problem details; these are their types:',
    '| type | status | title |\n|---|---|---|\n' + kinds.join('\n'),
  ].join('\n\n');
}

/** Unknown fields are refused in requests, and the document says so. Answers stay open: they may gain fields. */
function closeRequestBodies(document: OpenAPIObject): void {
  const schemas = (document.components?.schemas ?? {}) as Record<string, Schema>;
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
  for (const path of Object.values(document.paths))
    for (const operation of Object.values(path) as { requestBody?: unknown }[]) close(operation?.requestBody);
}

/** Names of the component schemas that a node refers to, at any depth. */
function referencedBy(node: unknown): string[] {
  const names = JSON.stringify(node ?? null).matchAll(/"#\/components\/schemas\/([^"]+)"/g);
  return [...names].map(([, name]) => name ?? '');
}
