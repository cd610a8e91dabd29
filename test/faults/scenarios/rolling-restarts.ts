import { until } from '../../support/until.js';
import { startBalancer } from '../balancer.js';
import { again, call } from '../calls.js';
import { promiseNothingLost } from '../ledger.js';
import type { Scenario } from '../scenario.js';
import { brokenBy } from '../stage.js';
import { Writers } from '../writers.js';

const WRITERS = 8;
const CALLERS = 8;
/** Five looks of the balancer. */
const STOP_DELAY = 'PT1S';

/** New versions come without anybody noticing. */
export const rollingRestarts: Scenario = {
  name: 'rolling-restarts',
  title: `rolling restarts of two instances under ${WRITERS} writers and ${CALLERS} look-ups`,
  rounds: 50,
  brokenRounds: 2,
  fault: 'the service ends as soon as it is told to',
  catches: 'no request fails',
  play: async (run) => {
    const { stage } = run;
    const database = await stage.database();
    const env = { STOP_DELAY, ...(run.broken && brokenBy('abrupt-stop')) };
    const start = () => stage.service(database.url, database.dataDir, env);
    const instances = [await start(), await start()];
    const balancer = await startBalancer(instances.map(({ url }) => url));
    stage.onEnd(() => balancer.stop());
    await until(() => balancer.isReady(0) && balancer.isReady(1), 30_000);
    const writers = new Writers(() => balancer.url, WRITERS);
    stage.onEnd(() => writers.stop());
    const failed: string[] = [];
    let looked = 0;
    const lookUp = async () => {
      const answer = await call(balancer.url, 'GET', '/v1/ivr/lookup?phone=%2B447700900101').catch(String);
      looked += 1;
      if (typeof answer === 'string') failed.push(answer);
      else if (answer.status !== 200 || answer.body['degraded'] !== 'no')
        failed.push(`${answer.status} ${JSON.stringify(answer.body['detail'] ?? answer.body['degraded'])}`);
    };
    const stop = again(CALLERS, lookUp);
    stage.onEnd(stop);
    const codes: (number | null)[] = [];
    for (let round = 1; round <= run.rounds; round += 1) {
      const place = round % 2;
      codes.push((await instances[place]?.end('SIGTERM'))?.code ?? null);
      const service = await start();
      instances[place] = service;
      balancer.replace(place, service.url);
      await until(() => balancer.isReady(place), 30_000);
      run.tell(`restarted ${round} times; ${looked} look-ups, ${writers.acknowledged} writes`);
    }
    await stop();
    await writers.stop();
    const bad = writers.unanswered + writers.unavailable + failed.length;
    const first = failed[0] === undefined ? '' : `, the first: ${failed[0]}`;
    const all = looked + writers.acknowledged + writers.unanswered + writers.unavailable;
    const sent = `${balancer.retried()} sent to the other instance`;
    run.promise('no request fails', bad === 0, `${bad} of ${all} failed${first}; ${sent}`);
    run.promise(
      'each stop is a clean one',
      codes.every((code) => code === 0),
      `${codes.filter((code) => code !== 0).length} of ${codes.length} were not`,
    );
    await promiseNothingLost(run, database.url, [writers]);
  },
};
