import { fork } from 'node:child_process';
import { join } from 'node:path';
import { measureHttp, type Measurement } from '../../bench/load.js';
import type { Service } from '../../support/service-process.js';
import { until } from '../../support/until.js';
import { quantile } from '../calls.js';
import type { Run, Scenario } from '../scenario.js';
import { brokenBy, KEY } from '../stage.js';

const SLOW = 1_000;
/** Calls of the others: far below what the service can do, so that only the slow ones can make them wait. */
const OTHERS = { connections: 16, seconds: 8, rate: 200 };

/** Clients that take their time, as attackers do. */
export const slowClients: Scenario = {
  name: 'slow-clients',
  title: `${SLOW.toLocaleString('en')} clients that send a byte a second, beside ${OTHERS.rate} look-ups a second`,
  rounds: 7,
  brokenRounds: 1,
  fault: 'a client that does not end keeps one of few places',
  catches: 'the others are all answered',
  play: async (run) => {
    const { stage } = run;
    const database = await stage.database();
    const env = run.broken ? brokenBy('few-places') : {};
    const service = await stage.service(database.url, database.dataDir, env);
    const headers = { authorization: `Bearer ${KEY}` };
    const ask = () => ({ method: 'GET' as const, path: '/v1/ivr/lookup?phone=%2B447700900101' });
    const measure = () => measureHttp(service.url, headers, ask, 1, OTHERS);
    await measure(); // nobody counts the first calls of a process
    const without: Measurement[] = [];
    const beside: Measurement[] = [];
    const connected: number[] = [];
    const failures: string[] = [];
    // by turns, so that what else the machine does meets both alike
    for (let round = 1; round <= run.rounds; round += 1) {
      without.push(await measure());
      const slow = await startSlow(run, service.url);
      await measure().then(
        (measured) => beside.push(measured),
        (error: Error) => failures.push(error.message),
      );
      connected.push(slow.usual());
      await slow.stop();
      run.tell(`measured ${round} times, ${connected.at(-1)} slow clients connected`);
    }
    await promiseStop(run, service);
    const p99 = (all: readonly Measurement[]) =>
      quantile(
        all.map((one) => one.p99),
        0.5,
      );
    const ratio = p99(beside) / p99(without);
    run.promise(
      'the others are all answered',
      failures.length === 0,
      failures[0] ?? `${run.rounds} times ${OTHERS.rate * OTHERS.seconds} calls`,
    );
    const figure = `${p99(without).toFixed(1)} ms without, ${p99(beside).toFixed(1)} ms with them: ${ratio.toFixed(2)} ×`;
    run.promise('their p99 is at most 2 × of that without slow clients', ratio <= 2, figure);
    const least = Math.min(...connected);
    run.promise('the slow ones were there', run.broken || least >= SLOW * 0.8, `usually ${least} connected`);
  },
};

/** They are there when it is told to stop, and hold nothing up for long. */
async function promiseStop(run: Run, service: Service): Promise<void> {
  const slow = await startSlow(run, service.url);
  const from = performance.now();
  const { code } = await service.end('SIGTERM');
  run.within(15, 'beside them it stops when asked to', [performance.now() - from]);
  run.promise('that stop is a clean one', code === 0, `code ${code}`);
  await slow.stop();
}

/** In a process of their own: they take no time from those that measure. */
async function startSlow({ stage }: Run, url: string): Promise<{ usual(): number; stop(): Promise<void> }> {
  const child = fork(join(import.meta.dirname, '../slow-clients.js'), [url, String(SLOW)]);
  stage.onEnd(() => child.kill('SIGKILL'));
  const open: number[] = [];
  child.on('message', (count) => open.push(Number(count)));
  await until(() => (open.at(-1) ?? 0) >= SLOW * 0.8, 20_000);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  return {
    usual: () => quantile(open.slice(-20), 0.5),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}
