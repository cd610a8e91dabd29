import type { Kept, Run, Scenario } from './scenario.js';
import { Stage } from './stage.js';

/** How to play. */
export interface Manner {
  /** How often things go wrong; undefined for each scenario's own number. */
  readonly rounds?: number | undefined;
  /** Factor on all times that are promised. */
  readonly slack: number;
  readonly broken: boolean;
}

/** What came of one scenario. */
export interface Report {
  readonly name: string;
  /** Whether all promises were kept; with a deliberate fault, whether one was broken. */
  readonly passed: boolean;
  readonly isSkipped: boolean;
  /** Lines of the summary, as rows of a Markdown table. */
  readonly lines: readonly string[];
}

/** Longest time of one round and of what is around all of them, milliseconds. What takes longer hangs. */
const ROUND_WITHIN = 60_000;
const AROUND_WITHIN = 300_000;

/** Plays scenarios one after the other. Ctrl-C ends what was started, and then the run. */
export async function playAll(scenarios: readonly Scenario[], manner: Manner): Promise<Report[]> {
  const reports: Report[] = [];
  for (const [index, scenario] of scenarios.entries()) {
    const head = `[${index + 1}/${scenarios.length}] ${scenario.name}`;
    const why = (await scenario.missing?.()) ?? null;
    if (why !== null) {
      say(`${head}: SKIPPED, ${why}`);
      reports.push({
        name: scenario.name,
        passed: true,
        isSkipped: true,
        lines: [skippedLine(scenario, why)],
      });
      continue;
    }
    say(`${head}: ${scenario.title}${manner.broken ? `; deliberate fault: ${scenario.fault}` : ''}`);
    reports.push(await play(scenario, manner));
  }
  return reports;
}

async function play(scenario: Scenario, manner: Manner): Promise<Report> {
  const rounds = manner.rounds ?? (manner.broken ? scenario.brokenRounds : scenario.rounds);
  const stage = new Stage();
  const kept: Kept[] = [];
  const interrupt = () => void stage.end().then(() => process.exit(1));
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const from = performance.now();
  let failure: string | null = null;
  try {
    await inTime(scenario.play(runOf(rounds, manner, stage, kept)), rounds * ROUND_WITHIN + AROUND_WITHIN);
  } catch (error) {
    failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    say(`  ended with ${failure}`);
  }
  await stage.end();
  process.off('SIGINT', interrupt);
  process.off('SIGTERM', interrupt);
  const passed =
    failure === null && (manner.broken ? isCaught(scenario, kept) : kept.every((one) => one.kept));
  say(`  ${verdict(passed, manner.broken)} in ${((performance.now() - from) / 1_000).toFixed(0)} s`);
  const rows =
    failure === null
      ? kept
      : [...kept, { promise: 'it comes to an end', figure: firstLine(failure), kept: false }];
  return {
    name: scenario.name,
    passed,
    isSkipped: false,
    lines: rows.map((row, index) => lineOf(scenario, rounds, row, index === 0)),
  };
}

function runOf(rounds: number, { broken, slack }: Manner, stage: Stage, kept: Kept[]): Run {
  const run: Run = {
    rounds,
    broken,
    slack,
    stage,
    tell: (progress) => say(`  ${progress}`),
    promise: (promise, isKept, figure) => {
      kept.push({ promise, figure, kept: isKept });
      say(`  ${isKept ? 'kept  ' : 'BROKEN'} ${promise}: ${figure}`);
    },
    within: (seconds, promise, times) => {
      const longest = Math.max(...times) / 1_000;
      const middle = [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN;
      const isKept = times.length > 0 && longest <= seconds * slack;
      const figure = `at most ${longest.toFixed(2)} s, median ${(middle / 1_000).toFixed(2)} s`;
      run.promise(`${promise} within ${seconds} s`, isKept, figure);
    },
  };
  return run;
}

async function inTime(work: Promise<void>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const fault = new Error(`It took longer than ${milliseconds / 1_000} s.`);
    timer = setTimeout(() => reject(fault), milliseconds);
  });
  work.catch(() => undefined); // when it is late nobody waits for it any more
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Another promise may break for another reason: a slow machine, for one. */
function isCaught({ catches }: Scenario, kept: readonly Kept[]): boolean {
  return kept.some((one) => one.promise.startsWith(catches) && !one.kept);
}

function verdict(passed: boolean, broken: boolean): string {
  if (broken) return passed ? 'caught' : 'NOT CAUGHT';
  return passed ? 'all kept' : 'BROKEN';
}

function lineOf(
  { title }: Scenario,
  rounds: number,
  { promise, figure, kept }: Kept,
  isFirst: boolean,
): string {
  const cells = [isFirst ? title : '', isFirst ? rounds : '', promise, figure, kept ? 'yes' : '**no**'];
  return `| ${cells.join(' | ')} |`;
}

function skippedLine({ title }: Scenario, why: string): string {
  return `| ${title} | 0 | | ${why} | not tested |`;
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').replaceAll('|', '/').slice(0, 200);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
