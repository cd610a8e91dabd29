import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  EFFORT_FACTS,
  EFFORT_FORMULA,
  EFFORT_WEIGHTS,
  ENOUGH_KNOWN,
  readEffortFacts,
  scoreEffort,
  type EffortContact,
  type EffortFact,
  type EffortFacts,
  type FactValue,
} from '../../../src/domain/effort.js';

const ALL_KEPT: EffortFacts = {
  asked: 100,
  first_choice: 100,
  window: 100,
  mode: 100,
  not_moved: 100,
  identified_once: 100,
  not_passed_on: 100,
};

const CONTACT: EffortContact = {
  direction: 'outbound',
  channel: 'email',
  arrivedOn: null,
  switchedBy: null,
  adherence: 'honoured',
  basis: 'general',
  breaches: [],
  wantedChannel: 'email',
  windowKept: null,
  modeKept: null,
  repeatedIdentification: null,
  transfers: null,
};

const arbitraryValue = fc.constantFrom<FactValue>(null, 0, 50, 100);
const arbitraryFacts = fc.record(
  Object.fromEntries(EFFORT_FACTS.map((fact) => [fact, arbitraryValue])) as Record<
    EffortFact,
    typeof arbitraryValue
  >,
);
const arbitraryFact = fc.constantFrom(...EFFORT_FACTS);

describe('the score of a contact', () => {
  test.each<[string, Partial<EffortFacts>, number | null]>([
    ['everything kept', {}, 100],
    ['the customer was never asked', { asked: 0 }, 90],
    ['passed on once', { not_passed_on: 50 }, 95],
    ['another channel than the first choice', { first_choice: 0 }, 75],
    ['another channel, and the times are not known', { first_choice: 0, window: null }, 71],
    ['moved, and identified twice', { not_moved: 0, identified_once: 0 }, 75],
  ])('is, with %s, %s: %s', (_, facts, score) => {
    expect(scoreEffort({ ...ALL_KEPT, ...facts })).toBe(score);
  });

  test('needs facts of 30 in weight', () => {
    const nothing = Object.fromEntries(EFFORT_FACTS.map((fact) => [fact, null])) as unknown as EffortFacts;
    expect(scoreEffort({ ...nothing, first_choice: 100 })).toBeNull();
    expect(scoreEffort({ ...nothing, first_choice: 100, asked: 0 })).toBe(71);
    expect(scoreEffort({ ...nothing, window: 0, mode: 100 })).toBe(50);
    expect(scoreEffort(nothing)).toBeNull();
  });

  test('has weights that come to 100, and are those of the formula in words', () => {
    expect(EFFORT_FACTS.reduce((sum, fact) => sum + EFFORT_WEIGHTS[fact], 0)).toBe(100);
    for (const fact of EFFORT_FACTS) expect(EFFORT_FORMULA).toContain(`${fact} (${EFFORT_WEIGHTS[fact]}):`);
    expect(EFFORT_FORMULA).toContain(`less than ${ENOUGH_KNOWN} in weight`);
  });

  test('lies between 0 and 100', () => {
    fc.assert(
      fc.property(arbitraryFacts, (facts) => {
        const score = scoreEffort(facts);
        if (score === null) return;
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        expect(Number.isInteger(score)).toBe(true);
      }),
    );
  });

  test('is never raised by a fact that is worse', () => {
    fc.assert(
      fc.property(arbitraryFacts, arbitraryFact, (facts, fact) => {
        const [broken, half, kept] = ([0, 50, 100] as const).map((value) =>
          scoreEffort({ ...facts, [fact]: value }),
        );
        if (broken === null || half === null || kept === null) return;
        expect(broken).toBeLessThanOrEqual(half as number);
        expect(half).toBeLessThanOrEqual(kept as number);
      }),
    );
  });

  test('lies, with a fact that is not known, between those with it broken and with it kept', () => {
    fc.assert(
      fc.property(arbitraryFacts, arbitraryFact, (facts, fact) => {
        const unknown = scoreEffort({ ...facts, [fact]: null });
        if (unknown === null) return;
        expect(scoreEffort({ ...facts, [fact]: 0 })).toBeLessThanOrEqual(unknown);
        expect(scoreEffort({ ...facts, [fact]: 100 })).toBeGreaterThanOrEqual(unknown);
      }),
    );
  });

  test('exists or not whatever the known facts say', () => {
    fc.assert(
      fc.property(arbitraryFacts, (facts) => {
        const kept = Object.fromEntries(
          EFFORT_FACTS.map((fact) => [fact, facts[fact] === null ? null : 100]),
        ) as unknown as EffortFacts;
        expect(scoreEffort(kept) === null).toBe(scoreEffort(facts) === null);
      }),
    );
  });
});

describe('the facts of a contact', () => {
  test.each<[string, Partial<EffortContact>, Partial<EffortFacts>]>([
    ['on the wanted channel', {}, { first_choice: 100 }],
    ['on another one', { channel: 'post' }, { first_choice: 0 }],
    [
      'on a declined one, with none wanted',
      { wantedChannel: null, breaches: ['declined'] },
      { first_choice: 0 },
    ],
    [
      'when nothing that was wanted was possible',
      { wantedChannel: null, adherence: 'impossible' },
      { first_choice: null },
    ],
    [
      'when nothing was stated',
      { adherence: null, basis: 'default', wantedChannel: null },
      { first_choice: null },
    ],
    [
      'moved by the customer',
      { channel: 'chat', switchedBy: 'customer', modeKept: false },
      { first_choice: null, not_moved: 100, mode: null },
    ],
    ['moved by the company', { switchedBy: 'company' }, { not_moved: 0 }],
    ['outbound, and nobody says who moved it', {}, { not_moved: null }],
    ['inbound, where the customer came', { direction: 'inbound', arrivedOn: 'email' }, { not_moved: 100 }],
    [
      'inbound, moved',
      { direction: 'inbound', arrivedOn: 'phone', wantedChannel: 'phone', breaches: ['moved'] },
      { not_moved: 0, first_choice: 0 },
    ],
    [
      'inbound, moved, with nothing stated',
      { direction: 'inbound', basis: 'arrival', wantedChannel: 'phone', breaches: ['moved'] },
      { not_moved: 0, first_choice: null },
    ],
    ['within the times', { windowKept: true }, { window: 100 }],
    ['outside them', { windowKept: false, breaches: ['window'] }, { window: 0 }],
    ['over the limit, within the times', { windowKept: true, breaches: ['limit'] }, { window: 0 }],
    ['during a pause, with no times stated', { breaches: ['pause'] }, { window: 0 }],
    ['as a machine, with a person wanted', { modeKept: false, breaches: ['mode'] }, { mode: 0 }],
    ['identified again', { repeatedIdentification: true }, { identified_once: 0 }],
    ['identified once', { repeatedIdentification: false }, { identified_once: 100 }],
    ['not passed on', { transfers: 0 }, { not_passed_on: 100 }],
    ['passed on twice', { transfers: 2 }, { not_passed_on: 0 }],
  ])('%s', (_, contact, facts) => {
    expect(readEffortFacts({ ...CONTACT, ...contact }, true)).toMatchObject(facts);
  });

  test('are, about having been asked, unknown for customers who are unknown', () => {
    expect([true, false, null].map((asked) => readEffortFacts(CONTACT, asked).asked)).toEqual([100, 0, null]);
  });
});
