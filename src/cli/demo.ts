import type { Command } from 'commander';
import { loadDemo } from '../demo/index.js';
import { say, withFeatures } from './running.js';

/** `voorkeur demo` */
export function addDemo(command: Command): void {
  command.action(() => withFeatures(async (app) => say(`${await loadDemo(app)} demo customers are there.`)));
}
