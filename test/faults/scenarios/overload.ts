import { call, isReady, quantile } from '../calls.js';
import { capacity, press, type Asked, type Yield } from '../open-loop.js';
import type { Scenario } from '../scenario.js';
import { brokenBy, KEY } from '../stage.js';

const CUSTOMERS = 200;
/** Callers by which the capacity is measured. */
const CALLERS = 32;
const SECONDS = 10;
const TIMES = 5;

/** More to do than can be done. Writes: of those the callers can send five times as many as the service can take. */
export const overload: Scenario = {
  name: 'overload',
  title: `writes at ${TIMES} × the capacity`,
  rounds: 3,
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
    let turn = 0;
    const next = (): Asked => ({
      method: 'PUT',
      path: `/v1/customers/${ids[turn++ % CUSTOMERS] ?? ''}/preferences`,
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', 'if-match': '*' },
      body: JSON.stringify({ languages: [`x${letters(turn)}`] }),
    });
    await capacity(service.url, CALLERS, SECONDS, next); // nobody counts the first calls of a process
    const peaks: number[] = [];
    const yields: Yield[] = [];
    const ratios: number[] = [];
    for (let round = 1; round <= run.rounds; round += 1) {
      const peak = await capacity(service.url, CALLERS, SECONDS, next);
      const measured = await press(
        service.url,
        { rate: peak * TIMES, seconds: SECONDS, slack: run.slack },
        next,
      );
      peaks.push(peak);
      yields.push(measured);
      ratios.push(measured.good / peak);
      run.tell(
        `measured ${round} times: ${whole(peak)}/s alone, ${whole(measured.good)}/s of ${whole(measured.offered)}/s`,
      );
    }
    const ratio = quantile(ratios, 0.5);
    const middle = (of: (one: Yield) => number) => quantile(yields.map(of), 0.5);
    const figure = `${whole(quantile(peaks, 0.5))}/s at peak, ${whole(middle(({ good }) => good))}/s in time of ${whole(middle(({ offered }) => offered))}/s offered: ${(ratio * 100).toFixed(0)} %`;
    run.promise('goodput is at least 80 % of the peak', ratio >= 0.8, figure);
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
      `p99 of good answers ${middle(({ p99 }) => p99).toFixed(0)} ms`,
    );
  },
};

/** A language that nobody speaks, another one each time. */
function letters(turn: number): string {
  const digits = (turn % 17_000).toString(26).padStart(3, '0');
  return [...digits].map((digit) => String.fromCharCode(97 + parseInt(digit, 26))).join('');
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}
