import type { Command } from 'commander';
import { migrate } from '../platform/migrate.js';
import { say, withDatabase } from './running.js';

/** `voorkeur migrate` */
export function addMigrate(command: Command): void {
  command.option('--revert', 'take back the last step instead').action(({ revert }: { revert?: true }) =>
    withDatabase(async ({ databaseUrl }) => {
      const steps = await migrate(databaseUrl, revert ? 'down' : 'up');
      const verb = revert ? 'Took back' : 'Did';
      say(steps.length === 0 ? 'Nothing to do.' : steps.map((step) => `${verb} ${step}.`).join('\n'));
    }),
  );
}
