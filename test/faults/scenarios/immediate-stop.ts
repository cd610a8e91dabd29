import { isRunning } from '../../support/service-process.js';
import { onServer } from '../../support/sql.js';
import { viaProxy } from '../../support/tcp-proxy.js';
import { until } from '../../support/until.js';
import { sleep } from '../calls.js';
import { NOTHING_LOST, promiseNothingLost } from '../ledger.js';
import { randoms } from '../randoms.js';
import type { Scenario } from '../scenario.js';
import { Writers } from '../writers.js';

const WRITERS = 16;
/** PostgreSQL then says that something is stored before it is; here for as long as it may. */
const CARELESS = { synchronous_commit: 'off', wal_writer_delay: '10s' };

/** PostgreSQL ends without writing anything more, and recovers. */
export const immediateStop: Scenario = {
  name: 'immediate-stop',
  title: `PostgreSQL stopped with \`immediate\` under ${WRITERS} writers`,
  rounds: 30,
  brokenRounds: 3,
  fault: 'PostgreSQL runs with synchronous_commit=off',
  catches: NOTHING_LOST,
  play: async (run) => {
    const { stage } = run;
    const settings = run.broken ? CARELESS : {};
    const database = await stage.database(settings);
    // it comes back on another port: the proxy is the address that stays
    const proxy = await stage.proxy(database.address);
    const service = await stage.service(viaProxy(database.url, proxy), database.dataDir);
    // what the service needs is there for good, also where PostgreSQL is careless
    await onServer(database.adminUrl, 'checkpoint');
    const writers = new Writers(() => service.url, WRITERS);
    stage.onEnd(() => writers.stop());
    const random = randoms();
    const backs: number[] = [];
    for (let round = 1; round <= run.rounds; round += 1) {
      const before = writers.acknowledged;
      await until(() => writers.acknowledged >= before + WRITERS, 30_000);
      await sleep(random() * 500);
      await database.stop('immediate');
      await database.start(settings);
      proxy.retarget(database.address);
      const up = performance.now();
      await until(() => writers.lastAcknowledgedAt > up, 30_000);
      backs.push(writers.lastAcknowledgedAt - up);
      run.tell(`stopped ${round} times, ${writers.acknowledged} writes acknowledged`);
    }
    await writers.stop();
    await promiseNothingLost(run, database.url, [writers]);
    run.within(5, 'writes are taken again after PostgreSQL is back', backs);
    run.promise(
      'the service lives on',
      isRunning(service.pid),
      `process ${isRunning(service.pid) ? 'the same' : 'gone'}`,
    );
  },
};
