import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SEALING_SECRETS } from './sealing-secrets.js';
import { until } from './until.js';

/** What a finished command left behind. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The service as a process of its own. */
export interface Service {
  readonly pid: number;
  /** Base address, read from what it printed. */
  readonly url: string;
  /** The key it printed; empty without demo data. */
  readonly demoKey: string;
  stdout(): string;
  stderr(): string;
  /** Sends a signal, and waits for the end. */
  end(signal: NodeJS.Signals): Promise<Finished>;
}

type Environment = Readonly<Record<string, string>>;

/** Runs `voorkeur …` from `dist` to its end, as a process of its own; `command` does without one. */
export function voorkeur(args: string[], env: Environment = {}): Promise<Finished> {
  return launch(args, env).finished;
}

/** Starts `voorkeur start` on a free port, and waits until it answers. */
export async function startService(env: Environment): Promise<Service> {
  const { child, finished, output } = launch(['start'], { PORT: '0', LOG_LEVEL: 'warn', ...env });
  let ended: Finished | undefined;
  void finished.then((result) => (ended = result));
  const address = () => /answers at (http:\S+)/.exec(output.stdout)?.[1];
  try {
    await until(() => ended !== undefined || address() !== undefined, 150_000);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  const url = address();
  if (ended || url === undefined) throw new Error(`It did not start: ${output.stderr}${output.stdout}`);
  return {
    pid: child.pid ?? 0,
    url,
    demoKey: /demo key +(\S+)/.exec(output.stdout)?.[1] ?? '',
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    end: (signal) => {
      child.kill(signal);
      return finished;
    },
  };
}

/** The whole environment of a command of ours: the given settings, and secrets of the tests where none are given. */
export function environmentOf(settings: Environment): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    AUDIT_KEY: 'a-key-for-the-seals-of-tests-alone',
    ...('DATABASE_URL' in settings && SEALING_SECRETS),
    ...settings,
  };
}

function launch(args: string[], env: Environment) {
  const child: ChildProcess = spawn(process.execPath, ['dist/src/cli.js', ...args], {
    env: environmentOf(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (data) => (output.stdout += String(data)));
  child.stderr?.on('data', (data) => (output.stderr += String(data)));
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...output }));
  });
  return { child, finished, output };
}

/** A data folder of a test's own. */
export interface DataDir {
  readonly path: string;
  /** Process id of the PostgreSQL that runs in it; null when none does. */
  postgresPid(): number | null;
  /** Ends that PostgreSQL, if it still runs, and removes the folder. */
  remove(): Promise<void>;
}

export function makeDataDir(): DataDir {
  const path = mkdtempSync(join(tmpdir(), 'voorkeur-data-'));
  const postgresPid = () => {
    const file = join(path, 'postgres', 'postmaster.pid');
    return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n', 1)[0]) : null;
  };
  return {
    path,
    postgresPid,
    remove: async () => {
      const pid = postgresPid();
      if (pid !== null && isRunning(pid)) {
        process.kill(pid, 'SIGINT');
        await until(() => !isRunning(pid));
      }
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** Whether a process is there. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
