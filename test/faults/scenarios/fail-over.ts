import { onServer } from '../../support/sql.js';
import { viaProxy, type TcpProxy } from '../../support/tcp-proxy.js';
import { until } from '../../support/until.js';
import { isReady, sleep } from '../calls.js';
import { Cluster } from '../cluster.js';
import { NOTHING_LOST, promiseNothingLost } from '../ledger.js';
import type { Run, Scenario } from '../scenario.js';
import type { Stage } from '../stage.js';
import { Writers } from '../writers.js';

const WRITERS = 16;
/** How long the primary goes on alone before it fails: what it acknowledges then is nowhere else. */
const ALONE = 500;
/** How long the new one still refuses writes when callers already come to it. */
const READ_ONLY = 500;
const STANDBY = 'standby';

/** A primary with a standby that has everything that the primary acknowledged. */
interface Pair {
  primary: Cluster;
  standby: Cluster;
  /** The way from the standby to the primary. */
  readonly link: TcpProxy;
}

/**
 * The primary fails, and its standby takes over. By turns: it dies, and callers reach the standby before that takes
 * writes; or it goes on as one that takes no writes (SQLSTATE 25006), and connections to it stay open.
 */
export const failOver: Scenario = {
  name: 'fail-over',
  title: `fail-over to a synchronous replica under ${WRITERS} writers`,
  rounds: 20,
  brokenRounds: 2,
  fault: 'the replica is not a synchronous one',
  catches: NOTHING_LOST,
  play: async (run) => {
    const { stage } = run;
    const pair = await makePair(stage);
    await startPair(pair, run.broken);
    const proxy = await stage.proxy(pair.primary.address);
    const service = await stage.service(viaProxy(pair.primary.url, proxy), stage.folder());
    const all: Writers[] = [];
    const backs: number[] = [];
    for (let round = 1; round <= run.rounds; round += 1) {
      await until(() => isReady(service.url), 30_000);
      const writers = new Writers(() => service.url, WRITERS);
      stage.onEnd(() => writers.stop());
      all.push(writers);
      await until(() => writers.acknowledged >= WRITERS * 2, 30_000);
      backs.push(await change(pair, proxy, writers, round % 2 === 1));
      await writers.stop();
      run.tell(`failed over ${round} times, ${writers.acknowledged} writes acknowledged around the last one`);
      if (round === run.rounds) break;
      await pair.standby.stop('immediate');
      await pair.primary.stop('fast');
      await pair.standby.becomeCopyOf(pair.primary);
      await startPair(pair, run.broken);
      proxy.retarget(pair.primary.address);
    }
    await promiseNothingLost(run, pair.primary.url, all);
    promiseReadOnlySeen(run, all);
    run.within(5, 'writes are taken again', backs);
  },
};

/** One cluster, copied. */
async function makePair(stage: Stage): Promise<Pair> {
  const primary = await stage.database();
  const standby = new Cluster(stage.folder());
  stage.onEnd(() => standby.remove());
  const link = await stage.proxy(primary.address);
  await primary.stop('fast');
  await standby.becomeCopyOf(primary);
  return { primary, standby, link };
}

/** Nothing is acknowledged by the primary until the standby is there, unless it is a careless one. */
async function startPair({ primary, standby, link }: Pair, careless: boolean): Promise<void> {
  await primary.start({ synchronous_standby_names: careless ? '' : STANDBY });
  link.restore();
  link.retarget(primary.address);
  const { username, password } = new URL(primary.adminUrl);
  const way = `host=127.0.0.1 port=${link.port} user=${username} password=${password} application_name=${STANDBY}`;
  await standby.start({ primary_conninfo: way, synchronous_standby_names: '' });
  const follows = () =>
    onServer(
      primary.adminUrl,
      `select 1 from pg_stat_replication where state = 'streaming' and (sync_state = 'sync' or $1)`,
      [careless],
    );
  await until(async () => (await follows()).length === 1, 60_000);
}

/** The standby becomes the primary; answers how long no write was taken, milliseconds. */
async function change(pair: Pair, proxy: TcpProxy, writers: Writers, dies: boolean): Promise<number> {
  const { primary: old, standby: next, link } = pair;
  if (dies) {
    link.hang();
    await sleep(ALONE);
  }
  const from = performance.now();
  if (dies) await old.stop('immediate');
  else await makeReadOnly(old);
  proxy.retarget(next.address);
  await sleep(READ_ONLY);
  await next.promote();
  const promoted = performance.now();
  Object.assign(pair, { primary: next, standby: old });
  await until(() => writers.lastAcknowledgedAt > promoted, 60_000);
  return writers.lastAcknowledgedAt - from;
}

/** What managed databases do with a primary that they replace: it answers questions, and refuses writes with 25006. */
async function makeReadOnly({ adminUrl }: Cluster): Promise<void> {
  await onServer(adminUrl, 'alter system set default_transaction_read_only = on');
  await onServer(adminUrl, 'select pg_reload_conf()');
}

function promiseReadOnlySeen(run: Run, writers: readonly Writers[]): void {
  const silent = writers.filter(({ unavailable }) => unavailable === 0).length;
  const figure = `in ${writers.length - silent} of ${writers.length} fail-overs`;
  run.promise('a server that takes no writes (25006) is told as 503', silent === 0, figure);
}
