#!/usr/bin/env node
import 'reflect-metadata';
import { Command } from 'commander';
import { createApp } from './app.setup.js';
import { explain } from './cli/advice.js';
import { addAudit } from './cli/audit.js';
import { addExport } from './cli/export.js';
import { addImport } from './cli/import.js';
import { addKeys } from './cli/keys.js';
import { requireConfig, say, withDatabase, withFeatures } from './cli/running.js';
import { loadDemo } from './demo/index.js';
import { start } from './main.js';
import { createLogger } from './platform/logging.js';
import { migrate } from './platform/migrate.js';
import { createOpenApiDocument } from './platform/openapi.js';
import { addRetention } from './cli/retention.js';
import { withSealingSecrets } from './platform/sealing-secrets.js';
import { addRollUp } from './cli/rollup.js';

const program = new Command('voorkeur')
  .description(
    'The registry of how customers want to be served. Settings come from the environment: see the README.',
  )
  .showHelpAfterError();

program
  .command('start')
  .description('start the service; without DATABASE_URL with a PostgreSQL of its own and demo data')
  .action(() => start(requireConfig()));

program
  .command('migrate')
  .description('bring the database to the newest schema')
  .option('--revert', 'take back the last step instead')
  .action(({ revert }: { revert?: true }) =>
    withDatabase(async ({ databaseUrl, databaseOwnerUrl }) => {
      const secrets = () => withSealingSecrets(requireConfig());
      const ways = { serviceUrl: databaseUrl, secrets };
      const steps = await migrate(databaseOwnerUrl ?? databaseUrl, revert ? 'down' : 'up', ways);
      const verb = revert ? 'Took back' : 'Did';
      say(steps.length === 0 ? 'Nothing to do.' : steps.map((step) => `${verb} ${step}.`).join('\n'));
    }),
  );

program
  .command('demo')
  .description('load the demo customers; what is there already stays as it is')
  .action(() => withFeatures(async (app) => say(`${await loadDemo(app)} demo customers are there.`)));

addKeys(program);
addImport(program);
addExport(program);
addRollUp(program);
addAudit(program);
addRetention(program);

program
  .command('openapi')
  .description('print the OpenAPI document')
  .action(async () => {
    const app = await createApp({ ...requireConfig(), databaseUrl: null }, createLogger('silent'));
    say(JSON.stringify(createOpenApiDocument(app), null, 2));
  });

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
});
