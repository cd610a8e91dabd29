import fc from 'fast-check';
import { expect, test } from 'vitest';
import { START, toRemark, type Place, type ReadLine } from '../../../src/exchange/import-line.js';
import { readNdjson } from '../../../src/exchange/ndjson-lines.js';

async function read(bytes: Buffer, from: Place = START, block = 5): Promise<ReadLine[]> {
  async function* blocks() {
    for (let at = from.bytes; at < bytes.length; at += block) yield bytes.subarray(at, at + block);
  }
  const lines: ReadLine[] = [];
  for await (const some of readNdjson(blocks(), from)) lines.push(...some);
  return lines;
}

test('lines are read however they are cut, and read on from the end of every line', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.json()),
      fc.integer({ min: 1, max: 40 }),
      fc.boolean(),
      async (texts, block, ended) => {
        const bytes = Buffer.from(texts.join('\n') + (ended ? '\n' : ''));
        const lines = await read(bytes, START, block);
        expect(lines.map((line) => ('value' in line ? line.value : line.faults))).toEqual(
          texts.map((text) => JSON.parse(text)),
        );
        for (const [index, { end }] of lines.entries())
          expect(await read(bytes, end)).toEqual(lines.slice(index + 1));
      },
    ),
  );
});

test('what can not be read is told by its line, without a word of it, and the rest is read', async () => {
  const secret = '+31612345678';
  const long = Buffer.alloc(1024 * 1024 + 1, 'x');
  const bytes = Buffer.concat([
    Buffer.from(`\ufeff{"a": 1}\r\n\n{"phone": ${secret}\n"\xff"\n`.replace('\xff', '')),
    Buffer.from([0x22, 0xff, 0x22, 0x0a]),
    long,
    Buffer.from('\n[2]\n'),
  ]);
  const lines = await read(bytes, START, 64 * 1024);
  expect(lines.map((line) => [line.line, 'value' in line ? line.value : line.faults[0]?.detail])).toEqual([
    [1, { a: 1 }],
    [3, 'This line is no JSON.'],
    [4, ''],
    [5, 'This line is no UTF-8.'],
    [6, 'This line is longer than 1 MiB.'],
    [7, [2]],
  ]);
  expect(JSON.stringify(lines)).not.toContain(secret);
});

test('a remark does not repeat names that the sender made up', () => {
  const faults = [
    { pointer: '/preferences/topics/billing.dispute/channels/0/windows', detail: 'x' },
    { pointer: '/Jan Jansen +31612345678', detail: 'x' },
    { pointer: '/preferences/topics/0612345678', detail: 'x' },
  ];
  expect(toRemark({ line: 1, faults }).faults?.map(({ pointer }) => pointer)).toEqual([
    '/preferences/topics/billing.dispute/channels/0/windows',
    '/…',
    '/preferences/topics/…',
  ]);
});
