import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linesOf, type Line } from '../../../src/platform/text-lines.js';

const KILOBYTES_64 = 64 * 1024;

async function* pieces(parts: readonly (string | Buffer)[]) {
  for (const part of parts) yield Buffer.from(part);
}

async function read(...parts: (string | Buffer)[]): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const group of linesOf(pieces(parts))) lines.push(...group);
  return lines;
}

const shortly = (line: Line) => ('text' in line ? line.text : `${line.number} ${line.problem.kind}`);

/** Cuts a buffer at some places. */
function cut(whole: Buffer, places: readonly number[]): Buffer[] {
  const at = [0, ...places.map((place) => place % (whole.length + 1)).sort((a, b) => a - b), whole.length];
  return at.slice(1).map((end, index) => whole.subarray(at[index], end));
}

describe('the lines of a body', () => {
  test('are the same wherever the network cuts it', async () => {
    /** What matters to lines: their ends, blanks, a letter, and the two bytes of another one. */
    const byte = fc.constantFrom(0x0a, 0x0a, 0x0d, 0x20, 0x61, 0xc3, 0xa9);
    const bodies = fc.tuple(fc.array(byte, { maxLength: 40 }), fc.array(fc.nat(), { maxLength: 6 }));
    await fc.assert(
      fc.asyncProperty(bodies, async ([bytes, places]) => {
        const whole = Buffer.from(bytes);
        const inPieces = await read(...cut(whole, places));
        expect(inPieces.map(shortly)).toEqual((await read(whole)).map(shortly));
      }),
      { numRuns: 100 },
    );
  });

  test('are counted with the blank ones, which are passed over', async () => {
    const lines = await read('\n \r\na\r\n\n', '\tb');
    expect(lines).toEqual([
      { number: 3, text: 'a\r' },
      { number: 5, text: '\tb' },
    ]);
  });

  test('may have 64 kB, and one more is a fault of that line alone', async () => {
    const lines = await read(`${'a'.repeat(KILOBYTES_64)}\n${'b'.repeat(KILOBYTES_64 + 1)}\nc`);
    expect(lines.map(shortly)).toEqual(['a'.repeat(KILOBYTES_64), '2 too_large', 'c']);
  });

  test('that are no UTF-8 are faults of those lines alone', async () => {
    const lines = await read(Buffer.from('a\n\xc3\n\xed\xa0\x80\nb', 'latin1'));
    expect(lines.map(shortly)).toEqual(['a', '2 malformed', '3 malformed', 'b']);
  });

  test('begin after a byte order mark, which may stand only there', async () => {
    expect((await read('\ufeffa\n\ufeffb')).map(shortly)).toEqual(['a', '\ufeffb']);
  });

  test('come in groups of no more than 250, and no more is read than is taken', async () => {
    let read = 0;
    async function* endless() {
      for (;;) {
        read += 1;
        yield Buffer.from('a\n'.repeat(600));
      }
    }
    const sizes: number[] = [];
    for await (const group of linesOf(endless())) if (sizes.push(group.length) === 3) break;
    expect([sizes, read]).toEqual([[250, 250, 100], 1]);
  });

  test('of which one never ends are not kept', async () => {
    const before = process.memoryUsage().arrayBuffers;
    async function* endless() {
      for (let index = 0; index < 400; index += 1) yield Buffer.alloc(1024 * 1024, 'x');
    }
    const lines: Line[] = [];
    for await (const group of linesOf(endless())) lines.push(...group);
    expect(lines.map(shortly)).toEqual(['1 too_large']);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200 * 1024 * 1024);
  });
});
