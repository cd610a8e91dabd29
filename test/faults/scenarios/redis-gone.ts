import { VARIABLES } from '../../../src/platform/config.js';
import { hasRedis, startRedis } from '../../support/redis-server.js';
import { voorkeur } from '../../support/service-process.js';
import { isReady, tryCall, type Answer } from '../calls.js';
import type { Scenario } from '../scenario.js';
import { brokenBy } from '../stage.js';

const ALLOWED = 100;
const CALLS = 150;

/** The server by which instances count together is away: by turns it is gone, and it hangs. */
export const redisGone: Scenario = {
  name: 'redis-gone',
  title: 'Redis is gone or hangs while a key calls too often',
  rounds: 6,
  brokenRounds: 1,
  fault: 'without Redis nothing is counted',
  catches: 'the limit holds',
  missing: async () => {
    const known = Object.values(VARIABLES).some(({ name }) => (name as string) === 'REDIS_URL');
    if (!known) return 'this build has no REDIS_URL';
    return hasRedis() ? null : 'there is no redis-server here';
  },
  play: async (run) => {
    const { stage } = run;
    const database = await stage.database();
    const redis = await startRedis();
    stage.onEnd(() => redis.stop());
    const proxy = await stage.proxy({ host: '127.0.0.1', port: redis.port });
    const env = {
      REDIS_URL: `redis://127.0.0.1:${proxy.port}`,
      RATE_LIMITS: `reads=${ALLOWED}`,
      ...(run.broken && brokenBy('uncounted-without-redis')),
    };
    const service = await stage.service(database.url, database.dataDir, env);
    const answers: Answer[] = [];
    const letIn: number[] = [];
    for (let round = 1; round <= run.rounds; round += 1) {
      const how = ['keys', 'create', '--name', `round-${round}`, '--scopes', 'customers:read'];
      const { stdout } = await voorkeur(how, {
        ...stage.environment(database.url, database.dataDir),
        ...env,
      });
      const key = /vk_[\w-]+/.exec(stdout)?.[0] ?? '';
      if (round % 2 === 1) proxy.cut();
      else proxy.hang();
      const mine: Answer[] = [];
      for (let count = 0; count < CALLS; count += 1)
        mine.push(await tryCall(service.url, 'GET', '/v1/topics', { key }));
      proxy.restore();
      answers.push(...mine);
      letIn.push(mine.filter(({ status }) => status === 200).length);
      run.tell(`away ${round} times, ${letIn.at(-1)} of ${CALLS} calls let in`);
    }
    const wrong = answers.filter(({ status }) => status !== 200 && status !== 429);
    const holds = letIn.every((count) => count === ALLOWED);
    run.promise('the limit holds', holds, `${letIn.join(', ')} of ${CALLS} calls let in, ${ALLOWED} allowed`);
    run.promise(
      'no call fails',
      wrong.length === 0,
      `${wrong.length} of ${answers.length} neither 200 nor 429`,
    );
    run.within(
      1,
      'each call is answered',
      answers.map(({ milliseconds }) => milliseconds),
    );
    run.promise('the service is ready', await isReady(service.url), 'asked at the end');
  },
};
