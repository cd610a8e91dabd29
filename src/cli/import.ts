import { statSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { AUTHORITIES } from '../domain/authority.js';
import { FileImportService, FORMATS, STATED, type Counts, type FileImport } from '../exchange/index.js';
import { createMeter } from './meter.js';
import { onInterrupt, say, withApp } from './running.js';

type Options = Omit<FileImport, 'path' | 'format' | 'errors' | 'system'> &
  Partial<Pick<FileImport, 'format' | 'errors' | 'system'>>;

/** Of the process: nothing was refused, some lines were refused, it was interrupted. */
const EXIT = { refused: 2, interrupted: 130 };

const NOTES = `
A line of NDJSON is a customer as voorkeur export writes it; the columns of CSV are in the README.
Lines with a fault are left out, whole, and told in the file of errors; the others are stored, some
thousand at a time. An import that broke off goes on where it was when the same command runs again.
Exit code: 0 all lines were taken, 2 some were refused, 130 interrupted, 1 anything else.`;

/** `voorkeur import` */
export function addImport(command: Command): void {
  command
    .argument('<file>', 'CSV or NDJSON; - reads standard input')
    .addOption(
      new Option('--format <format>', 'how it is written; by the end of its name when left out').choices([
        ...FORMATS.keys(),
      ]),
    )
    .addOption(
      new Option(
        '--authority <authority>',
        `whose word the choices are; ${STATED} keeps who stated what in an export`,
      )
        .choices([...AUTHORITIES, STATED])
        .default('import'),
    )
    .option('--system <name>', 'name under which the ids of another system are kept')
    .option('--dry-run', 'say what would become of the lines, and write nothing', false)
    .option('--errors <file>', 'where lines that are not taken are told (default: <file>.errors.ndjson)')
    .option('--restart', 'begin at the start, also when the file was imported in part', false)
    .addHelpText('after', NOTES)
    .action((path: string, options: Options) =>
      withApp((app) => run(app.get(FileImportService), path, options)),
    );
}

async function run(imports: FileImportService, path: string, options: Options): Promise<void> {
  const format = options.format ?? formatOf(path);
  const errors = options.errors ?? `${path === '-' ? 'import' : path}.errors.ndjson`;
  const wish = { ...options, path, format, errors, system: options.system ?? format };
  const meter = createMeter(path === '-' ? null : statSync(path).size);
  const signal = onInterrupt();
  const watcher = {
    begin: (from: { lines: number; bytes: number }, counts: Counts) => {
      if (from.lines > 0)
        say(
          `Goes on after line ${from.lines}, where it broke off; --restart begins at the start. So far: ${toWords(counts)}.`,
        );
      meter.begin(from);
    },
    step: meter.step,
  };
  try {
    const counts = await imports.import(wish, watcher, signal);
    meter.end();
    report(counts, wish, signal.aborted);
  } finally {
    meter.end();
  }
}

function report(counts: Counts, { dryRun, errors, path }: FileImport, isInterrupted: boolean): void {
  say(`${dryRun ? 'Nothing was written. It would come to' : 'Customers'}: ${toWords(counts)}.`);
  if (counts.refused > 0) say(`The lines that were refused, and why: ${errors}`);
  if (counts.refused > 0) process.exitCode = EXIT.refused;
  if (!isInterrupted) return;
  say(
    path === '-' ? 'Stopped before the end.' : 'Stopped before the end. The same command goes on from here.',
  );
  process.exitCode = EXIT.interrupted;
}

function toWords({ created, changed, unchanged, refused }: Counts): string {
  const [one, two, three, four] = [created, changed, unchanged, refused].map((count) =>
    count.toLocaleString('en'),
  );
  return `${one} created, ${two} changed, ${three} unchanged, ${four} refused`;
}

function formatOf(path: string): string {
  return /\.(csv|tsv|txt)$/i.test(path) ? 'csv' : 'ndjson';
}
