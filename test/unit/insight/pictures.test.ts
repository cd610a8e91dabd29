import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawBars, fitted, lines } from '../../../src/insight/pictures/bars-picture.js';
import { drawEffort } from '../../../src/insight/pictures/effort-picture.js';
import { drawFlow, partsOf } from '../../../src/insight/pictures/flow-picture.js';
import type { EffortRowDto } from '../../../src/reports/index.js';

const CHANNELS = ['phone', 'email', 'chat', 'post'];

function effortRow(key: string, mean: number | null, scored = 10, contacts = 10): EffortRowDto {
  const share = (count: number, of: number) => ({ count, of, share: of === 0 ? null : count / of });
  const [p10, p25, median, p75, p90] =
    mean === null ? [null, null, null, null, null] : [mean, mean, mean, mean, mean];
  return {
    ...{ key, name: null, contacts, scored: share(scored, contacts), mean, p10, p25, median, p75, p90 },
    ...{ histogram: [], facts: [], customers: null, unreported: share(0, 0) },
  };
}

describe('the course of the effort', () => {
  it('stands higher for a better score, and its bar of coverage is as high as its share', () => {
    const { marks } = drawEffort([effortRow('2026-09', 20), effortRow('2026-10', 90, 5, 10)], 500);
    expect(marks[0]?.y).toBeGreaterThan(marks[1]?.y ?? Infinity);
    expect(marks[0]?.bar.height).toBeCloseTo(2 * (marks[1]?.bar.height ?? 0));
  });

  it('leaves a gap where nothing is known, and draws no line over it', () => {
    const rows = [
      effortRow('a', 50),
      effortRow('b', 60),
      effortRow('c', null, 0, 0),
      effortRow('d', 70),
      effortRow('e', 70),
    ];
    const picture = drawEffort(rows, 500);
    expect(picture.marks.map(({ y }) => y === null)).toEqual([false, false, true, false, false]);
    expect(picture.mean.match(/M/g)).toHaveLength(2);
    expect(picture.most.match(/M/g)).toHaveLength(2);
  });

  it('names the newest period, and no more of them than there is room for', () => {
    const rows = Array.from({ length: 60 }, (_, day) => effortRow(`d${day}`, 50));
    const named = drawEffort(rows, 300).marks.filter(({ isNamed }) => isNamed);
    expect(named.at(-1)?.key).toBe('d59');
    expect(named.length).toBeLessThanOrEqual(6);
  });

  it('is drawn for one period and for none', () => {
    expect(drawEffort([effortRow('a', 50)], 300).marks[0]?.x).toBeGreaterThan(0);
    expect(drawEffort([], 300).marks).toEqual([]);
  });
});

describe('the flow from wanted to given', () => {
  const flows = fc.uniqueArray(
    fc
      .record({
        from: fc.constantFrom(null, ...CHANNELS),
        to: fc.constantFrom(...CHANNELS),
        contacts: fc.integer({ min: 1, max: 5_000 }),
        part: fc.double({ min: 0, max: 1, noNaN: true }),
      })
      .map(({ part, ...flow }) => ({ ...flow, against: Math.floor(part * flow.contacts) })),
    { selector: ({ from, to }) => `${from}→${to}` },
  );

  it('loses and invents no contact, on either side', () => {
    fc.assert(
      fc.property(flows, (flow) => {
        const { wanted, given, bands } = drawFlow(flow, 500);
        const total = flow.reduce((sum, { contacts }) => sum + contacts, 0);
        const sum = (items: readonly { contacts: number }[]) =>
          items.reduce((all, { contacts }) => all + contacts, 0);
        expect([sum(wanted), sum(given), sum(bands)]).toEqual([total, total, total]);
      }),
    );
  });

  it('lets no channel cover another one', () => {
    fc.assert(
      fc.property(flows, (flow) => {
        const { wanted, given, height } = drawFlow(flow, 500);
        for (const side of [wanted, given])
          side.forEach((node, index) =>
            expect(node.y + node.height).toBeLessThanOrEqual(side[index + 1]?.y ?? height),
          );
      }),
    );
  });

  it('tells apart what was kept, what moved, and what went against the choice', () => {
    expect(partsOf({ from: 'phone', to: 'phone', contacts: 10, against: 3 })).toEqual([
      { kind: 'kept', from: 'phone', to: 'phone', contacts: 7 },
      { kind: 'against', from: 'phone', to: 'phone', contacts: 3 },
    ]);
    expect(partsOf({ from: null, to: 'chat', contacts: 2, against: 0 }).map(({ kind }) => kind)).toEqual([
      'moved',
    ]);
  });
});

describe('bars', () => {
  it('have parts that fill them, whatever the counts are', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { maxLength: 6 }), (counts) => {
        const parts = counts.map((count) => ({ tone: 'good' as const, name: 'x', count, share: '' }));
        const [bar] = drawBars([{ name: 'a', note: '', parts }], 400).bars;
        const width = (bar?.pieces ?? []).reduce((sum, piece) => sum + piece.width, 0);
        const total = counts.reduce((sum, count) => sum + count, 0);
        expect(width).toBeCloseTo(total === 0 ? 0 : 400, -1);
      }),
    );
  });

  it('cut names that are too long, and part them at a blank where they may', () => {
    expect(fitted('short', 100)).toBe('short');
    expect(fitted('a name without an end', 80)).toMatch(/^a name.*…$/);
    expect(lines('Chat on the website', 100)).toEqual(['Chat on the', 'website']);
  });
});
