// Promise: which one question a customer is due, if any, and how long one system may keep it.

import type { Catalogue, Channel } from './catalogue.js';
import type { Customer } from './customer.js';
import type { DecisionRequest } from './decision.js';
import type { Level } from './levels.js';
import { findLevels, orderChannels, wantedMode } from './levels.js';
import type { Preferences } from './preferences.js';
import { DAY, MINUTE } from './zones.js';

/**
 * What can be asked: how the customer wants it in general, or about one topic; whether all is still right; and at what
 * times they can be called.
 */
export const QUESTION_KINDS = ['preferred_channel', 'topic_channel', 'confirm', 'times'] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

/** A question that is due. */
export interface DueQuestion {
  readonly kind: QuestionKind;
  /** `topic_channel`: the topic. `times`: the topic whose choice lacks times, null for the general one. Else null. */
  readonly topic: string | null;
}

/**
 * The question that is due, the weightiest first: nothing was stated (`preferred_channel`); the last word is too old
 * (`confirm`); the topic has no choice, nor has one above it (`topic_channel`); the customer is best reached by a
 * person who calls, and said nothing of when (`times`). None for the silenced.
 */
export function findDueQuestion(
  request: DecisionRequest,
  customer: Customer,
  catalogue: Catalogue,
  now: number,
): DueQuestion | null {
  const { silenced, preferences, lastSaidAt } = customer;
  if (silenced !== null) return null;
  if (!hasChoice(preferences)) return { kind: 'preferred_channel', topic: null };
  const isStale = lastSaidAt === null || lastSaidAt + catalogue.staleAfter <= now;
  if (isStale) return { kind: 'confirm', topic: null };
  const levels = findLevels(preferences, catalogue.topics, request.topic);
  if (request.topic !== undefined && levels.every(({ basis }) => basis === 'general'))
    return { kind: 'topic_channel', topic: request.topic };
  return findLackOfTimes(levels, catalogue);
}

function hasChoice({ general, topics = {} }: Preferences): boolean {
  return general !== undefined || Object.keys(topics).length > 0;
}

function findLackOfTimes(levels: readonly Level[], { channels }: Catalogue): DueQuestion | null {
  const [best] = orderChannels(levels, channels).standings;
  if (best?.wish === undefined || best.wish === null || best.wish.windows !== undefined) return null;
  const isCalled = isRung(best.channel) && wantedMode(best) !== 'automated';
  return isCalled ? { kind: 'times', topic: best.level === null ? null : best.level.key } : null;
}

/** A person can call on it. */
function isRung({ contactPoint, directions, modes }: Channel): boolean {
  return contactPoint === 'phone' && directions.includes('outbound') && modes.includes('human');
}

/**
 * How long a question is kept for the system that asks, in milliseconds. Where a person is on the other side it is two
 * minutes; a message that is read when it suits has a day (by phone number or handle) or a week (by e-mail, and on
 * pages and in apps), a letter four weeks.
 */
export function leaseOf({ contactPoint, modes, directions }: Channel): number {
  if (contactPoint === 'post') return 28 * DAY;
  if (contactPoint === 'email') return 7 * DAY;
  const live = modes.includes('human');
  if (contactPoint === null && !live) return 7 * DAY;
  const messages = !live || (contactPoint === 'handle' && directions.includes('outbound'));
  return messages ? DAY : 2 * MINUTE;
}
