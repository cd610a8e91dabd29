import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { call, isReady } from '../calls.js';
import type { Order } from '../callers.js';
import type { Yield } from '../open-loop.js';
import type { Run, Scenario } from '../scenario.js';
import { brokenBy } from '../stage.js';

const CUSTOMERS = 200;
const SECONDS = 10;
const TIMES = 5;

/** More to do than can be done. Writes: of those the callers can send five times as many as the service can take. */
export const overload: Scenario = {
  name: 'overload',
  title: `writes at ${TIMES} × the capacity`,
  rounds: 7,
  brokenRounds: 1,
  fault: 'nobody is turned away',
  catches: 'goodput',
  play: async (run) => {
    const { stage } = run;
    const database = await stage.database();
    const start = (env = {}) => stage.service(database.url, database.dataDir, env);
    const service = await start(run.broken ? brokenBy('nobody-turned-away') : {});
    const ids: string[] = [];
    for (let count = 0; count < CUSTOMERS; count += 1)
      ids.push(String((await call(service.url, 'POST', '/v1/customers', { body: {} })).body['id']));
    const callers = await startCallers(run, service.url, ids);
    await callers.capacity(); // nobody counts the first calls of a process
    const peaks: number[] = [];
    const yields: Yield[] = [];
    for (let round = 1; round <= run.rounds; round += 1) {
      const peak = await callers.capacity();
      const measured = await callers.press(peak * TIMES);
      peaks.push(peak);
      yields.push(measured);
      run.tell(
        `measured ${round} times: ${whole(peak)}/s alone, ${whole(measured.good)}/s of ${whole(measured.offered)}/s`,
      );
    }
    // Of all rounds together: they take turns, so that what else the machine does meets both alike
    const peak = mean(peaks);
    const [good, offered] = [mean(yields.map((one) => one.good)), mean(yields.map((one) => one.offered))];
    run.promise(
      'as much is asked for as was to be',
      offered >= peak * TIMES * 0.95,
      `${(offered / peak).toFixed(2)} × the capacity`,
    );
    const figure = `${whole(peak)}/s at peak, ${whole(good)}/s in time of ${whole(offered)}/s offered: ${((good / peak) * 100).toFixed(0)} %`;
    run.promise('goodput is at least 80 % of the peak', good >= peak * 0.8, figure);
    const failed = yields.reduce((sum, one) => sum + one.failed, 0);
    const away = yields.reduce((sum, one) => sum + one.turnedAway, 0);
    const share = failed / (failed + away);
    run.promise(
      'who gets no good answer is told 503 with Retry-After',
      share <= 0.05,
      `${away} were, ${failed} were not`,
    );
    run.promise(
      'it is ready afterwards',
      await isReady(service.url),
      `p99 of good answers ${mean(yields.map(({ p99 }) => p99)).toFixed(0)} ms`,
    );
  },
};

/** In a process of their own. */
async function startCallers({ stage, slack }: Run, url: string, ids: readonly string[]) {
  const child = fork(join(import.meta.dirname, '../callers.js'), [url, ...ids]);
  stage.onEnd(() => child.kill('SIGKILL'));
  const ended = once(child, 'exit').then(() => {
    throw new Error('The callers ended before they had measured.');
  });
  ended.catch(() => undefined);
  const word = () => Promise.race([once(child, 'message'), ended]);
  await word();
  const order = async <T>(wanted: Order): Promise<T> => {
    child.send(wanted);
    const [measured] = (await word()) as [T];
    return measured;
  };
  return {
    capacity: () => order<number>({ seconds: SECONDS, slack }),
    press: (rate: number) => order<Yield>({ rate, seconds: SECONDS, slack }),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}
