import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { ExportsService, FORMATS, type ExportWish } from '../exchange/index.js';
import { COMMAND_LINE } from '../platform/caller.js';
import { isInstant } from '../platform/instants.js';
import { withFeatures } from './running.js';

interface Options extends Partial<ExportWish> {
  readonly format: string;
  readonly output?: string;
  readonly losses?: string;
}

const NOTES = `
NDJSON holds all that voorkeur import --authority stated needs to bring an empty registry to the same
state. CSV is for people and spreadsheets; it does not hold who stated what.`;

/** `voorkeur export` */
export function addExport(command: Command): void {
  command
    .addOption(
      new Option('--format <format>', 'how they are written').choices([...FORMATS.keys()]).default('ndjson'),
    )
    .option('--output <file>', 'where they are written (default: standard output)')
    .option('--channel <key>', 'only customers that rank this channel anywhere')
    .option('--topic <key>', 'only customers with a choice of their own for this topic')
    .option('--changed-since <instant>', 'only customers that changed since, or whose choices did', instantOf)
    .option('--system <name>', 'name under which the ids of another system are kept')
    .option(
      '--losses <file>',
      "where what another system's format can't hold is told (default: standard error)",
    )
    .addHelpText('after', NOTES)
    .action((options: Options) => withFeatures((app) => run(app.get(ExportsService), options)));
}

async function run(exports: ExportsService, options: Options): Promise<void> {
  const { format, system = format, channel = null, topic = null, changedSince = null } = options;
  const { output, losses } = options;
  const lost = losses === undefined ? process.stderr : createWriteStream(losses);
  const tell = (id: string, list: readonly object[]) =>
    void lost.write(`${JSON.stringify({ id, lost: list })}\n`);
  const customers = await exports.open(
    { keyId: COMMAND_LINE },
    { format, system, channel, topic, changedSince },
    tell,
  );
  await pipeline(customers, output === undefined ? process.stdout : createWriteStream(output));
  if (losses !== undefined) lost.end();
}

function instantOf(text: string): Date {
  if (isInstant(text)) return new Date(text);
  throw new InvalidArgumentError('An RFC 3339 instant with offset is needed: 2026-11-23T09:00:00Z');
}
