import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DecisionLog, type LoggedDecision } from '../../src/decisions/decision-log.js';
import { newId } from '../../src/platform/ids.js';
import { Problem } from '../../src/platform/problem.js';
import { reachesDatabase, startApp, type TestApp } from '../support/app.js';
import { addressOf, startTcpProxy, viaProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { until } from '../support/until.js';

let app: TestApp;
let proxy: TcpProxy;
let log: DecisionLog;
beforeAll(async () => {
  app = await startApp({
    databaseUrl: async (url) => {
      proxy = await startTcpProxy(addressOf(url));
      return viaProxy(url, proxy);
    },
  });
  log = app.nest.get(DecisionLog);
});
afterEach(async () => {
  proxy.restore();
  await until(() => reachesDatabase(app));
});
afterAll(async () => {
  await app.stop();
  await proxy.close();
});

const aDecision = (): LoggedDecision => ({
  ...{
    id: newId(),
    at: app.clock.now(),
    keyId: 'test',
    customerId: null,
    topic: 'order',
    direction: 'inbound',
  },
  ...{ action: 'serve', channel: 'phone', reason: 'unranked_open', preferencesVersion: 0 },
  ...{ arrivedOn: 'phone', deadline: null },
});

function append(count: number): string[] {
  const decisions = Array.from({ length: count }, aDecision);
  for (const decision of decisions) log.append(decision);
  return decisions.map(({ id }) => id);
}

async function kept(ids: readonly string[]): Promise<number> {
  return (await app.database.query('select 1 from decision where id = any($1)', [ids])).length;
}

describe('the decision log', () => {
  test('is not written on the path of the answer, but shortly after', async () => {
    const ids = append(3);
    expect(await kept(ids)).toBe(0);
    await until(async () => (await kept(ids)) === 3);
  });

  test('lets work that can wait on only when what waits is written, and fails when that fails', async () => {
    await log.flush();
    append(9_999);
    await log.room();
    expect(log).toHaveProperty('queue.waiting', 9_999);
    const ids = append(2);
    await log.room();
    expect(await kept(ids)).toBe(2);
    proxy.cut();
    append(10_000);
    await expect(log.room()).rejects.toThrow();
    proxy.restore();
    await until(() => reachesDatabase(app));
    await log.room();
  });

  test('is written whole when more waits than goes into one statement', async () => {
    const ids = append(12_000);
    await log.flush();
    expect(await kept(ids)).toBe(12_000);
  });

  test('is kept while the database is away, and written once when it is back', async () => {
    proxy.cut();
    const ids = append(5);
    await expect(log.flush()).rejects.toThrow();
    const more = append(2);
    proxy.restore();
    await until(async () => (await kept([...ids, ...more])) === 7);
  });

  test('takes an unanswered write again without doubles', async () => {
    const ids = append(2);
    await log.flush();
    const [first] = await app.database.query<{ id: string; at: Date }>(
      'select id, at from decision where id = $1',
      [ids[0]],
    );
    log.append({ ...aDecision(), id: ids[0] ?? '' });
    await log.flush();
    expect(await app.database.query('select id, at from decision where id = $1', [ids[0]])).toEqual([first]);
  });
});

test('on stop everything that waits is written; what comes after is not asked for', async () => {
  const other = await startApp();
  const { body } = await other.api
    .post('/v1/decisions')
    .send({ customer: { phone: 'anonymous' }, direction: 'inbound' });
  await other.nest.close();
  expect(await other.database.query('select id from decision')).toEqual([{ id: body.id }]);
  await other.database.drop();
});

test('a decision that can not be kept is not given', () => {
  proxy.hang();
  const fill = () => {
    for (let count = 0; count <= 100_001; count += 1) log.append(aDecision());
  };
  expect(fill).toThrow(Problem);
  Object.assign(Reflect.get(log, 'queue') as object, { items: [], rows: 0 });
});
