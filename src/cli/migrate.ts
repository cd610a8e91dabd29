import type { Command } from 'commander';
import { migrate } from '../platform/migrate.js';
import { withSealingSecrets } from '../platform/sealing-secrets.js';
import { requireConfig, say, withDatabase } from './running.js';

/** `voorkeur migrate` */
export function addMigrate(command: Command): void {
  command.option('--revert', 'take back the last step instead').action(({ revert }: { revert?: true }) =>
    withDatabase(async ({ databaseUrl, databaseOwnerUrl }) => {
      const secrets = () => withSealingSecrets(requireConfig());
      const ways = { serviceUrl: databaseUrl, secrets };
      const steps = await migrate(databaseOwnerUrl ?? databaseUrl, revert ? 'down' : 'up', ways);
      const verb = revert ? 'Took back' : 'Did';
      say(steps.length === 0 ? 'Nothing to do.' : steps.map((step) => `${verb} ${step}.`).join('\n'));
    }),
  );
}
