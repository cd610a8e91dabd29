import { Command, CommanderError } from 'commander';
import { explain } from './advice.js';

/** Adds options, arguments and what is done to a command. */
type Definition = (command: Command) => void;

/** Every command, what it does, and where that stands: a command is loaded when it is named, not for each one. */
const COMMANDS: readonly [name: string, about: string, load: () => Promise<Definition>][] = [
  [
    'start',
    'start the service; without DATABASE_URL with a PostgreSQL of its own and demo data',
    async () => (await import('./start.js')).addStart,
  ],
  [
    'migrate',
    'bring the database to the newest schema',
    async () => (await import('./migrate.js')).addMigrate,
  ],
  [
    'demo',
    'load the demo customers; what is there already stays as it is',
    async () => (await import('./demo.js')).addDemo,
  ],
  [
    'keys',
    'keys of the systems that call, and those that personal data are sealed with',
    async () => (await import('./keys.js')).addKeys,
  ],
  [
    'import',
    'add or change customers with their choices from a file',
    async () => (await import('./import.js')).addImport,
  ],
  [
    'export',
    'write customers with their choices to a file or to standard output',
    async () => (await import('./export.js')).addExport,
  ],
  [
    'rollup',
    'add up for the reports what happened since the last time; a running service does it every minute',
    async () => (await import('./rollup.js')).addRollUp,
  ],
  [
    'retention',
    'take away what is kept long enough; a running service does it every hour',
    async () => (await import('./retention.js')).addRetention,
  ],
  ['audit', 'the sealed logs: the ledger, and who looked', async () => (await import('./audit.js')).addAudit],
  ['openapi', 'print the OpenAPI document', async () => (await import('./openapi.js')).addOpenApi],
];

/** Does what the words after `voorkeur` say; says on standard error what went wrong, and sets the exit code. */
export async function run(words: readonly string[]): Promise<void> {
  try {
    await (await programFor(words)).parseAsync(words, { from: 'user' });
  } catch (error) {
    // commander has said what is wrong with the words
    const told = error instanceof CommanderError;
    if (!told) process.stderr.write(`${explain(error)}\n`);
    process.exitCode = told ? error.exitCode : 1;
  }
}

async function programFor(words: readonly string[]): Promise<Command> {
  const program = new Command('voorkeur')
    .description(
      'The registry of how customers want to be served. Settings come from the environment: see the README.',
    )
    .showHelpAfterError()
    .exitOverride();
  for (const [name, about, load] of COMMANDS) {
    const command = program.command(name).description(about);
    if (words.includes(name)) (await load())(command);
  }
  return program;
}
