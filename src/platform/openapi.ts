import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { complete } from './openapi-completion.js';
import { PROBLEM_KINDS } from './problem.js';
import { ProblemDetails } from './problem.dto.js';

const TAGS = {
  Customers: 'Customers, their contact points and their keys in other systems.',
  Preferences: 'What customers stated, with its history.',
  Decisions: 'How does this customer want it, now, about this?',
  'Import and export': 'All customers with their choices, in and out.',
  Catalogue: 'Channels and topics: what the company offers.',
  Changes: 'Every change, once: to read, to wait for, to listen to.',
  Webhooks: 'Changes, sent to another system as they happen.',
  'Preference page': "Links to the customer's own page, and tokens for a portal of the company.",
  Privacy: 'Everything about one customer: to read, or to erase.',
  'Self-service': "What a customer's own token opens.",
  Operations: 'Health and metrics.',
};

/** The OpenAPI 3.1 document of the application: what is documented, and what request bodies are checked against. */
export function createOpenApiDocument(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Voorkeur')
    .setVersion('1')
    .setDescription(description())
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/', 'This installation')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'vk_<id>_<secret>' }, 'key')
    .addBasicAuth(
      { type: 'http', scheme: 'basic', description: 'A key as the user name, no password.' },
      'keyAsUserName',
    )
    .addBearerAuth(
      {
        ...{ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        description: "An access token of the company's own issuer, where one is configured (RFC 9068).",
      },
      'accessToken',
    )
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: "A customer's own token, for `/v1/me` alone." },
      'customerToken',
    );
  for (const [name, about] of Object.entries(TAGS)) builder.addTag(name, about);
  const document = SwaggerModule.createDocument(app, builder.build(), {
    extraModels: [ProblemDetails],
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  return complete(document);
}

function description(): string {
  const kinds = Object.entries(PROBLEM_KINDS).map(
    ([kind, { status, title }]) => `| \`urn:voorkeur:problem:${kind}\` | ${status} | ${title} |`,
  );
  return [
    'The registry of how customers want to be served: which channel, when, by whom, about what.',
    'Every answer carries `X-Request-Id`. Failures are RFC 9457 problem details; these are their types:',
    '| type | status | title |\n|---|---|---|\n' + kinds.join('\n'),
  ].join('\n\n');
}
