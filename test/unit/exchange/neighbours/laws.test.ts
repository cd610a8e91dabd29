import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { WeekWindow } from '../../../../src/domain/windows.js';
import type {
  ExchangedChoice,
  ExchangedCustomer,
  ExchangedRankedChannel,
} from '../../../../src/exchange/exchanged-customer.js';
import type { Loss, Neighbour } from '../../../../src/exchange/neighbours/neighbour.js';
import { NEIGHBOURS } from '../../../../src/exchange/neighbours/neighbours.js';
import { isSameWeek } from '../../../../src/exchange/neighbours/times.js';
import { CONTEXT } from './context.js';
import { customer } from './customers.js';
import { DOCUMENTED, neighbour } from './documented.js';
import * as examples from './examples.js';
import { altered, isLost, leaves, replaced } from './trees.js';

/** What only orders one thing among others says nothing of a thing that is alone; it must be looked at all the same. */
const ORDERING = /\/(IsPrimary|PreferenceRank|pref|rank|preferred|isFavouriteLanguage)$/;

/** Milliseconds: properties take a second, and longer when the machine has other work. */
vi.setConfig({ testTimeout: 60_000 });

const json = fc.jsonValue({ maxDepth: 4 });

/** An example with one leaf replaced by anything. */
function spoiled(name: Neighbour['name']): fc.Arbitrary<unknown> {
  const own = DOCUMENTED.filter(([, each]) => each === name).map(([example]) => examples[example]);
  return fc
    .constantFrom(...own)
    .chain((example) => fc.tuple(fc.constant(example), fc.constantFrom(...leaves(example)), json))
    .map(([example, pointer, value]) => replaced(example, pointer, () => value));
}

function readBack(
  own: Neighbour,
  written: ExchangedCustomer,
): { back: ExchangedCustomer; losses: readonly Loss[] } {
  const { record, losses } = own.write(written, CONTEXT);
  const read = own.read(JSON.parse(JSON.stringify(record)), CONTEXT);
  if ('faults' in read) throw new Error(`What was written is not readable: ${JSON.stringify(read.faults)}`);
  return { back: read.customer, losses };
}

describe.each(NEIGHBOURS.map((own) => [own.name, own] as const))('%s', (name, own) => {
  test('reads or refuses any JSON, and changes nothing in it', () => {
    fc.assert(
      fc.property(fc.oneof(json, spoiled(name)), (record) => {
        const before = JSON.stringify(record);
        const reading = own.read(record, CONTEXT);
        expect('faults' in reading ? reading.faults.length : 1).toBeGreaterThan(0);
        expect(JSON.stringify(record)).toBe(before);
      }),
      { numRuns: 100 },
    );
  });

  test('writes any customer, and even what is none', () => {
    fc.assert(
      fc.property(fc.oneof(customer, json as fc.Arbitrary<ExchangedCustomer>), (each) => {
        if (typeof each !== 'object' || each === null) return;
        expect(() => own.write(each, CONTEXT)).not.toThrow();
      }),
      { numRuns: 100 },
    );
  });

  test('reads with an empty catalogue, without names that nobody gave', () => {
    fc.assert(
      fc.property(spoiled(name), (record) => {
        const reading = own.read(record, { ...CONTEXT, channels: [], topics: [], topicNames: {} });
        if ('faults' in reading) return;
        expect(reading.customer.preferences?.general).toBeUndefined();
        expect(reading.customer.preferences?.topics).toBeUndefined();
      }),
    );
  });

  test('every part of a customer that is not reported as lost makes a difference to what is written', () => {
    fc.assert(
      fc.property(customer, (each) => {
        const writing = own.write(each, CONTEXT);
        for (const pointer of leaves(each).filter((leaf) => !isLost(leaf, writing.losses))) {
          const changed = replaced(each, pointer, altered) as ExchangedCustomer;
          const differs = !isDeepStrictEqual(own.write(changed, CONTEXT), writing);
          expect([pointer, differs || saysTheUsual(each, pointer)]).toEqual([pointer, true]);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('reading what was written gives the customer without what was reported as lost', () => {
    fc.assert(
      fc.property(customer, (each) => {
        const { back, losses } = readBack(own, each);
        expectKept(each, back, losses);
        expectNothingInvented(each, back);
      }),
      { numRuns: 100 },
    );
  });
});

test.each(DOCUMENTED)('%s: every leaf of the example is mapped or reported by %s', (example, name) => {
  const record = examples[example];
  const own = neighbour(name);
  const reading = own.read(record, CONTEXT);
  if ('faults' in reading) throw new Error('The example is not readable.');
  for (const pointer of leaves(record).filter((leaf) => !isLost(leaf, reading.losses))) {
    const changes = ORDERING.test(pointer) ? [altered, (): unknown => 'best'] : [altered];
    const others = changes.map((change) => own.read(replaced(record, pointer, change), CONTEXT));
    expect([pointer, others.some((other) => !isDeepStrictEqual(other, reading))]).toEqual([pointer, true]);
  }
});

/** Saying that any mode will do, or that a contact point works, says what is so without saying it. */
function saysTheUsual(each: ExchangedCustomer, pointer: string): boolean {
  const value = valueAt(each, pointer);
  return (
    (pointer.endsWith('/mode') && value === 'any') || (pointer.endsWith('/undeliverable') && value === false)
  );
}

function valueAt(each: unknown, pointer: string): unknown {
  return pointer
    .slice(1)
    .split('/')
    .reduce<unknown>((part, step) => (part as Record<string, unknown>)[step], each);
}

/** What was not reported as lost has come back. */
function expectKept(each: ExchangedCustomer, back: ExchangedCustomer, losses: readonly Loss[]): void {
  const kept = (pointer: string): boolean => !isLost(pointer, losses);
  const ids = (each.externalIds ?? []).filter((_, index) => kept(`/externalIds/${index}/id`));
  expect(back.externalIds ?? []).toEqual(ids);
  for (const [index, point] of (each.contactPoints ?? []).entries()) {
    if (!kept(`/contactPoints/${index}/value`)) continue;
    const found = back.contactPoints?.find((other) => isSamePoint(other, point));
    expect(found).toBeDefined();
    if (point.use && kept(`/contactPoints/${index}/use`)) expect(found?.use).toBe(point.use);
    if (point.undeliverable === true && kept(`/contactPoints/${index}/undeliverable`))
      expect(found?.undeliverable).toBe(true);
  }
  if (each.silenced && kept('/silenced')) expect(back.silenced).toBe(each.silenced);
  const { preferences = {} } = each;
  const languages =
    preferences.languages?.filter((_, index) => kept(`/preferences/languages/${index}`)) ?? [];
  expect(back.preferences?.languages ?? []).toEqual(languages);
  if (preferences.timeZone && kept('/preferences/timeZone'))
    expect(back.preferences?.timeZone).toBe(preferences.timeZone);
  if (preferences.pause && kept('/preferences/pause'))
    expect(back.preferences?.pause).toEqual(preferences.pause);
  for (const list of ['needs', 'objections'] as const)
    for (const [index, word] of (preferences[list] ?? []).entries())
      if (kept(`/preferences/${list}/${index}`)) expect(back.preferences?.[list]).toContain(word);
  const choices: [string, ExchangedChoice | undefined, ExchangedChoice | undefined][] = [
    ['/preferences/general', preferences.general, back.preferences?.general],
  ];
  for (const [topic, choice] of Object.entries(preferences.topics ?? {}))
    choices.push([`/preferences/topics/${topic}`, choice, back.preferences?.topics?.[topic]]);
  for (const [pointer, choice, other] of choices)
    if (choice !== undefined) expectChoiceKept(pointer, choice, other, kept);
}

function expectChoiceKept(
  pointer: string,
  choice: ExchangedChoice,
  back: ExchangedChoice | undefined,
  kept: (pointer: string) => boolean,
): void {
  const ranked = choice.channels.filter((_, index) => kept(`${pointer}/channels/${index}/channel`));
  const order = back?.channels.map(({ channel }) => channel) ?? [];
  expect(order.filter((channel) => ranked.some((wish) => wish.channel === channel))).toEqual(
    ranked.map(({ channel }) => channel),
  );
  for (const [index, wish] of choice.channels.entries()) {
    const found = back?.channels.find(({ channel }) => channel === wish.channel);
    if (wish.windows && kept(`${pointer}/channels/${index}/windows`))
      expect(isSameWeek(found?.windows ?? [], wish.windows)).toBe(true);
    if (wish.contactPoint && kept(`${pointer}/channels/${index}/contactPoint`))
      expect(found?.contactPoint).toEqual(wish.contactPoint);
  }
  if (choice.limit && kept(`${pointer}/limit`)) expect(back?.limit).toEqual(choice.limit);
  for (const [index, channel] of choice.declined.entries())
    if (kept(`${pointer}/declined/${index}`)) expect(back?.declined).toContain(channel);
}

/** Nothing has come back that the customer had not said; what is declined in general, or objected to, is declined for topics. */
function expectNothingInvented(each: ExchangedCustomer, back: ExchangedCustomer): void {
  for (const point of back.contactPoints ?? [])
    expect(each.contactPoints?.some((other) => isSamePoint(other, point))).toBe(true);
  const { preferences = {} } = each;
  expect(preferences.languages ?? []).toEqual(
    expect.arrayContaining([...(back.preferences?.languages ?? [])]),
  );
  expect([preferences.timeZone, undefined]).toContain(back.preferences?.timeZone);
  expect(preferences.needs ?? []).toEqual(expect.arrayContaining([...(back.preferences?.needs ?? [])]));
  expect(preferences.objections ?? []).toEqual(
    expect.arrayContaining([...(back.preferences?.objections ?? [])]),
  );
  const general = preferences.general;
  expectOnly(back.preferences?.general, general, general?.declined ?? [], [general?.limit]);
  for (const [topic, choice] of Object.entries(back.preferences?.topics ?? {})) {
    const own = preferences.topics?.[topic];
    const objected = isMarketing(topic) && preferences.objections?.includes('marketing') === true;
    const all = objected ? CONTEXT.channels.map(({ key }) => key) : (general?.declined ?? []);
    expectOnly(choice, own, [...(own?.declined ?? []), ...all], [own?.limit, general?.limit]);
  }
}

function isMarketing(topic: string): boolean {
  return CONTEXT.topics.some(({ key, purpose }) => key === topic && purpose === 'marketing');
}

function expectOnly(
  back: ExchangedChoice | undefined,
  choice: ExchangedChoice | undefined,
  declined: readonly string[],
  limits: readonly unknown[],
): void {
  expect([...limits, undefined]).toContainEqual(back?.limit);
  for (const channel of back?.declined ?? []) expect(declined).toContain(channel);
  for (const wish of back?.channels ?? []) {
    const own = choice?.channels.find(({ channel }) => channel === wish.channel);
    expect(own).toBeDefined();
    expectNoWider(wish, own);
  }
}

/** Times are kept or lost as a whole; a mode is never made up. */
function expectNoWider(wish: ExchangedRankedChannel, own: ExchangedRankedChannel | undefined): void {
  const windows: readonly WeekWindow[] = own?.windows ?? [];
  expect(wish.windows === undefined || isSameWeek(wish.windows, windows)).toBe(true);
  expect(wish.mode).toBeUndefined();
  expect(
    own?.contactPoint === undefined || isSamePoint(wish.contactPoint ?? own.contactPoint, own.contactPoint),
  ).toBe(true);
}

function isSamePoint(a: { kind: string; value: unknown }, b: { kind: string; value: unknown }): boolean {
  return JSON.stringify([a.kind, a.value]) === JSON.stringify([b.kind, b.value]);
}
