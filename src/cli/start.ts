import type { Command } from 'commander';
import { requireConfig } from './running.js';

/** `voorkeur start`. Faults of the settings are told before the service is loaded. */
export function addStart(command: Command): void {
  command.action(async () => {
    const config = requireConfig();
    const { start } = await import('../main.js');
    await start(config);
  });
}
