import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Refreshed } from '../../../src/platform/refreshed.js';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

/** A store whose answers the test gives one by one. */
function store() {
  const waiting: PromiseWithResolvers<string>[] = [];
  const load = vi.fn(() => {
    const answer = withResolvers<string>();
    waiting.push(answer);
    return answer.promise;
  });
  const next = () => waiting.shift() ?? expect.fail('Nothing was asked of the store.');
  return {
    load,
    answer: (value: string) => next().resolve(value),
    fail: () => next().reject(new Error('away')),
  };
}

interface PromiseWithResolvers<T> {
  promise: Promise<T>;
  resolve(value: T): void;
  reject(error: Error): void;
}

function withResolvers<T>(): PromiseWithResolvers<T> {
  const parts = {} as PromiseWithResolvers<T>;
  parts.promise = new Promise<T>((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
}

async function loaded(value: string) {
  const { load, answer, fail } = store();
  const set = new Refreshed(load, () => Date.now());
  const first = set.get();
  answer(value);
  await first;
  return { set, load, answer, fail };
}

describe('a refreshed set', () => {
  test('is loaded once for all who wait for it', async () => {
    const { load, answer } = store();
    const set = new Refreshed(load, () => Date.now());
    const waiting = [set.get(), set.get(), set.reload()];
    answer('a');
    expect(await Promise.all(waiting)).toEqual(['a', 'a', 'a']);
    expect(load).toHaveBeenCalledTimes(1);
  });

  test('is loaded again when the clock was put back', async () => {
    const { set, answer } = await loaded('a');
    vi.setSystemTime(1_000);
    const again = set.get();
    answer('b');
    expect(await again).toBe('b');
  });

  test('comes from memory without a wait for a second, and not longer', async () => {
    const { set, load, answer } = await loaded('a');
    vi.setSystemTime(1_000_999);
    expect(set.get()).toBe('a');
    vi.setSystemTime(1_001_000);
    const again = set.get();
    answer('b');
    expect(await again).toBe('b');
    expect(load).toHaveBeenCalledTimes(2);
  });

  test('stays as it was while the store fails, and asks again after a second', async () => {
    const { set, load, answer, fail } = await loaded('a');
    vi.setSystemTime(1_005_000);
    const stale = set.get();
    fail();
    expect(await stale).toBe('a');
    expect(set.get()).toBe('a');
    vi.setSystemTime(1_006_001);
    const fresh = set.get();
    answer('b');
    expect(await fresh).toBe('b');
    expect(load).toHaveBeenCalledTimes(3);
  });

  test('stays as it was while the store hangs, after a wait of 250 ms', async () => {
    const { set } = await loaded('a');
    vi.setSystemTime(1_005_000);
    const stale = Promise.resolve(set.get());
    await vi.advanceTimersByTimeAsync(250);
    expect(await stale).toBe('a');
    expect(set.get()).toBe('a');
  });

  test('fails when there is nothing yet, and works as soon as the store does', async () => {
    const { load, answer, fail } = store();
    const set = new Refreshed(load, () => Date.now());
    const first = Promise.resolve(set.get());
    fail();
    await expect(first).rejects.toThrow('away');
    const second = set.get();
    answer('a');
    expect(await second).toBe('a');
  });

  test('is loaded anew after it was invalidated', async () => {
    const { set, answer } = await loaded('a');
    set.invalidate();
    const fresh = set.get();
    answer('b');
    expect(await fresh).toBe('b');
  });

  test('does not take an answer that was asked for before it was invalidated', async () => {
    const { set, load, answer } = await loaded('a');
    vi.setSystemTime(1_002_000);
    const before = set.get();
    set.invalidate();
    const after = set.get();
    answer('old');
    answer('new');
    await Promise.all([before, after]);
    expect(set.get()).toBe('new');
    expect(load).toHaveBeenCalledTimes(3);
  });
});
