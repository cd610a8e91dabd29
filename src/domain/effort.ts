// Promise: how far the company went the customer's way in one contact, 0 to 100, from observable facts alone.

import type { Adherence, AdherenceBasis, Breach, Switcher } from './adherence.js';
import type { Direction } from './catalogue.js';

/** Version of the formula: it changes with every change of facts, weights or rounding. */
export const EFFORT_VERSION = '1';

/** What is looked at, each said so that keeping it is good for the customer. */
export const EFFORT_FACTS = [
  'asked',
  'first_choice',
  'window',
  'mode',
  'not_moved',
  'identified_once',
  'not_passed_on',
] as const;
export type EffortFact = (typeof EFFORT_FACTS)[number];

/** How much each fact counts. Together 100. */
export const EFFORT_WEIGHTS: Readonly<Record<EffortFact, number>> = {
  asked: 10,
  first_choice: 25,
  window: 15,
  mode: 15,
  not_moved: 15,
  identified_once: 10,
  not_passed_on: 10,
};

/** Least weight of the known facts: below it a contact has no score, rather than one from next to nothing. */
export const ENOUGH_KNOWN = 30;

/** How far a fact was kept, in percent: 100 kept, 0 broken, 50 half; null when it is not known or does not apply. */
export type FactValue = 0 | 50 | 100 | null;
export type EffortFacts = Readonly<Record<EffortFact, FactValue>>;

/** The formula in words, as it goes with every figure. */
export const EFFORT_FORMULA = [
  'The score of a contact is the average of how far the company kept these facts, in percent, by weight:',
  'asked (10): the customer was asked, or said something, in the 365 days before;',
  'first_choice (25): on the best ranked channel that was possible, or, when the customer came to us, on the channel of arrival;',
  'window (15): within the stated times, and not silenced, objected to, paused or over the limit;',
  'mode (15): a person or a machine, as stated;',
  'not_moved (15): not moved to another channel by the company;',
  'identified_once (10): the customer did not have to say again who they are;',
  'not_passed_on (10): passed on never 100, once 50, more often 0.',
  'A fact that is not known or was not stated leaves both sides of the average.',
  `A contact of which facts of less than ${ENOUGH_KNOWN} in weight are known has no score and is not in the mean, but in the coverage.`,
  'Scores are rounded to whole numbers; 100 is best for the customer.',
].join(' ');

/** A contact as far as its score needs it; what these say is told where contacts are kept. */
export interface EffortContact {
  readonly direction: Direction;
  readonly channel: string;
  readonly arrivedOn: string | null;
  readonly switchedBy: Switcher | null;
  readonly adherence: Adherence | null;
  readonly basis: AdherenceBasis;
  readonly breaches: readonly Breach[];
  readonly wantedChannel: string | null;
  readonly windowKept: boolean | null;
  readonly modeKept: boolean | null;
  readonly repeatedIdentification: boolean | null;
  readonly transfers: number | null;
}

const NOT_THE_CHOICE: readonly Breach[] = ['declined', 'not_chosen', 'rank'];
const NOT_THE_TIME: readonly Breach[] = ['silenced', 'objection', 'pause', 'limit', 'window'];

/**
 * The facts of a contact. The roll-up reads the same facts in SQL (`reports/contact-recount.ts`); a test compares the two.
 *
 * @param asked whether the customer was asked or said something in the year before; null when nobody knows the customer
 */
export function readEffortFacts(contact: EffortContact, asked: boolean | null): EffortFacts {
  const { breaches, modeKept, switchedBy, repeatedIdentification, transfers } = contact;
  return {
    asked: kept(asked),
    first_choice: breaches.some((breach) => NOT_THE_CHOICE.includes(breach))
      ? 0
      : kept(isFirstChoice(contact)),
    window: breaches.some((breach) => NOT_THE_TIME.includes(breach)) ? 0 : kept(contact.windowKept),
    mode: modeKept === false && switchedBy === 'customer' ? null : kept(modeKept),
    not_moved: kept(isUnmoved(contact)),
    identified_once: kept(repeatedIdentification === null ? null : !repeatedIdentification),
    not_passed_on: transfers === null ? null : transfers === 0 ? 100 : transfers === 1 ? 50 : 0,
  };
}

function kept(fact: boolean | null): FactValue {
  return fact === null ? null : fact ? 100 : 0;
}

/** Null when nothing was stated, nothing that was stated was possible, or the customer chose anew during the contact. */
function isFirstChoice({
  adherence,
  basis,
  wantedChannel,
  switchedBy,
  channel,
}: EffortContact): boolean | null {
  if (adherence === null || basis === 'arrival' || wantedChannel === null) return null;
  return switchedBy === 'customer' ? null : channel === wantedChannel;
}

/** Null when it was not said. */
function isUnmoved({ breaches, switchedBy, direction, arrivedOn, channel }: EffortContact): boolean | null {
  if (breaches.includes('moved') || switchedBy === 'company') return false;
  if (switchedBy === 'customer') return true;
  return direction === 'inbound' && arrivedOn === channel ? true : null;
}

/** The score of a contact, 0 to 100, higher is better for the customer; null when too little is known. */
export function scoreEffort(facts: EffortFacts): number | null {
  let known = 0;
  let sum = 0;
  for (const fact of EFFORT_FACTS) {
    const value = facts[fact];
    if (value === null) continue;
    known += EFFORT_WEIGHTS[fact];
    sum += EFFORT_WEIGHTS[fact] * value;
  }
  return known < ENOUGH_KNOWN ? null : Math.round(sum / known);
}
