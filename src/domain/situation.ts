// Promise: what a request, a customer and a catalogue mean together at one instant, worked out once per decision.

import type { Catalogue, Purpose, Topic } from './catalogue.js';
import type { Customer } from './customer.js';
import type { DecisionRequest } from './decision.js';
import { reachedPeriods } from './frequency.js';
import type { Level, Order } from './levels.js';
import { findLevels, isAbout, orderChannels } from './levels.js';
import type { Interval } from './openings.js';
import { isWithin } from './openings.js';
import type { Limit, Preferences } from './preferences.js';
import type { ZoneRules } from './zones.js';
import { DAY, startOfLocalDate } from './zones.js';

export interface Situation {
  readonly request: DecisionRequest;
  /** Null when nobody is known under the identifier given. */
  readonly customer: Customer | null;
  readonly preferences: Preferences;
  readonly catalogue: Catalogue;
  readonly now: number;
  readonly topic: Topic | null;
  readonly purpose: Purpose;
  /** How long an outbound contact may wait, in milliseconds. */
  readonly patience: number;
  /** The customer's zone, or the organisation's when they stated none or one that does not exist. */
  readonly zone: ZoneRules;
  readonly timeZoneBasis: 'customer' | 'organisation';
  readonly order: Order;
  /** The customer's pause in instants; null when there is none. */
  readonly pause: Interval | null;
  /** Is `now` within the pause? */
  readonly paused: boolean;
  /** The limit that holds for this request; null when none was stated, and inbound. */
  readonly limit: Limit | null;
  /** The periods, in instants, in which the customer had as many outbound contacts as the limit allows. */
  readonly limitReached: readonly Interval[];
}

/** Patience without a topic: one day. */
const DEFAULT_PATIENCE = DAY;

const NOTHING_STATED: Preferences = {};

/** Brings the inputs of a decision together. A request without a (known) topic has the purpose `service`. */
export function toSituation(
  request: DecisionRequest,
  customer: Customer | null,
  catalogue: Catalogue,
  now: number,
): Situation {
  const preferences = customer?.preferences ?? NOTHING_STATED;
  const topic = findTopic(request, catalogue);
  const zone = findZone(preferences, catalogue);
  const pause = findPause(preferences, zone ?? catalogue.timeZone);
  const levels = findLevels(preferences, catalogue.topics, request.topic);
  return {
    request,
    customer,
    preferences,
    catalogue,
    now,
    topic,
    purpose: topic === null ? 'service' : topic.purpose,
    patience: topic === null ? DEFAULT_PATIENCE : topic.patience,
    zone: zone ?? catalogue.timeZone,
    timeZoneBasis: zone === undefined ? 'organisation' : 'customer',
    order: orderChannels(levels, catalogue.channels),
    pause,
    paused: isWithin(pause, now),
    ...findLimit(request, customer, levels, catalogue, zone ?? catalogue.timeZone),
  };
}

function findTopic(request: DecisionRequest, catalogue: Catalogue): Topic | null {
  return request.topic === undefined ? null : (catalogue.topics.get(request.topic) ?? null);
}

function findZone({ timeZone }: Preferences, catalogue: Catalogue): ZoneRules | undefined {
  return timeZone === undefined ? undefined : catalogue.zone(timeZone);
}

/** A pause's dates are local dates of the decision's zone. One that is empty or no date at all is no pause. */
function findPause({ pause }: Preferences, zone: ZoneRules): Interval | null {
  if (pause === undefined) return null;
  const from = startOfLocalDate(pause.from, zone);
  const until = startOfLocalDate(pause.until, zone);
  return from !== null && until !== null && from < until ? { from, until } : null;
}

/** The most specific level that states a limit decides; who comes by themselves is not held up by it. */
function findLimit(
  { direction }: DecisionRequest,
  customer: Customer | null,
  levels: readonly Level[],
  { topics }: Catalogue,
  zone: ZoneRules,
): Pick<Situation, 'limit' | 'limitReached'> {
  const level =
    direction === 'outbound' ? levels.find(({ choice }) => choice.limit !== undefined) : undefined;
  const limit = level?.choice.limit ?? null;
  if (level === undefined || limit === null) return { limit: null, limitReached: [] };
  const contacts = customer?.recentOutbound ?? [];
  const counted = contacts.filter(({ topic }) => isAbout(topic, level.key, topics));
  return { limit, limitReached: reachedPeriods(limit, counted, zone) };
}
