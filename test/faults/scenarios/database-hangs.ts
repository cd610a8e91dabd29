import { isRunning } from '../../support/service-process.js';
import { viaProxy } from '../../support/tcp-proxy.js';
import { until } from '../../support/until.js';
import { again, call, isReady, sleep, tryCall, type Answer } from '../calls.js';
import type { Scenario } from '../scenario.js';
import { brokenBy } from '../stage.js';

const LOOK_UP = '/v1/ivr/lookup?phone=%2B447700900101';
const CALLERS = 8;
/** How long it hangs, milliseconds. */
const HANGS_FOR = 8_000;

/** The database takes what it is sent, and says nothing: by turns the way to it, and its processes, stand still. */
export const databaseHangs: Scenario = {
  name: 'database-hangs',
  title: 'PostgreSQL hangs for 8 s: the network swallows all, or its processes stand still',
  rounds: 6,
  brokenRounds: 1,
  fault: 'look-ups wait for the database as long as it takes',
  catches: 'a look-up is answered',
  play: async (run) => {
    const { stage } = run;
    const database = await stage.database();
    const proxy = await stage.proxy(database.address);
    const env = run.broken ? brokenBy('endless-patience') : {};
    const service = await stage.service(viaProxy(database.url, proxy), database.dataDir, env);
    const { body: customer } = await call(service.url, 'POST', '/v1/customers', { body: {} });
    const write = () =>
      tryCall(service.url, 'PUT', `/v1/customers/${String(customer['id'])}/preferences`, {
        body: { general: { channels: [{ channel: 'phone' }] } },
        headers: { 'If-Match': '*' },
      });
    const decide = () =>
      tryCall(service.url, 'POST', '/v1/decisions', {
        body: { customer: { phone: '+447700900101' }, direction: 'outbound' },
      });
    const lookUps: Answer[] = [];
    const others: Answer[] = [];
    const live: Answer[] = [];
    const backs: number[] = [];
    let readiness = 0;
    for (let round = 1; round <= run.rounds; round += 1) {
      await until(async () => (await write()).status === 200, 30_000);
      const thaw = round % 2 === 1 ? hang(proxy) : await database.freeze();
      stage.onEnd(thaw);
      const from = performance.now();
      const stop = again(CALLERS, async () => lookUps.push(await tryCall(service.url, 'GET', LOOK_UP)));
      const asked = Promise.all([write(), write(), decide(), decide()]);
      await sleep(1_000);
      live.push(await tryCall(service.url, 'GET', '/health/live'));
      if (await isReady(service.url)) readiness += 1;
      others.push(...(await asked));
      await sleep(Math.max(0, from + HANGS_FOR - performance.now()));
      await stop();
      thaw();
      const back = performance.now();
      await until(async () => (await tryCall(service.url, 'GET', LOOK_UP)).body['degraded'] === 'no', 30_000);
      await until(async () => (await write()).status === 200, 30_000);
      backs.push(performance.now() - back);
      run.tell(`hung ${round} times, ${lookUps.length} look-ups meanwhile`);
    }
    const times = (answers: readonly Answer[]) => answers.map(({ milliseconds }) => milliseconds);
    const bad = lookUps.filter(({ status }) => status !== 200).length;
    run.within(1.5, 'a look-up is answered', times(lookUps));
    run.promise('each of them with 200', bad === 0, `${lookUps.length} look-ups, ${bad} of them not`);
    const honest = others.filter(({ status, retryAfter }) => status === 503 && retryAfter !== null).length;
    run.promise(
      'everything else is told as 503 with Retry-After',
      honest === others.length,
      `${honest} of ${others.length}`,
    );
    run.within(8, 'and is told so', times(others));
    run.within(1, 'the process says that it lives', times(live));
    run.promise(
      'and that it is not ready',
      readiness === 0,
      `${readiness} of ${run.rounds} times it said that it was`,
    );
    run.within(5, 'look-ups and writes are back', backs);
    run.promise(
      'the service lives on',
      isRunning(service.pid),
      isRunning(service.pid) ? 'the same process' : 'gone',
    );
  },
};

function hang(proxy: { hang(): void; restore(): void }): () => void {
  proxy.hang();
  return () => proxy.restore();
}
