import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { Counter } from '../../../src/rate-limits/counters.js';
import type { Redis } from '../../../src/rate-limits/redis.js';

/** A Redis in memory that can be taken away: it runs the one script that the library sends. */
function fakeRedis() {
  const values = new Map<string, { count: number; endsAt: number }>();
  const state = { isAway: false };
  const client = {
    eval: (_: string, { keys, arguments: given }: { keys: string[]; arguments: string[] }) => {
      const [key = ''] = keys;
      const now = performance.now();
      const known = values.get(key);
      const value =
        known && known.endsAt > now ? known : { count: 0, endsAt: now + Number(given[1]) * 1_000 };
      value.count += Number(given[0]);
      values.set(key, value);
      return Promise.resolve([value.count, Math.round(value.endsAt - now)]);
    },
  };
  const redis = {
    client,
    ask: async (question: (client: unknown) => Promise<unknown>) => (state.isAway ? null : question(client)),
  } as unknown as Redis;
  return { redis, state };
}

const add = async (counter: Counter, times: number) => {
  for (let time = 0; time < times; time += 1) await counter.add('key');
};

describe('a counter', () => {
  test('counts each for itself, and begins anew when its time is over', async () => {
    const counter = new Counter({ client: null } as Redis, 'calls', 0.2);
    await add(counter, 3);
    expect((await counter.add('other')).used).toBe(1);
    const { used, endsIn } = await counter.add('key');
    expect(used).toBe(4);
    expect(endsIn).toBeGreaterThan(0);
    expect(endsIn).toBeLessThanOrEqual(200);
    await pause(250);
    expect((await counter.add('key')).used).toBe(1);
  });

  test('of several instances comes to one sum, however they take turns', async () => {
    const { redis } = fakeRedis();
    const all = [1, 2, 3].map(() => new Counter(redis, 'calls', 60));
    for (let round = 1; round <= 5; round += 1)
      for (const [index, counter] of all.entries()) {
        await add(counter, index + 1);
        await counter.exchange();
      }
    for (const counter of all) {
      await add(counter, 1);
      await counter.exchange();
    }
    const seen = await Promise.all(all.map((counter) => counter.look('key')));
    expect(seen.at(-1)?.used).toBe(5 * 6 + 3);
  });

  test('counts what comes while it is told to the others', async () => {
    const { redis } = fakeRedis();
    const counter = new Counter(redis, 'calls', 60);
    await add(counter, 5);
    const telling = counter.exchange();
    await add(counter, 2);
    await telling;
    expect((await counter.look('key')).used).toBe(7);
    await counter.exchange();
    expect((await counter.look('key')).used).toBe(7);
  });

  test('goes on by itself while Redis is away, and tells all of it afterwards', async () => {
    const { redis, state } = fakeRedis();
    const [one, other] = [new Counter(redis, 'calls', 60), new Counter(redis, 'calls', 60)];
    state.isAway = true;
    await add(one, 10);
    await one.exchange();
    await add(one, 10);
    await one.exchange();
    expect((await one.look('key')).used).toBe(20);
    state.isAway = false;
    await one.exchange();
    await add(other, 1);
    await other.exchange();
    expect((await other.look('key')).used).toBe(21);
  });

  test('does not tell what belongs to a time that is over', async () => {
    const { redis, state } = fakeRedis();
    const counter = new Counter(redis, 'calls', 1);
    state.isAway = true;
    await add(counter, 50);
    await counter.exchange();
    await pause(1_050);
    await add(counter, 1);
    state.isAway = false;
    await counter.exchange();
    expect((await counter.look('key')).used).toBe(1);
  });
});
