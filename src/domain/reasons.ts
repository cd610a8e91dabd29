// Promise: every reason and every fact that an answer can give, each in one stable spelling.

import type { Mode } from './catalogue.js';
import type { Override } from './decision.js';
import type { Level, Standing } from './levels.js';
import { wantedMode } from './levels.js';
import { isWithinAny } from './openings.js';
import type { Situation } from './situation.js';
import { findWindow } from './windows.js';
import { minuteOfWeekAt } from './zones.js';

/** Reasons that are one fixed word. */
export const REASON = {
  /** Outbound: no contact at all with this customer. */
  silenced: 'silenced',
  /** Outbound: the customer objected to the topic's purpose. */
  objection: 'objection',
  /** Outbound: nobody is known under the identifier. */
  unknownCustomer: 'unknown_customer',
  /** Outbound: something opens, but after the deadline; see `earliest`. */
  opensAfterDeadline: 'opens_after_deadline',
  /** Outbound: the customer had as many contacts as they allow, and the next period is after the deadline; see `earliest`. */
  limitReached: 'limit_reached',
  /** No channel that could be used at all. */
  noChannel: 'no_channel',
  /** Outbound: an essential message breaks a wish of the customer; see `overrides`. */
  essential: 'essential',
  /** Inbound: the customer arrived on a channel that they had declined, and is served there. */
  declinedOpen: 'declined_open',
  /** Inbound: a person is wanted, or would serve here, and none does now. */
  humanClosed: 'human_closed',
  /** Inbound: an automated service is wanted, or is all there is, and does not serve now. */
  automatedClosed: 'automated_closed',
  /** Inbound: the customer arrived on a channel that is not in the catalogue; they are served there all the same. */
  unlistedChannel: 'unlisted_channel',
  /** Inbound: several customers share this number; identify the customer. */
  sharedNumber: 'shared_number',
} as const;

/** `ranked_<n>_open`, `ranked_<n>_opens_later`, `unranked_open` or `unranked_opens_later`. */
export function placeReason(rank: number | null, verdict: 'open' | 'opens_later'): string {
  return `${rank === null ? 'unranked' : `ranked_${rank}`}_${verdict}`;
}

/** The fact that several customers share the number asked about. */
export const MATCH_MULTIPLE = 'match:multiple';

/**
 * The facts about the channel of an answer, in this order: the level that ranks or declines it (`topic:<key>`,
 * `parent_topic:<key>`, `general`, or `default` when none does), `rank:<n>`, `mode:<mode>` when the customer asks for
 * that mode, `window:<day> <from>-<to> <zone>` with the window it is used in (outbound), and
 * `staffed:<channel> <mode>` when the mode has staffed hours.
 */
export function channelFacts(
  s: Situation,
  standing: Standing,
  mode: Mode | null,
  at: number | null,
): string[] {
  const facts = [levelFact(standing.level)];
  if (standing.rank !== null) facts.push(`rank:${standing.rank}`);
  const wanted = wantedMode(standing);
  if (wanted !== 'any') facts.push(modeFact(wanted));
  const window = at === null ? null : windowFact(s, standing, at);
  if (window !== null) facts.push(window);
  if (mode !== null && standing.channel.hours[mode] !== undefined) {
    facts.push(`staffed:${standing.channel.key} ${mode}`);
  }
  return facts;
}

/** `mode:human` or `mode:automated`: what a customer asked for. */
export function modeFact(mode: Mode): string {
  return `mode:${mode}`;
}

/** `topic:<key>`, `parent_topic:<key>`, `general`, or `default` without a level. */
export function levelFact(level: Level | null): string {
  if (level === null) return 'default';
  return level.key === null ? level.basis : `${level.basis}:${level.key}`;
}

function windowFact(s: Situation, { wish }: Standing, at: number): string | null {
  if (wish?.windows === undefined) return null;
  const found = findWindow(wish.windows, minuteOfWeekAt(s.zone, at));
  return found && `window:${found.day} ${found.window.from}-${found.window.to} ${s.zone.name}`;
}

/** `pause:<from>/<until>` while the customer's pause holds. */
export function pauseFacts({ preferences: { pause }, paused }: Situation): string[] {
  return paused && pause !== undefined ? [`pause:${pause.from}/${pause.until}`] : [];
}

/** `limit:<max>/<day|week|month>` while the customer's limit holds. */
export function limitFacts({ limit, limitReached, now }: Situation): string[] {
  return limit !== null && isWithinAny(limitReached, now) ? [`limit:${limit.max}/${limit.per}`] : [];
}

/** `override:<rule>` for each wish that an essential message breaks. */
export function overrideFacts(overrides: readonly Override[]): string[] {
  return overrides.map((each) => `override:${each}`);
}
