// Promise: whether, when and how the company may go to a customer; rank beats speed, up to the deadline.

import type { Judgement } from './judgement.js';
import { collectTimings, judgeOutbound, needsChoice } from './judgement.js';
import { HORIZON, isWithinAny } from './openings.js';
import type { Outcome } from './outcome.js';
import { toVerdicts } from './outcome.js';
import type { Emergency } from './override.js';
import { findEmergency } from './override.js';
import {
  REASON,
  channelFacts,
  levelFact,
  limitFacts,
  overrideFacts,
  pauseFacts,
  placeReason,
} from './reasons.js';
import type { Situation } from './situation.js';
import type { Bearing } from './validity.js';
import { validUntil } from './validity.js';

/** Decides an outbound request. */
export function decideOutbound(s: Situation): Outcome {
  const chosenOnly = needsChoice(s.purpose);
  const judgements = s.order.standings.map((standing) => judgeOutbound(s, standing, chosenOnly));
  const stop = findStop(s);
  if (stop !== null) return refrain(s, judgements, stop, { timings: [], patience: null, by: null });
  const deadline = findDeadline(s);
  const index = judgements.findIndex(({ opensAt }) => opensAt !== null && opensAt <= deadline);
  const chosen = judgements[index];
  if (chosen !== undefined) return reach(s, judgements, chosen, bearing(s, judgements.slice(0, index + 1)));
  return lackChannel(s, judgements);
}

/** The latest moment of contact. Nobody plans further ahead than the horizon, whatever `by` or the patience says. */
function findDeadline({ request: { by }, now, patience }: Situation): number {
  return Math.min(by ?? now + patience, now + HORIZON);
}

/** What forbids any contact: the reason, and the fact behind it. Nothing overrides these. */
function findStop({
  customer,
  preferences,
  purpose,
}: Situation): readonly [reason: string, ...facts: string[]] | null {
  if (customer === null) return [REASON.unknownCustomer];
  if (customer.silenced !== null) return [REASON.silenced, `silenced:${customer.silenced}`];
  if (preferences.objections?.includes(purpose)) return [REASON.objection, `objection:${purpose}`];
  return null;
}

function bearing({ request: { by }, patience }: Situation, judgements: readonly Judgement[]): Bearing {
  const timings = collectTimings(judgements);
  return by === undefined ? { timings, patience, by: null } : { timings, patience: null, by };
}

/** Contact now, or wait until the chosen channel opens. */
function reach(s: Situation, judgements: readonly Judgement[], judgement: Judgement, on: Bearing): Outcome {
  const { standing, mode, opensAt } = judgement;
  const until = opensAt === s.now ? null : opensAt;
  const channel = standing.channel.key;
  return {
    action: until === null ? 'contact' : 'wait',
    channel,
    mode,
    contactPoint: judgement.contactPoint,
    until,
    deadline: findDeadline(s),
    reason: placeReason(standing.rank, until === null ? 'open' : 'opens_later'),
    earliest: null,
    overrides: [],
    channels: toVerdicts(judgements, { channel, mode, opensAt: until }),
    because: [...channelFacts(s, standing, mode, opensAt), ...pauseFacts(s), ...limitFacts(s)],
    validUntil: validUntil(s, on),
  };
}

/** No channel opens by the deadline: an essential message breaks the customer's wishes, another is not sent. */
function lackChannel(s: Situation, judgements: readonly Judgement[]): Outcome {
  const { chosen, timings } = findEmergency(s);
  const on = bearing(s, judgements);
  const all = { ...on, timings: [...on.timings, ...timings] };
  if (chosen !== null) return override(s, judgements, chosen, all);
  const earliest = findEarliest(judgements);
  const reason = lackReason(s, earliest);
  return refrain(s, judgements, [reason, levelFact(s.order.basis)], all, earliest);
}

function override(s: Situation, judgements: readonly Judgement[], chosen: Emergency, on: Bearing): Outcome {
  const { standing, mode, contactPoint, overrides } = chosen;
  const channel = standing.channel.key;
  return {
    action: 'contact',
    channel,
    mode,
    contactPoint,
    until: null,
    deadline: findDeadline(s),
    reason: REASON.essential,
    earliest: null,
    overrides,
    channels: toVerdicts(judgements, { channel, mode, opensAt: null }),
    because: [
      ...channelFacts(s, standing, mode, null),
      ...pauseFacts(s),
      ...limitFacts(s),
      ...overrideFacts(overrides),
    ],
    validUntil: validUntil(s, on),
  };
}

/** While the limit is reached, what opens waits for a new period, whatever else it waits for. */
function lackReason({ limitReached, now }: Situation, earliest: Outcome['earliest']): string {
  if (earliest === null) return REASON.noChannel;
  return isWithinAny(limitReached, now) ? REASON.limitReached : REASON.opensAfterDeadline;
}

/** The first channel to open; in effective order at a tie. */
function findEarliest(judgements: readonly Judgement[]): Outcome['earliest'] {
  let earliest: Outcome['earliest'] = null;
  for (const { standing, opensAt } of judgements) {
    if (opensAt === null || (earliest !== null && earliest.at <= opensAt)) continue;
    earliest = { channel: standing.channel.key, at: opensAt };
  }
  return earliest;
}

function refrain(
  s: Situation,
  judgements: readonly Judgement[],
  [reason, ...facts]: readonly [reason: string, ...facts: string[]],
  on: Bearing,
  earliest: Outcome['earliest'] = null,
): Outcome {
  return {
    action: 'refrain',
    channel: null,
    mode: null,
    contactPoint: null,
    until: null,
    deadline: findDeadline(s),
    reason,
    earliest,
    overrides: [],
    channels: toVerdicts(judgements, null),
    because: [...facts, ...pauseFacts(s), ...limitFacts(s)],
    validUntil: validUntil(s, on),
  };
}
