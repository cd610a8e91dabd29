import type { Command } from 'commander';
import { createApp } from '../app.setup.js';
import { createLogger } from '../platform/logging.js';
import { createOpenApiDocument } from '../platform/openapi.js';
import { requireConfig, say } from './running.js';

/** `voorkeur openapi` */
export function addOpenApi(command: Command): void {
  command.action(async () => {
    const app = await createApp({ ...requireConfig(), databaseUrl: null }, createLogger('silent'));
    say(JSON.stringify(createOpenApiDocument(app), null, 2));
  });
}
