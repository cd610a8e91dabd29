import type { Command } from 'commander';
import { RollUpTimer } from '../reports/index.js';
import { say, withFeatures } from './running.js';

/** `voorkeur rollup`. */
export function addRollUp(command: Command): void {
  command
    .option('--from-scratch', 'count everything anew')
    .action(({ fromScratch }: { fromScratch?: true }) =>
      withFeatures(async (app) => {
        const result = await app.get(RollUpTimer).runNow(fromScratch ?? false);
        say(
          result === 'busy' ? 'Another instance is adding up just now.' : `Counted ${result.buckets} days.`,
        );
      }),
    );
}
