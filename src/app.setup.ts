import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { AppModule } from './app.module.js';
import { protectInsight } from './insight/index.js';
import { BodyValidation } from './platform/body-validation.js';
import type { Config } from './platform/config.js';
import { FieldMeanings } from './platform/field-meanings.js';
import { createHttpServer } from './platform/http-server.js';
import { toNestLogger, type Logger } from './platform/logging.js';
import { createOpenApiDocument } from './platform/openapi.js';
import { QueryGuard } from './platform/query.guard.js';
import { routePath } from './platform/route-path.js';
import { protectPage } from './preference-page/index.js';

/** The application with all that is global in HTTP; not yet connected, and not listening. */
export async function createApp(config: Config, logger: Logger): Promise<NestFastifyApplication> {
  const adapter = createHttpServer(config, logger);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config, logger), adapter, {
    logger: toNestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  const document = createOpenApiDocument(app);
  const validation = app.get(BodyValidation);
  validation.learn(document);
  app.useGlobalPipes(validation);
  app.get(QueryGuard).learn(document);
  app.get(FieldMeanings).learn(document);
  const server = adapter.getInstance() as unknown as FastifyInstance;
  protectPage(server, config);
  protectInsight(server);
  serveDocument(app, server, document);
  return app;
}

/** The documentation page brings its own scripts and styles; nothing comes from elsewhere, and nobody frames it. */
const DOCUMENT_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

function serveDocument(app: INestApplication, server: FastifyInstance, document: OpenAPIObject): void {
  server.addHook('onRequest', (request, reply, done) => {
    if (routePath(request).startsWith('/docs')) void reply.header('Content-Security-Policy', DOCUMENT_POLICY);
    done();
  });
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Voorkeur',
  });
}
