import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { protect, readWindows, unprotect } from '../../../src/exchange/csv/cells.js';
import { readCsv } from '../../../src/exchange/csv/csv-lines.js';
import { headerOf, writeRow, type Extent } from '../../../src/exchange/csv/write-row.js';
import type { ExportedCustomer } from '../../../src/exchange/exchanged-customer.js';
import { START, type Place, type ReadLine } from '../../../src/exchange/import-line.js';
import { exported, TOPICS } from './customers.js';

/** Milliseconds: properties take a second, and longer when the machine has other work. */
vi.setConfig({ testTimeout: 60_000 });

const EXTENT: Extent = {
  externalIds: 3,
  contactPoints: 3,
  general: 3,
  topics: new Map(TOPICS.map((topic) => [topic, 3])),
};

/** Reads a text in blocks of some bytes. */
async function read(text: string, from: Place = START, block = 7): Promise<ReadLine[]> {
  const bytes = Buffer.from(text);
  async function* open(start: number) {
    for (let at = start; at < bytes.length; at += block) yield bytes.subarray(at, at + block);
  }
  const lines: ReadLine[] = [];
  for await (const some of readCsv({ from, open }, new Set(TOPICS))) lines.push(...some);
  return lines;
}

const valuesOf = (lines: ReadLine[]) => lines.map((line) => ('value' in line ? line.value : line.faults));
const faultsOf = (lines: ReadLine[]) =>
  lines.flatMap((line) =>
    'faults' in line ? line.faults.map(({ pointer }) => `${line.line} ${pointer}`) : [],
  );

function write(customers: readonly ExportedCustomer[]): string {
  return stringify([headerOf(EXTENT), ...customers.map((each) => writeRow(each, EXTENT) ?? [])], {
    bom: true,
  });
}

type Preferences = NonNullable<ExportedCustomer['preferences']>;

/** A choice without a limit says so. */
function withLimits({ general, topics, ...fields }: Preferences): object {
  const limited = (choice: object) => ({ limit: null, ...choice });
  const named = Object.entries(topics ?? {}).map(([topic, choice]) => [topic, limited(choice)]);
  return {
    ...fields,
    ...(general && { general: limited(general) }),
    ...(topics && { topics: Object.fromEntries(named) }),
  };
}

/** What a cell can't tell apart: null from not said, and no choices from no preferences. */
function plain({ externalIds, contactPoints, preferences, ...rest }: ExportedCustomer): object {
  const points = contactPoints?.map((point) =>
    Object.fromEntries(Object.entries(point).filter(([, v]) => v !== null)),
  );
  return {
    ...rest,
    contactPoints: points,
    ...(externalIds?.length && { externalIds }),
    ...(preferences && Object.keys(preferences).length > 0 && { preferences: withLimits(preferences) }),
  };
}

describe('CSV', () => {
  test('gives back every customer that was written, whatever its values begin with', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(exported, { maxLength: 4 }), async (customers) => {
        expect(valuesOf(await read(write(customers)))).toEqual(customers.map(plain));
      }),
      { numRuns: 100 },
    );
  });

  test('can be read on from the end of every row', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(exported, { minLength: 2, maxLength: 4 }), async (customers) => {
        const text = write(customers);
        const all = await read(text);
        for (const [index, { end }] of all.entries())
          expect(await read(text, end, 64)).toEqual(all.slice(index + 1));
      }),
      { numRuns: 30 },
    );
  });

  test('has no cell that a spreadsheet would run', () => {
    fc.assert(
      fc.property(exported, (customer) => {
        for (const cell of writeRow(customer, EXTENT) ?? [])
          expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
      }),
    );
  });

  test('gives back every cell exactly, and leaves those alone that were typed by hand', () => {
    fc.assert(fc.property(fc.string(), (cell) => unprotect(protect(cell)) === cell));
    expect(['+31201234567', "'s-Hertogenbosch", "'", ''].map(unprotect)).toEqual([
      '+31201234567',
      "'s-Hertogenbosch",
      "'",
      '',
    ]);
    expect(protect('+31201234567')).toBe("'+31201234567");
  });

  test.each([',', ';', '\t'])('may have cells between %j', async (delimiter) => {
    const rows = [
      ['external_system', 'external_id', 'phone', 'email', 'general_1_channel', 'general_1_windows'],
      ['crm', 'C-1', '020 123 4567', '', 'phone', 'mon-wed,sat 9:00-12:30'],
    ];
    expect(valuesOf(await read(stringify(rows, { delimiter })))).toEqual([
      {
        externalIds: [{ system: 'crm', id: 'C-1' }],
        contactPoints: [{ kind: 'phone', value: '020 123 4567' }],
        preferences: {
          general: {
            channels: [
              {
                channel: 'phone',
                windows: [{ days: ['mon', 'tue', 'wed', 'sat'], from: '09:00', to: '12:30' }],
              },
            ],
          },
        },
      },
    ]);
  });

  test('says nothing with an empty cell, takes back with (withdrawn), and states nothing with (none)', async () => {
    const header = 'external_system,external_id,languages,needs,general_1_channel,billing_declined\n';
    const [empty, taken] = valuesOf(
      await read(`${header}crm,1,,,,\ncrm,2,(withdrawn),(none),(withdrawn),(none)\n`),
    );
    expect(empty).toEqual({ externalIds: [{ system: 'crm', id: '1' }] });
    expect(taken).toMatchObject({
      preferences: { languages: null, needs: [], general: null, topics: { billing: { declined: [] } } },
    });
  });

  test('says how often the company may come, and takes it back alone with (none)', async () => {
    const header = 'external_system,external_id,general_1_channel,general_limit,billing_limit\n';
    const [stated, taken] = valuesOf(
      await read(`${header}crm,1,phone,2 per week,1/Day\ncrm,2,,(none),\n`),
    ) as { preferences: object }[];
    expect(stated?.preferences).toEqual({
      general: { channels: [{ channel: 'phone' }], limit: { max: 2, per: 'week' } },
      topics: { billing: { limit: { max: 1, per: 'day' } } },
    });
    expect(taken?.preferences).toEqual({ general: { limit: null } });
    const unreadable = ['often', '2 per year', '(withdrawn)', '1000 per week'];
    expect(faultsOf(await read(header + unreadable.map((limit) => `crm,3,,${limit},\n`).join('')))).toEqual(
      unreadable.map((_, index) => `${index + 2} general_limit`),
    );
  });

  test('refuses a header with columns that mean nothing, and names them all', async () => {
    const header = 'external_id,nmae,phone,phone,unheard_1_channel,general_1_colour\n';
    await expect(read(header)).rejects.toMatchObject({
      kind: 'invalid',
      faults: ['nmae', 'unheard_1_channel', 'general_1_colour', 'phone'].map((pointer) => ({ pointer })),
    });
  });

  test('tells what it can not read by line and column, and reads on', async () => {
    const text = [
      'external_system,external_id,contact_1_kind,contact_1_value,contact_1_undeliverable,general_1_channel,general_1_windows,general_1_contact_point',
      'crm,1,phone,1,maybe,phone,always,somewhere',
      'crm,2,handle,"two',
      'lines",no,,,',
      'crm,3,,,,,,,one too many',
      'crm,4',
    ].join('\r\n');
    const lines = await read(text);
    expect(faultsOf(lines)).toEqual([
      '2 general_1_windows',
      '2 general_1_contact_point',
      '2 contact_1_undeliverable',
      '5 ',
    ]);
    expect(lines.map(({ line }) => line)).toEqual([2, 3, 5, 6]);
  });

  test.each(['', 'mon', '9:00-10:00', 'mon 9-10', 'mon,someday 09:00-10:00', 'mon-tue-wed 09:00-10:00'])(
    'does not take %j for windows',
    (text) => expect(readWindows(text)).toBeNull(),
  );
});
