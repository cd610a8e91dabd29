import pg from 'pg';
import { until } from '../../support/until.js';
import { again, call, tryCall, type Answer } from '../calls.js';
import type { Run, Scenario } from '../scenario.js';
import { brokenBy } from '../stage.js';

const LOOK_UP = '/v1/ivr/lookup?phone=%2B447700900101';
const POOL = 4;
const WRITES = 40;
/** What is not back after that will not come back, milliseconds. */
const BACK_WITHIN = 15_000;

/** Somebody locks what every write needs: all connections wait for it. */
export const poolExhausted: Scenario = {
  name: 'pool-exhausted',
  title: `all ${POOL} connections of the pool wait for a lock, and ${WRITES} writes wait for them`,
  rounds: 5,
  brokenRounds: 2,
  fault: 'a write that fails keeps its connection',
  catches: 'writes are taken again',
  play: async (run) => {
    const { stage } = run;
    const database = await stage.database();
    const env = { DATABASE_POOL_SIZE: String(POOL), ...(run.broken && brokenBy('leaking-connections')) };
    const service = await stage.service(database.url, database.dataDir, env);
    const { body: customer } = await call(service.url, 'POST', '/v1/customers', { body: {} });
    const write = () =>
      tryCall(service.url, 'PUT', `/v1/customers/${String(customer['id'])}/preferences`, {
        body: { general: { channels: [{ channel: 'phone' }] } },
        headers: { 'If-Match': '*' },
      });
    const lookUps: Answer[] = [];
    const writes: Answer[] = [];
    const backs: number[] = [];
    const first = await write();
    for (let round = 1; round <= run.rounds; round += 1) {
      const release = await lock(run, database.url);
      const stop = again(2, async () => lookUps.push(await tryCall(service.url, 'GET', LOOK_UP)));
      writes.push(...(await Promise.all(Array.from({ length: WRITES }, write))));
      await stop();
      await release();
      const from = performance.now();
      const isBack = async () => (await write()).status === 200;
      const back = until(isBack, BACK_WITHIN * run.slack).then(
        () => performance.now() - from,
        () => Infinity,
      );
      backs.push(await back);
      run.tell(`locked ${round} times, ${lookUps.length} look-ups and ${writes.length} writes meanwhile`);
    }
    const bad = lookUps.filter(({ status }) => status !== 200).length;
    run.within(
      1.5,
      'a look-up is answered',
      lookUps.map(({ milliseconds }) => milliseconds),
    );
    run.promise(
      'each of them with 200',
      bad === 0 && first.status === 200,
      `${lookUps.length} look-ups, ${bad} of them not`,
    );
    const honest = writes.filter(({ status, retryAfter }) => status === 503 && retryAfter !== null).length;
    run.promise(
      'a write that can not be done is told as 503 with Retry-After',
      honest === writes.length,
      `${honest} of ${writes.length}`,
    );
    run.within(
      8,
      'and is told so',
      writes.map(({ milliseconds }) => milliseconds),
    );
    run.within(5, 'writes are taken again', backs);
  },
};

/** Nobody else writes choices until the answered function is called. */
async function lock({ stage }: Run, connectionString: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  stage.onEnd(() => client.end().catch(() => undefined));
  await client.query('begin');
  await client.query('lock table preferences in exclusive mode');
  return async () => {
    await client.query('rollback');
    await client.end();
  };
}
