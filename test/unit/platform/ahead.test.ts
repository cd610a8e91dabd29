import { expect, test } from 'vitest';
import { ahead } from '../../../src/platform/ahead.js';

/** A source that tells how many values were asked of it, and waits for the test before the value `held`. */
function source(count: number, held = Infinity) {
  const seen = { asked: 0, ended: false };
  const release = { now: () => undefined as void };
  const gate = new Promise<void>((resolve) => (release.now = resolve));
  async function* values() {
    try {
      for (let value = 0; value < count; value += 1) {
        seen.asked = value + 1;
        if (value === held) await gate;
        yield value;
      }
    } finally {
      seen.ended = true;
    }
  }
  return { values: values(), seen, release: () => release.now() };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('all values come, in their order', async () => {
  const got: number[] = [];
  for await (const value of ahead(source(5).values)) got.push(value);
  expect(got).toEqual([0, 1, 2, 3, 4]);
});

test('one value is made ahead, and no more', async () => {
  const { values, seen } = source(9);
  const reader = ahead(values);
  await reader.next();
  await turn();
  expect(seen.asked).toBe(2);
  await reader.next();
  await turn();
  expect(seen.asked).toBe(3);
});

test('a value is handed on while the next one is long in coming', async () => {
  const { values, release } = source(2, 1);
  const reader = ahead(values);
  expect((await reader.next()).value).toBe(0);
  release();
  expect((await reader.next()).value).toBe(1);
});

test('a failure comes in its place, and who stops early ends the source', async () => {
  async function* failing() {
    yield 1;
    throw new Error('no');
  }
  const reader = ahead(failing());
  expect((await reader.next()).value).toBe(1);
  await turn();
  await expect(reader.next()).rejects.toThrow('no');
  const { values, seen } = source(9);
  for await (const value of ahead(values)) if (value === 2) break;
  await turn();
  expect(seen.ended).toBe(true);
});
