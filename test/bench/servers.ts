import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

/** A server that the bench started, and that it alone ends. */
export interface Running {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Makes the seals of a service that is measured. */
export const AUDIT_KEY = 'a-key-for-the-seals-of-the-bench';

const ROOT = join(import.meta.dirname, '../../..');

/** Starts a program of the build and waits for its first line. */
export async function startServer(
  program: string,
  args: string[],
  env: Record<string, string>,
): Promise<Running> {
  const port = await freePort();
  const child = spawn(process.execPath, [join(ROOT, 'dist', program), ...args], {
    env: {
      ...process.env,
      PORT: String(port),
      HOST: '127.0.0.1',
      NODE_ENV: 'production',
      AUDIT_KEY,
      ...env,
    },
    stdio: ['ignore', 'pipe', process.env['BENCH_LOG'] ? 'inherit' : 'ignore'],
  });
  await Promise.race([once(child.stdout, 'data'), failure(child)]);
  child.stdout.resume();
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function failure(child: ChildProcess): Promise<never> {
  await once(child, 'exit');
  throw new Error(`A server ended with code ${child.exitCode} before it listened.`);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
