// Promise: one contact compared with the choice in force when it happened; the facts decide, not what the company says of them.

import type { Catalogue, Direction, Mode, WantedMode } from './catalogue.js';
import type { Customer } from './customer.js';
import type { Basis } from './decision.js';
import type { Judgement } from './judgement.js';
import {
  judgeOutbound,
  needsChoice,
  staffedOpening,
  timeModes,
  usableModes,
  wishedHours,
} from './judgement.js';
import type { Level, Standing } from './levels.js';
import { findLevels, wantedMode } from './levels.js';
import { isOpen, isWithinAny } from './openings.js';
import type { Situation } from './situation.js';
import { toSituation } from './situation.js';

/** What a contact can be worth. `unreported` is no contact at all: a decision that nobody told the outcome of. */
export const ADHERENCES = ['honoured', 'overridden', 'impossible', 'customer_changed'] as const;
export type Adherence = (typeof ADHERENCES)[number];

/** Why a company went against a choice: a closed list, so that nobody writes about a customer. */
export const OVERRIDE_REASONS = [
  'closed',
  'capacity',
  'cost',
  'channel_not_offered',
  'legal',
  'emergency',
  'other_system',
] as const;
export type OverrideReason = (typeof OVERRIDE_REASONS)[number];

/** Who moved a contact to another channel than it began on. */
export const SWITCHERS = ['customer', 'company'] as const;
export type Switcher = (typeof SWITCHERS)[number];

/** What of the customer's word a contact did not keep. */
export const BREACHES = [
  'silenced',
  'objection',
  'pause',
  'limit',
  'declined',
  'not_chosen',
  'window',
  'mode',
  'rank',
  'moved',
] as const;
export type Breach = (typeof BREACHES)[number];

/** What a contact is compared with: a level of the choice, the arrival itself, or nothing that was stated. */
export type AdherenceBasis = Basis | 'arrival';
export const ADHERENCE_BASES = [
  'topic',
  'parent_topic',
  'general',
  'arrival',
  'default',
  'unknown_customer',
] as const satisfies readonly AdherenceBasis[];

/** What happened, as far as it can be compared. */
export interface ContactFacts {
  readonly direction: Direction;
  readonly topic: string | null;
  /** The channel on which the contact took place in the end. */
  readonly channel: string;
  /** Who served; null when that was not said. */
  readonly mode: Mode | null;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Inbound: the channel on which the customer came; null when that was not said. */
  readonly arrivedOn: string | null;
  readonly switchedBy: Switcher | null;
  /** Outbound: epoch milliseconds until which it could wait; null means the topic's patience from `at` on. */
  readonly deadline: number | null;
}

/** What came of comparing. */
export interface AdherenceJudgement {
  /** Null when there is nothing to compare with: who stated nothing is not counted as honoured. */
  readonly adherence: Adherence | null;
  readonly basis: AdherenceBasis;
  readonly breaches: readonly Breach[];
  /** Place of the used channel in the customer's ranking, from 1; null when they did not rank it. */
  readonly rank: number | null;
  /** Outbound: the first ranked channel that was possible. Inbound: the channel of arrival. Null when there was none. */
  readonly wantedChannel: string | null;
  /** The mode that the customer wants on that channel; null without a channel. */
  readonly wantedMode: WantedMode | null;
  /** Was the contact within the customer's times for the channel? Null when they stated none, and inbound. */
  readonly windowKept: boolean | null;
  /** Was it the mode that the customer wants on the used channel? Null when they want any, or it was not said. */
  readonly modeKept: boolean | null;
}

/**
 * Compares a contact with the choice in force when it happened. The first line that applies gives the adherence.
 *
 * | when | adherence | basis |
 * |---|---|---|
 * | nobody is known | null | `unknown_customer` |
 * | outbound, although the customer is silenced, objects to the purpose, pauses, or had as many contacts as they allow | `overridden` | the level, else `general` |
 * | inbound, moved off the channel of arrival by the company, nothing stated | `overridden` | `arrival` |
 * | nothing stated that bears on the topic | null | `default` |
 * | the customer moved to another channel of their own accord | `customer_changed` | the level |
 * | inbound, moved off the channel of arrival by the company, or nobody says by whom | `overridden` | the level |
 * | inbound, another mode than wanted on the channel, which was staffed then | `overridden` | the level |
 * | inbound, another mode than wanted on the channel, which was not | `impossible` | the level |
 * | inbound else: arriving is itself a choice, also on a channel that is declined or ranked lower | `honoured` | the level |
 * | outbound, on a declined channel; on one that is not ranked for marketing or research; outside the customer's times | `overridden` | the level |
 * | outbound, although a better ranked channel was possible by the deadline | `overridden` | the level |
 * | outbound, another mode than wanted, although some ranked channel was possible | `overridden` | the level |
 * | outbound, another mode than wanted, or a channel that is not ranked, and no ranked one was possible | `impossible` | the level |
 * | outbound else: the best ranked channel that was possible, or one without a word when nothing is ranked | `honoured` | the level |
 *
 * - Possible is what `decide` calls so, with all that the company has, not just what the acting system offers: the
 *   customer's mode, times, pause and limit, lawful and staffed hours, a usable contact point, by the deadline.
 * - The level is the most specific one that mentions a channel of the catalogue, or states a limit (outbound).
 * - `limit` counts the contacts before this one. What was not said (mode, who switched) is never a breach, but for a
 *   move off the channel of arrival that nobody explains.
 * - `overrideReason` plays no part: a reason explains a deviation, it does not undo it.
 *
 * @param customer with the preferences in force at `contact.at`, and without this contact in `recentOutbound`
 */
export function judgeAdherence(
  contact: ContactFacts,
  customer: Customer | null,
  catalogue: Catalogue,
): AdherenceJudgement {
  if (customer === null) return incomparable('unknown_customer');
  const { direction, topic, at } = contact;
  const request = { direction, ...(topic !== null && { topic }) };
  const earlier = customer.recentOutbound?.filter((each) => each.at <= at);
  const then: Customer = { ...customer, ...(earlier && { recentOutbound: earlier }) };
  const s = toSituation(request, then, catalogue, at);
  return direction === 'inbound' ? judgeArrival(s, contact) : judgeApproach(s, contact);
}

function incomparable(basis: AdherenceBasis): AdherenceJudgement {
  const nothing = { rank: null, wantedChannel: null, wantedMode: null, windowKept: null, modeKept: null };
  return { adherence: null, basis, breaches: [], ...nothing };
}

/** The most specific level that says something about this contact; null when none does. */
function findWord({ preferences, catalogue, request, limit }: Situation): Level | null {
  const isThere = (key: string) => catalogue.channels.some((channel) => channel.key === key);
  const levels = findLevels(preferences, catalogue.topics, request.topic);
  const mentions = ({ choice }: Level) =>
    choice.channels.some(({ channel }) => isThere(channel)) ||
    choice.declined.some(isThere) ||
    (limit !== null && choice.limit !== undefined);
  return levels.find(mentions) ?? null;
}

/** The customer came to us. */
function judgeArrival(s: Situation, contact: ContactFacts): AdherenceJudgement {
  const moved = wasMoved(contact);
  const word = findWord(s);
  if (word === null && !moved) return incomparable('default');
  const used = standingOf(s, contact.channel);
  const modeKept = isModeKept(used, contact);
  const isOtherMode = modeKept === false && contact.switchedBy !== 'customer';
  const breaches: Breach[] = [
    ...(moved ? (['moved'] as const) : []),
    ...(isOtherMode ? (['mode'] as const) : []),
  ];
  const arrivedOn = arrivalOf(contact);
  return {
    adherence: valueArrival(s, contact, used, breaches),
    basis: word === null ? 'arrival' : word.basis,
    breaches,
    rank: rankOf(used),
    wantedChannel: arrivedOn,
    wantedMode: wishOn(s, arrivedOn),
    windowKept: null,
    modeKept,
  };
}

/** Where nothing else is said, a contact began where it took place. */
function arrivalOf({ arrivedOn, switchedBy, channel }: ContactFacts): string | null {
  return arrivedOn ?? (switchedBy === null ? channel : null);
}

/** Off the channel of arrival, and not by the customer's own accord. */
function wasMoved(contact: ContactFacts): boolean {
  const { switchedBy, channel } = contact;
  return switchedBy === 'company' || (switchedBy === null && arrivalOf(contact) !== channel);
}

function valueArrival(
  s: Situation,
  { switchedBy }: ContactFacts,
  used: Standing | undefined,
  breaches: readonly Breach[],
): Adherence {
  if (switchedBy === 'customer') return 'customer_changed';
  if (breaches.includes('moved')) return 'overridden';
  if (!breaches.includes('mode')) return 'honoured';
  return used !== undefined && isStaffed(s, used) ? 'overridden' : 'impossible';
}

/** Did the channel have the mode that the customer wants on it, at that moment? */
function isStaffed(s: Situation, standing: Standing): boolean {
  const modes = usableModes(standing.channel, wantedMode(standing));
  return timeModes(s, modes, (mode) => staffedOpening(s, standing.channel, mode)).opensAt === s.now;
}

/** The company went to the customer. */
function judgeApproach(s: Situation, contact: ContactFacts): AdherenceJudgement {
  const used = standingOf(s, contact.channel);
  const wanted = findWanted(s, contact);
  const modeKept = isModeKept(used, contact);
  const windowKept = isWindowKept(s, used);
  const stops = findStops(s);
  const word = findWord(s);
  if (word === null && stops.length === 0) return incomparable('default');
  const steps = word === null ? [] : findMissteps(s, { used, wanted, windowKept, modeKept });
  const breaches = contact.switchedBy === 'customer' ? stops : [...stops, ...steps];
  return {
    adherence: valueApproach(s, contact, used, wanted, breaches),
    basis: word === null ? 'general' : word.basis,
    breaches,
    rank: rankOf(used),
    wantedChannel: wanted && wanted.standing.channel.key,
    wantedMode: wanted && wantedMode(wanted.standing),
    windowKept,
    modeKept,
  };
}

/** The first ranked channel that opens by the deadline, whatever the acting system can do. */
function findWanted(s: Situation, { deadline }: ContactFacts): Judgement | null {
  const limit = Math.max(s.now, deadline ?? s.now + s.patience);
  for (const standing of s.order.standings) {
    if (standing.rank === null) return null;
    const judgement = judgeOutbound(s, standing, false);
    if (judgement.opensAt !== null && judgement.opensAt <= limit) return judgement;
  }
  return null;
}

/** What forbade any contact just then. */
function findStops(s: Situation): Breach[] {
  const { customer, preferences, purpose, paused, limitReached, now } = s;
  const stops: Breach[] = [];
  if (customer !== null && customer.silenced !== null) stops.push('silenced');
  if (preferences.objections?.includes(purpose)) stops.push('objection');
  if (paused) stops.push('pause');
  if (isWithinAny(limitReached, now)) stops.push('limit');
  return stops;
}

interface Approach {
  readonly used: Standing | undefined;
  readonly wanted: Judgement | null;
  readonly windowKept: boolean | null;
  readonly modeKept: boolean | null;
}

/** What was not as the customer wants it, on the channel that was used. */
function findMissteps(s: Situation, { used, wanted, windowKept, modeKept }: Approach): Breach[] {
  const missteps = findUnwanted(s, used);
  if (windowKept === false) missteps.push('window');
  if (modeKept === false) missteps.push('mode');
  const best = wanted === null ? null : wanted.standing.rank;
  if (best !== null && best < (rankOf(used) ?? Infinity)) missteps.push('rank');
  return missteps;
}

/** Was the channel one that the customer doesn't want for this at all? */
function findUnwanted({ purpose }: Situation, used: Standing | undefined): Breach[] {
  if (used?.declined) return ['declined'];
  return rankOf(used) === null && needsChoice(purpose) ? ['not_chosen'] : [];
}

/** Breaches after which it does not matter what else was possible: the company was to wait, or to let it be. */
const PLAIN: readonly Breach[] = BREACHES.filter((breach) => breach !== 'mode' && breach !== 'moved');

function valueApproach(
  { order }: Situation,
  { switchedBy }: ContactFacts,
  used: Standing | undefined,
  wanted: Judgement | null,
  breaches: readonly Breach[],
): Adherence {
  if (breaches.some((breach) => PLAIN.includes(breach))) return 'overridden';
  if (switchedBy === 'customer') return 'customer_changed';
  const otherMode = breaches.includes('mode');
  if (otherMode && wanted !== null) return 'overridden';
  const besideTheRanking = order.basis !== null && rankOf(used) === null;
  return otherMode || besideTheRanking ? 'impossible' : 'honoured';
}

function standingOf({ order }: Situation, key: string): Standing | undefined {
  return order.standings.find(({ channel }) => channel.key === key);
}

function rankOf(standing: Standing | undefined): number | null {
  return standing === undefined ? null : standing.rank;
}

function wishOn(s: Situation, key: string | null): WantedMode | null {
  if (key === null) return null;
  const standing = standingOf(s, key);
  return standing === undefined ? 'any' : wantedMode(standing);
}

/** A channel with one mode alone says by itself who served. */
function isModeKept(standing: Standing | undefined, { mode }: ContactFacts): boolean | null {
  if (standing === undefined) return null;
  const wanted = wantedMode(standing);
  const { modes } = standing.channel;
  const given = mode ?? (modes.length === 1 ? (modes[0] ?? null) : null);
  return wanted === 'any' || given === null ? null : given === wanted;
}

function isWindowKept(s: Situation, standing: Standing | undefined): boolean | null {
  if (standing?.wish?.windows === undefined) return null;
  return isOpen({ hours: wishedHours(s, standing), closed: [] }, s.now);
}
