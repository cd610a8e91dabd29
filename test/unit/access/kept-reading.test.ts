import { beforeEach, describe, expect, test } from 'vitest';
import { KeptReading } from '../../../src/access/kept-reading.js';

const MINUTE = 60_000;

let time: number;
let asked: number;
let answer: () => Promise<string>;
let failures: unknown[];
let kept: KeptReading<string>;
beforeEach(() => {
  [time, asked, failures] = [0, 0, []];
  answer = () => Promise.resolve(`answer ${asked}`);
  kept = new KeptReading(
    () => {
      asked += 1;
      return answer();
    },
    () => time,
    (error) => failures.push(error),
  );
});

const away = () => Promise.reject(new Error('away'));
const AWAY = { kind: 'issuer_unavailable' };

describe('what another server tells', () => {
  test('is read once for all who ask at the same time, and kept', async () => {
    expect(await Promise.all([kept.get(), kept.get(), kept.renewed()])).toEqual(
      Array.from({ length: 3 }, () => 'answer 1'),
    );
    time += 9 * MINUTE;
    expect(await kept.get()).toBe('answer 1');
    expect(asked).toBe(1);
  });

  test('is read again when it is old, without anybody waiting', async () => {
    await kept.get();
    time += 11 * MINUTE;
    expect(await kept.get()).toBe('answer 1');
    expect(await kept.get()).toBe('answer 2');
  });

  test('goes on while that server is away, for a day, and it is asked once in ten seconds', async () => {
    await kept.get();
    answer = away;
    for (let step = 0; step < 100; step += 1) {
      time += 14 * MINUTE;
      for (let n = 0; n < 5; n += 1) expect(await kept.get()).toBe('answer 1');
    }
    expect(asked).toBe(101);
    expect(failures).toHaveLength(100);
    time = 24 * 60 * MINUTE + 1;
    await expect(kept.get()).rejects.toMatchObject(AWAY);
    time += 10_000;
    answer = () => Promise.resolve('back');
    expect(await kept.get()).toBe('back');
  });

  test('is as old under a clock that was put back: it is read again, and ends after a day', async () => {
    time = 48 * 60 * MINUTE;
    await kept.get();
    time -= 11 * MINUTE;
    expect(await kept.get()).toBe('answer 1');
    expect(await kept.get()).toBe('answer 2');
    answer = away;
    time -= 25 * 60 * MINUTE;
    await expect(kept.get()).rejects.toMatchObject(AWAY);
  });

  test('is not known before it was read once, and it is not hammered for it', async () => {
    answer = away;
    for (let n = 0; n < 50; n += 1) await expect(kept.get()).rejects.toMatchObject(AWAY);
    expect(asked).toBe(1);
    time += 10_000;
    await expect(kept.get()).rejects.toMatchObject(AWAY);
    expect(asked).toBe(2);
  });

  test('is asked for anew when something is missing, at most once in ten seconds', async () => {
    await kept.get();
    for (let n = 0; n < 50; n += 1) expect(await kept.renewed()).toBe('answer 1');
    time += 10_000;
    for (let n = 0; n < 50; n += 1) expect(await kept.renewed()).toBe('answer 2');
    expect(asked).toBe(2);
  });

  test('can not be renewed while that server is away: whether something is missing is not known', async () => {
    await kept.get();
    answer = away;
    time += 10_000;
    await expect(kept.renewed()).rejects.toMatchObject(AWAY);
    await expect(kept.renewed()).rejects.toMatchObject(AWAY);
    expect(await kept.get()).toBe('answer 1');
  });

  test('is waited for a second at most', async () => {
    answer = () => new Promise(() => undefined);
    const began = performance.now();
    await expect(kept.get()).rejects.toMatchObject(AWAY);
    expect(performance.now() - began).toBeGreaterThan(900);
  });
});
