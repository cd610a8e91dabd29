import { again, sleep, tryCall } from '../calls.js';
import { promiseNothingLost } from '../ledger.js';
import { startPgBouncer, versionOfPgBouncer } from '../pgbouncer.js';
import type { Scenario } from '../scenario.js';
import { Writers } from '../writers.js';

const WRITERS = 8;
const CALLERS = 4;
/** Time between two restarts, milliseconds. */
const PAUSE = 3_000;
/** What is asked: with statements that are prepared by name, where they are. */
const PATHS = ['/v1/ivr/lookup?phone=%2B447700900101', '/v1/changes?after=0&limit=10', '/v1/topics'];

/** Two instances share few connections, of which each statement gets another one. */
export const pgBouncer: Scenario = {
  name: 'pgbouncer',
  title: 'two instances behind PgBouncer in transaction mode, one of them started anew again and again',
  rounds: 6,
  brokenRounds: 1,
  fault: 'statements are prepared by name, and PgBouncer does not know of it',
  catches: 'no call fails',
  missing: () => Promise.resolve(versionOfPgBouncer() === null ? 'there is no pgbouncer here' : null),
  play: async (run) => {
    const { stage } = run;
    const version = versionOfPgBouncer();
    const keeps = version?.prepares === true && !run.broken;
    const database = await stage.database();
    const url = await startPgBouncer(stage, database, keeps);
    const env = { DATABASE_PREPARE: keeps || run.broken ? 'yes' : 'no' };
    const start = () => stage.service(url, database.dataDir, env);
    const steady = await start();
    let other = await start();
    let turn = 0;
    const either = () => ((turn += 1) % 2 === 0 ? steady.url : other.url);
    const failed: string[] = [];
    let asked = 0;
    const ask = async () => {
      const path = PATHS[(asked += 1) % PATHS.length] ?? '';
      const { status, body } = await tryCall(either(), 'GET', path);
      if (status !== 200 || body['degraded'] === 'yes') failed.push(`${path.split('?')[0]} ${status}`);
    };
    const starts: number[] = [];
    const all: Writers[] = [];
    for (let round = 1; round <= run.rounds; round += 1) {
      const writers = new Writers(either, WRITERS);
      const stop = again(CALLERS, ask);
      stage.onEnd(() => writers.stop());
      all.push(writers);
      await sleep(PAUSE);
      await writers.stop();
      await stop();
      await other.end(round % 2 === 1 ? 'SIGKILL' : 'SIGTERM');
      const from = performance.now();
      other = await start();
      starts.push(performance.now() - from);
      run.tell(
        `started anew ${round} times, ${asked} calls, ${writers.acknowledged} writes in the last round`,
      );
    }
    const unanswered = all.reduce((sum, one) => sum + one.unanswered + one.unavailable + one.wrong.length, 0);
    const bad = failed.length + unanswered;
    const first = failed[0] === undefined ? '' : `, the first: ${failed[0]}`;
    run.promise(
      'no call fails',
      bad === 0,
      `${bad} failed${first}; ${asked} calls, PgBouncer ${version?.text}`,
    );
    run.within(5, 'an instance starts beside the other', starts);
    await promiseNothingLost(run, database.url, all);
  },
};
