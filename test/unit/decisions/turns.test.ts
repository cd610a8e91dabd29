import DataLoader from 'dataloader';
import { expect, test } from 'vitest';
import { Turns } from '../../../src/decisions/turns.js';

/** A loader that notes its batches; the work of a batch takes some milliseconds. */
function aLoader(fails: (batch: readonly number[]) => boolean = () => false, milliseconds = 5) {
  const turns = new Turns(2);
  const seen = { batches: [] as number[], underWay: 0, mostAtOnce: 0 };
  const loader = new DataLoader<number, number>(
    (batch) =>
      turns.run(async () => {
        seen.batches.push(batch.length);
        seen.mostAtOnce = Math.max(seen.mostAtOnce, (seen.underWay += 1));
        await new Promise((resolve) => setTimeout(resolve, milliseconds));
        seen.underWay -= 1;
        if (fails(batch)) throw new Error('no');
        return batch.map((key) => key * 2);
      }),
    { cache: false, maxBatchSize: 4, batchScheduleFn: (dispatch) => turns.schedule(dispatch) },
  );
  return { loader, seen };
}

const keys = (count: number) => Array.from({ length: count }, (_, index) => index);

test('what is asked in one turn leaves together', async () => {
  const { loader, seen } = aLoader();
  expect(await Promise.all(keys(3).map((key) => loader.load(key)))).toEqual([0, 2, 4]);
  expect(seen.batches).toEqual([3]);
});

test('at most two batches are under way, and everybody gets their own answer', async () => {
  const { loader, seen } = aLoader();
  expect(await Promise.all(keys(30).map((key) => loader.load(key)))).toEqual(keys(30).map((key) => key * 2));
  expect([seen.mostAtOnce, seen.batches.length]).toEqual([2, 8]);
});

test('while two are under way the next ones gather', async () => {
  const { loader, seen } = aLoader(undefined, 300);
  const first = [loader.load(1), new Promise((resolve) => setImmediate(resolve)).then(() => loader.load(2))];
  await new Promise((resolve) => setTimeout(resolve, 2));
  const later: Promise<number>[] = [];
  for (const key of [3, 4, 5]) {
    later.push(loader.load(key));
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await Promise.all([...first, ...later])).toEqual([2, 4, 6, 8, 10]);
  expect(seen.batches).toEqual([1, 1, 3]);
});

test('a batch that fails gives its place to the next one', async () => {
  const { loader } = aLoader((batch) => batch.includes(0) || batch.includes(4));
  const ends = await Promise.allSettled(keys(16).map((key) => loader.load(key)));
  expect(ends.map(({ status }) => status)).toEqual([
    ...Array(8).fill('rejected'),
    ...Array(8).fill('fulfilled'),
  ]);
});
