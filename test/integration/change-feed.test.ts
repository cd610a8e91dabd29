import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Ledger } from '../../src/changes/index.js';
import { ChangeFeed, type FeedRequest } from '../../src/changes/change-feed.js';
import { newId } from '../../src/platform/ids.js';
import { UnitOfWork, type Tx } from '../../src/platform/unit-of-work.js';
import { startApp, type TestApp } from '../support/app.js';

let app: TestApp;
let feed: ChangeFeed;
let ledger: Ledger;
let unitOfWork: UnitOfWork;
beforeAll(async () => {
  app = await startApp({ settings: { DATABASE_POOL_SIZE: '40' } });
  feed = app.nest.get(ChangeFeed);
  ledger = app.nest.get(Ledger);
  unitOfWork = app.nest.get(UnitOfWork);
});
afterAll(() => app.stop());

let start: bigint;
beforeEach(async () => {
  start = (await feed.horizon()).newest;
});

const add = (tx: Tx, customerId: string | null, version = 1) =>
  ledger.append(tx, {
    type: 'customer.updated',
    at: new Date(0),
    keyId: 'test',
    paths: [],
    customerId,
    version,
  });

/** A transaction that waits to be told how to end. */
async function open(work: (tx: Tx) => Promise<unknown>) {
  let end: (how: 'commit' | 'rollback') => void = () => undefined;
  const ending = new Promise<'commit' | 'rollback'>((resolve) => (end = resolve));
  let written: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (written = resolve));
  const done = unitOfWork
    .run(async (tx) => {
      await work(tx);
      written();
      if ((await ending) === 'rollback') throw new Error('rolled back on purpose');
    })
    .catch((error: Error) => expect(error.message).toBe('rolled back on purpose'));
  await begun;
  return async (how: 'commit' | 'rollback') => {
    end(how);
    await done;
  };
}

/** A reader that goes on until there is nothing more. */
class Reader {
  readonly seen: string[] = [];
  constructor(
    private readonly of: Pick<ChangeFeed, 'read'>,
    private after: bigint,
  ) {}

  async catchUp(limit = 7): Promise<string[]> {
    for (;;) {
      const { changes, next, isEnd } = await this.of.read({ after: this.after, limit, types: null });
      this.seen.push(...changes.map(({ sequence }) => sequence));
      this.after = next;
      if (isEnd) return this.seen;
    }
  }
}

/** The fault that this is about: a reader that believes the sequence numbers it sees. */
class NaiveFeed {
  async read({ after, limit }: FeedRequest) {
    const changes = await app.database.query<{ sequence: string }>(
      'select sequence from change where sequence > $1 order by sequence limit $2',
      [String(after), limit],
    );
    const next = BigInt(changes.at(-1)?.sequence ?? after);
    return { changes: changes as never, next, isEnd: changes.length < limit };
  }
}

async function stored(): Promise<string[]> {
  const rows = await app.database.query<{ sequence: string }>(
    'select sequence from change where sequence > $1 order by sequence',
    [String(start)],
  );
  return rows.map(({ sequence }) => sequence);
}

test('the role that reads is no superuser', async () => {
  expect(await app.database.query('select rolsuper from pg_roles where rolname = current_user')).toEqual([
    { rolsuper: false },
  ]);
});

describe('when a later number commits first', () => {
  test('the reader waits for the earlier one; a naive reader loses it', async () => {
    const naive = new Reader(new NaiveFeed(), start);
    const reader = new Reader(feed, start);
    const slow = await open((tx) => add(tx, newId()));
    await unitOfWork.run((tx) => add(tx, newId()));
    expect(await naive.catchUp()).toHaveLength(1);
    expect(await reader.catchUp()).toEqual([]);
    await slow('commit');
    expect(await reader.catchUp()).toEqual(await stored());
    expect(reader.seen).toHaveLength(2);
    expect(await naive.catchUp()).toHaveLength(1);
  });

  test('and the earlier one is rolled back, the reader goes on', async () => {
    const reader = new Reader(feed, start);
    const slow = await open((tx) => add(tx, newId()));
    await unitOfWork.run((tx) => add(tx, newId()));
    expect(await reader.catchUp()).toEqual([]);
    await slow('rollback');
    expect(await reader.catchUp()).toEqual(await stored());
    expect(reader.seen).toHaveLength(1);
  });

  test('what was committed before the slow one began is read at once', async () => {
    const reader = new Reader(feed, start);
    await unitOfWork.run((tx) => add(tx, newId()));
    const slow = await open((tx) => add(tx, newId()));
    expect(await reader.catchUp()).toHaveLength(1);
    await slow('commit');
    expect(await reader.catchUp()).toEqual(await stored());
  });

  test('and numbers pass 32 bits, the reader still waits', async () => {
    await app.database.query('alter sequence change_sequence_seq restart with 4294967294');
    start = 4294967293n;
    const reader = new Reader(feed, start);
    const slow = await open((tx) => add(tx, newId()));
    for (let index = 0; index < 5; index += 1) await unitOfWork.run((tx) => add(tx, newId()));
    const later = await open((tx) => add(tx, newId()));
    expect(await reader.catchUp()).toEqual([]);
    await slow('commit');
    expect(await reader.catchUp()).toHaveLength(6);
    await later('commit');
    expect(await reader.catchUp()).toEqual(await stored());
    expect(reader.seen.at(-1)).toBe('4294967300');
  });
});

test('a transaction that writes many changes takes one mark', async () => {
  const marks = `select count(*)::int as count from pg_locks where locktype = 'advisory' and classid = 7040 and objsubid = 1
                   and database = (select oid from pg_database where datname = current_database())`;
  const slow = await open(async (tx) => {
    for (let index = 0; index < 20; index += 1) await add(tx, newId());
  });
  expect(await app.database.query(marks)).toEqual([{ count: 1 }]);
  await slow('commit');
  expect(await app.database.query(marks)).toEqual([{ count: 0 }]);
});

test('a transaction that took back its first change still holds the reader for its second', async () => {
  const reader = new Reader(feed, start);
  const slow = await open(async (tx) => {
    await tx.query('savepoint first');
    await add(tx, newId());
    await tx.query('rollback to savepoint first');
    await add(tx, newId());
  });
  await unitOfWork.run((tx) => add(tx, newId()));
  expect(await reader.catchUp()).toEqual([]);
  await slow('commit');
  expect(await reader.catchUp()).toEqual(await stored());
});

test('the very first change of a new database is waited for', async () => {
  await app.database.query('alter sequence change_sequence_seq restart with 5000000001');
  // As a sequence is before its first number: nothing called yet
  start = 5_000_000_000n;
  expect(await feed.horizon()).toEqual({ newest: start, horizon: start });
  const slow = await open((tx) => add(tx, newId()));
  await unitOfWork.run((tx) => add(tx, newId()));
  expect((await feed.horizon()).horizon).toBe(start);
  await slow('commit');
  expect((await feed.horizon()).horizon).toBe(start + 2n);
});

test('sixteen writers at once, some slow, some rolled back, some with several customers: no gap, no double, in order', async () => {
  const WRITERS = 16;
  const ROUNDS = 40;
  const customers = Array.from({ length: 12 }, newId);
  const versions = new Map<string, number>();
  await app.database.query('create table if not exists held (id uuid primary key)');
  await app.database.query('grant select, update on held to public');
  for (const id of customers) await app.database.query('insert into held values ($1)', [id]);
  /** As the services do it: the row is locked, then the version is taken and the change written. */
  const change = async (tx: Tx, ids: string[], slow: boolean, fail: boolean) => {
    const taken: [string, number][] = [];
    for (const id of [...ids].sort()) {
      await tx.query('select 1 from held where id = $1 for update', [id]);
      const version = (versions.get(id) ?? 0) + 1;
      taken.push([id, version]);
      await add(tx, id, version);
    }
    if (slow) await sleep(30);
    if (fail) throw new Error('rolled back on purpose');
    for (const [id, version] of taken) versions.set(id, version);
  };
  const writer = async (number: number) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const pick = (offset: number) =>
        customers[(number * 7 + round * 5 + offset) % customers.length] as string;
      const ids = round % 3 === 0 ? [pick(0), pick(1), pick(4)] : [pick(0)];
      const work = (tx: Tx) => change(tx, ids, (number + round) % 5 === 0, round % 7 === 3);
      await unitOfWork
        .run(work)
        .catch((error: Error) => expect(error.message).toBe('rolled back on purpose'));
    }
  };
  const reader = new Reader(feed, start);
  const naive = new Reader(new NaiveFeed(), start);
  let writing = true;
  const follow = async (one: Reader) => {
    while (writing) await one.catchUp();
    return one.catchUp();
  };
  const following = [follow(reader), follow(naive)];
  await Promise.all(Array.from({ length: WRITERS }, (_, number) => writer(number)));
  writing = false;
  await Promise.all(following);

  const all = await stored();
  expect(all.length).toBeGreaterThan(WRITERS * ROUNDS);
  expect(reader.seen).toEqual(all);
  expect(naive.seen.length, 'the reader without a horizon').toBeLessThan(all.length);
  const rows = await app.database.query<{ versions: number[] }>(
    `select array_agg(version order by sequence) as versions from change
      where sequence > $1 and customer_id is not null group by customer_id`,
    [String(start)],
  );
  for (const { versions: order } of rows) expect(order).toEqual(order.map((_, index) => index + 1));
});
