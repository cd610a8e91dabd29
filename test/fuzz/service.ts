/** The service that `npm run test:fuzz` sends requests to, as a process of its own; it ends with the one that started it. */
import { SCOPES } from '../../src/platform/scopes.js';
import { WITHOUT_LIMITS } from '../support/fuzz/world.js';
import { serveApp, type TestApp } from '../support/served-app.js';
import { makeDatabase } from '../support/test-database.js';
import type { DatabaseServer } from '../support/database-server.js';

/** What the process that started it is told, once. */
export interface Served {
  readonly url: string;
  /** With every scope and authority. */
  readonly key: string;
  /** Of the owner of the schema. */
  readonly databaseUrl: string;
}

let app: TestApp | undefined;

process.once('message', (server: DatabaseServer) => {
  void serve(server);
});
// Whoever pressed Ctrl-C is told by the process that started this one, which ends it
process.on('SIGINT', () => undefined);
process.once('disconnect', () => {
  void (app?.stop() ?? Promise.resolve()).finally(() => process.exit());
});

async function serve(server: DatabaseServer): Promise<void> {
  const database = await makeDatabase(server, `template ${server.template}`);
  app = await serveApp(database, { settings: WITHOUT_LIMITS });
  const { key } = await app.newKey(SCOPES, ['customer', 'employee_on_behalf', 'import', 'inferred']);
  const served: Served = { url: app.url, key, databaseUrl: database.url };
  process.send?.(served);
}
