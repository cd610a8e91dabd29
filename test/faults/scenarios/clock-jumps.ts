import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startReceiver, type Receiver } from '../../support/receiver.js';
import { voorkeur } from '../../support/service-process.js';
import { onServer } from '../../support/sql.js';
import { call, sleep, tryCall, whileGrowing } from '../calls.js';
import { NOTHING_LOST, promiseNothingLost } from '../ledger.js';
import type { Run, Scenario } from '../scenario.js';
import { brokenBy, type Environment } from '../stage.js';
import { Writers } from '../writers.js';

const HOUR = 3_600_000;
const WRITERS = 8;
/** Jumps in a round. */
const JUMPS = 3;
/** Time between two customers of a writer, milliseconds: the receiver wants everything twice. */
const WRITER_PAUSE = 100;
/** Longest wait for one more delivery, milliseconds. */
const PATIENCE = 30_000;
const WEBHOOKS = {
  WEBHOOK_LOOPBACK: 'yes',
  WEBHOOK_TIMEOUT: 'PT2S',
  WEBHOOK_SCHEDULE: Array(25).fill('PT0.5S').join(' '),
};

/** The deliberate fault: of two writes that wins which has the later time, whoever's clock that is. */
const NEWEST_WINS = [
  `create function newest_wins() returns trigger language plpgsql as $$
     begin return case when new.updated_at < old.updated_at then old else new end; end $$`,
  `create trigger newest_wins before update on preferences for each row execute function newest_wins()`,
];

/** The clock of one of two instances is hours wrong, jumps forward, and back. */
export const clockJumps: Scenario = {
  name: 'clock-jumps',
  title: `the clock of one of two instances jumps 6 hours ahead and back, under ${WRITERS} writers`,
  rounds: 4,
  brokenRounds: 1,
  fault: 'of two writes the one with the later time wins',
  catches: NOTHING_LOST,
  play: async (run) => {
    const { stage } = run;
    const database = await stage.database();
    const receiver = await startUnwilling(run);
    const clock = join(stage.folder(), 'clock');
    const setClock = (hours: number) => writeFileSync(clock, String(hours * HOUR));
    setClock(0);
    const moved = { ...WEBHOOKS, ...brokenBy('moved-clock'), FAULTS_CLOCK: clock };
    const wrong = await stage.service(database.url, database.dataDir, moved);
    await call(wrong.url, 'POST', '/v1/webhooks', {
      body: { url: receiver.url, types: ['customer.created', 'preferences.changed'] },
    });
    await sleep(2_000); // the one whose clock jumps is then the one that sends
    const right = await stage.service(database.url, database.dataDir, WEBHOOKS);
    if (run.broken) for (const text of NEWEST_WINS) await onServer(database.url, text);
    const urls = [wrong.url, right.url];
    let turn = 0;
    const writers = new Writers(() => urls[(turn += 1) % 2] ?? '', WRITERS, WRITER_PAUSE);
    stage.onEnd(() => writers.stop());
    const env = { ...stage.environment(database.url, database.dataDir) };
    let late = 0;
    for (let round = 1; round <= run.rounds; round += 1) {
      const [first, second] = round % 2 === 1 ? [6, -6] : [-6, 6];
      setClock(first);
      await sleep(3_000);
      const key = await newKey(env, round);
      const before = await tryCall(wrong.url, 'GET', '/v1/topics', { key: key.text });
      setClock(second);
      await sleep(3_000);
      await voorkeur(['keys', 'revoke', key.id], env);
      await sleep(2_000);
      const after = await tryCall(wrong.url, 'GET', '/v1/topics', { key: key.text });
      if (before.status !== 200 || after.status !== 401) late += 1;
      setClock(0);
      await sleep(1_000);
      run.tell(`jumped ${round * JUMPS} times, ${writers.acknowledged} writes acknowledged`);
    }
    await writers.stop();
    // a write under way while the clock jumps is said at one time and stored at another: it may be told that it is late
    const late409 = writers.wrong.filter((answer) => answer.startsWith('409 ')).length;
    const others = writers.wrong.filter((answer) => !answer.startsWith('409 '));
    writers.wrong.splice(0, Infinity, ...others);
    const most = WRITERS * JUMPS * run.rounds;
    run.promise(
      'a jump refuses only writes under way',
      late409 <= most,
      `${late409} refused with 409, at most ${most} under way`,
    );
    await promiseNothingLost(run, database.url, [writers]);
    const failed = writers.unanswered + writers.unavailable;
    run.promise('no write fails', failed === 0, `${failed} of ${writers.acknowledged + failed}`);
    run.promise('a revoked key is refused within 2 s', late === 0, `${late} of ${run.rounds} were not`);
    await promiseDeliveries(run, database.url, receiver);
  },
};

/** A receiver that wants everything twice: so there are tries whose time was set by a clock that was wrong. */
async function startUnwilling({ stage }: Run): Promise<Receiver> {
  const seen = new Set<unknown>();
  const receiver = await startReceiver(({ headers }, response) => {
    const id = headers['webhook-id'];
    response.writeHead(seen.has(id) ? 200 : 500).end();
    seen.add(id);
  });
  stage.onEnd(() => receiver.stop());
  return receiver;
}

async function newKey(env: Environment, round: number): Promise<{ id: string; text: string }> {
  const how = ['keys', 'create', '--name', `round-${round}`, '--scopes', 'customers:read'];
  const { stdout } = await voorkeur(how, env);
  return { id: /^Key (\S+)/m.exec(stdout)?.[1] ?? '', text: /vk_[\w-]+/.exec(stdout)?.[0] ?? '' };
}

async function promiseDeliveries(run: Run, databaseUrl: string, { received }: Receiver): Promise<void> {
  const from = performance.now();
  const count = async (condition: string) => {
    const text = `select count(*)::int as count from ${condition}`;
    const [row] = await onServer<{ count: number }>(databaseUrl, text);
    return row?.count ?? 0;
  };
  const changes = await count(`change c, webhook w where c.type = any(w.types)`);
  await whileGrowing(() => count(`webhook_delivery where state = 'delivered'`), changes, PATIENCE);
  const rows = await onServer<{ state: string; count: number }>(
    databaseUrl,
    `select state, count(*)::int from webhook_delivery group by state`,
  );
  const states = rows.map(({ state, count }) => `${count} ${state}`).join(', ');
  const good = rows.length === 1 && rows[0]?.state === 'delivered' && rows[0].count === changes;
  const took = `${((performance.now() - from) / 1_000).toFixed(1)} s after the last write`;
  run.promise('every change is delivered', good, `${states} in ${received.length} tries, ${took}`);
}
