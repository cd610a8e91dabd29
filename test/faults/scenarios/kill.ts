import { startReceiver, type Receiver } from '../../support/receiver.js';
import type { Service } from '../../support/service-process.js';
import { onServer } from '../../support/sql.js';
import { until } from '../../support/until.js';
import { call, isReady, sleep, whileGrowing } from '../calls.js';
import { NOTHING_LOST, promiseNothingLost } from '../ledger.js';
import { randoms } from '../randoms.js';
import type { Run, Scenario } from '../scenario.js';
import { brokenBy } from '../stage.js';
import { Writers } from '../writers.js';

const WRITERS = 16;
/** Longest wait for one more delivery, milliseconds. */
const PATIENCE = 30_000;
/** Tries soon after each other: the scenario is about the service, not about a receiver that fails. */
const WEBHOOKS = {
  WEBHOOK_LOOPBACK: 'yes',
  WEBHOOK_TIMEOUT: 'PT2S',
  WEBHOOK_SCHEDULE: Array(25).fill('PT0.5S').join(' '),
};

/** `kill -9` in the middle of writing. */
export const kill: Scenario = {
  name: 'kill',
  title: `kill -9 of the service under ${WRITERS} writers`,
  rounds: 100,
  brokenRounds: 3,
  fault: 'writes are acknowledged before they are committed',
  catches: NOTHING_LOST,
  play: async (run) => {
    const { stage } = run;
    const database = await stage.database();
    const receiver = await startReceiver();
    stage.onEnd(() => receiver.stop());
    const env = { ...WEBHOOKS, ...(run.broken && brokenBy('early-acknowledgement')) };
    const start = () => stage.service(database.url, database.dataDir, env);
    let service = await start();
    const endpoint = { url: receiver.url, types: ['customer.created', 'preferences.changed'] };
    await call(service.url, 'POST', '/v1/webhooks', { body: endpoint });
    const random = randoms();
    const writers = new Writers(() => service.url, WRITERS);
    stage.onEnd(() => writers.stop());
    const starts: number[] = [];
    for (let round = 1; round <= run.rounds; round += 1) {
      const before = writers.acknowledged;
      await until(() => writers.acknowledged >= before + WRITERS, 30_000);
      await sleep(random() * 500);
      await service.end('SIGKILL');
      const from = performance.now();
      service = await start();
      await until(() => isReady(service.url), 30_000);
      starts.push(performance.now() - from);
      run.tell(`killed ${round} times, ${writers.acknowledged} writes acknowledged`);
    }
    await writers.stop();
    await promiseNothingLost(run, database.url, [writers]);
    await promiseDeliveries(run, database.url, receiver);
    run.within(3, 'it is up again', starts);
    await endWell(run, service);
  },
};

/** Every change was delivered, under one id. */
async function promiseDeliveries(run: Run, databaseUrl: string, { received }: Receiver): Promise<void> {
  const rows = await onServer<{ id: string }>(
    databaseUrl,
    `select c.id from change c, webhook w where c.type = any(w.types) and c.at >= w.created_at`,
  );
  const delivered = () => new Set(received.map(({ headers }) => headers['webhook-id']));
  run.tell(`waiting for ${rows.length} deliveries`);
  await whileGrowing(() => delivered().size, rows.length, PATIENCE);
  const ids = delivered();
  const missing = rows.filter(({ id }) => !ids.has(id)).length;
  const idsOf = new Map<string, Set<unknown>>();
  for (const { body, headers } of received) {
    const { sequence } = JSON.parse(body) as { sequence: string };
    idsOf.set(sequence, (idsOf.get(sequence) ?? new Set()).add(headers['webhook-id']));
  }
  const many = [...idsOf.values()].filter(({ size }) => size > 1).length;
  const good = missing === 0 && many === 0 && idsOf.size === rows.length;
  const figure = `${rows.length} changes, ${idsOf.size} delivered, ${missing} missing, ${many} under several ids`;
  run.promise('every change is delivered, under one id', good, figure);
}

async function endWell(run: Run, service: Service): Promise<void> {
  const { code } = await service.end('SIGTERM');
  run.promise('it stops when asked to', code === 0, `code ${code}`);
}
