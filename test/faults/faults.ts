/** `npm run test:faults`: what must hold when things go wrong, and for each the deliberate fault that it catches. */
import { cpus, totalmem } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import { playAll } from './play.js';
import { SCENARIOS } from './scenarios.js';

interface Options {
  readonly only: string[];
  readonly rounds?: number;
  readonly slack: number;
  readonly break?: true;
  readonly list?: true;
}

const names = SCENARIOS.map(({ name }) => name);

const options = new Command('npm run test:faults --')
  .description(
    'Breaks things around the service, and checks what it promises. Ends with 1 when a promise is broken; with --break when a deliberate fault is not seen.',
  )
  .option('--only <scenarios>', 'these alone, with commas', scenariosOf, names)
  .option(
    '--rounds <number>',
    'how often things go wrong in each; every scenario has a number of its own',
    roundsOf,
  )
  .option(
    '--slack <factor>',
    'how many times as long everything may take, on a machine that is busy',
    factorOf,
    1,
  )
  .option('--break', 'build in the deliberate fault of each scenario, and see that it is caught')
  .option('--list', 'list the scenarios')
  .showHelpAfterError()
  .parse()
  .opts<Options>();

if (options.list) {
  for (const { name, title, rounds, fault } of SCENARIOS)
    say(`${name.padEnd(18)} ${title}; ${rounds} rounds\n${' '.repeat(18)} catches: ${fault}`);
} else {
  const chosen = SCENARIOS.filter(({ name }) => options.only.includes(name));
  const reports = await playAll(chosen, { ...options, broken: options.break === true });
  const [cpu] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  say('');
  say(
    `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${memory},`,
  );
  say(
    `Node ${process.version}, PostgreSQL 18 (embedded), everything on one machine${slackOf(options.slack)}.`,
  );
  say('');
  for (const line of reports.flatMap(({ lines }) => lines).reduce(withHead, [])) say(line);
  const failed = reports.filter(({ passed }) => !passed).map(({ name }) => name);
  const skipped = reports.filter(({ isSkipped }) => isSkipped).map(({ name }) => name);
  say('');
  if (skipped.length > 0) say(`NOT TESTED here: ${skipped.join(', ')}.`);
  say(failed.length === 0 ? 'All is as it must be.' : `Not as it must be: ${failed.join(', ')}.`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

function withHead(lines: string[], line: string): string[] {
  const head = ['| scenario | rounds | promise | figure | kept |', '|---|---:|---|---|---|'];
  return [...(lines.length === 0 ? head : lines), line];
}

function slackOf(slack: number): string {
  return slack === 1 ? '' : `; times may be ${slack} × as long as they should`;
}

function scenariosOf(text: string): string[] {
  const asked = text.split(',').map((name) => name.trim());
  const unknown = asked.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new InvalidArgumentError(`There is no ${unknown.join(', ')}, but ${names.join(', ')}.`);
  return asked;
}

function roundsOf(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('A whole number from 1 is needed.');
  return value;
}

function factorOf(text: string): number {
  const value = Number(text);
  if (!(value >= 1 && value <= 100)) throw new InvalidArgumentError('A number from 1 to 100 is needed.');
  return value;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
