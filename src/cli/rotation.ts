import type { Command } from 'commander';
import { IndexRotation, MasterRotation, rotate, type Rotation } from '../customers/index.js';
import { SealingKeys } from '../platform/sealing-keys.js';
import { newSecret } from '../platform/secrets.js';
import { createMeter } from './meter.js';
import { onInterrupt, say, withFeatures } from './running.js';

type Class = new (...parts: never[]) => Rotation;

const INTERRUPTED = 130;

const order = (name: string) => `
How to change a key while the service runs, with several instances one after the other in each step:
  1. put the new secret last in ${name}, restart: it is read
  2. put it first, restart: it writes
  3. run this; it may be stopped and run again
  4. take the old secret out, restart, and destroy it when no backup needs it any more`;

/** `voorkeur keys make-secret`, `rotate-master` and `rotate-index` */
export function addRotation(keys: Command): void {
  keys
    .command('make-secret')
    .description('print a new secret, for MASTER_KEYS, INDEX_KEYS or KEY_HASH_SECRET')
    .action(() => say(newSecret()));
  keys
    .command('rotate-master')
    .description('wrap the keys of all customers with the first of MASTER_KEYS')
    .addHelpText('after', order('MASTER_KEYS'))
    .action(() => run(MasterRotation, 'keys', 'MASTER_KEYS', ({ masterIds }) => masterIds));
  keys
    .command('rotate-index')
    .description('store all numbers and addresses under the first of INDEX_KEYS')
    .addHelpText('after', order('INDEX_KEYS'))
    .action(() => run(IndexRotation, 'rows', 'INDEX_KEYS', ({ indexIds }) => indexIds));
}

function run(
  rotation: Class,
  unit: string,
  variable: string,
  idsOf: (keys: SealingKeys) => readonly string[],
): Promise<void> {
  return withFeatures(async (app) => {
    const signal = onInterrupt();
    const work: Rotation = app.get(rotation);
    const [id = '', ...old] = idsOf(app.get(SealingKeys));
    const meter = createMeter(await work.count(), unit);
    meter.begin({ bytes: 0, lines: 0 });
    const done = await rotate(work, (all) => meter.step({ bytes: all, lines: all }), signal).finally(
      meter.end,
    );
    say(`${done.toLocaleString('en')} ${unit} moved to the key ${id}.`);
    if (signal.aborted) {
      say('Stopped before the end. The same command goes on from here.');
      process.exitCode = INTERRUPTED;
    } else if (old.length > 0) say(`Nothing uses ${old.join(', ')} any more: take it out of ${variable}.`);
  });
}
