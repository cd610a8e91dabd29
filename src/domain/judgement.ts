// Promise: one verdict per channel, the first that applies, and when each of its modes opens.

import type { Channel, Mode, Purpose, WantedMode } from './catalogue.js';
import { MODES } from './catalogue.js';
import type { ContactPoint } from './customer.js';
import type { Verdict } from './decision.js';
import type { Standing } from './levels.js';
import { wantedMode } from './levels.js';
import type { Hours, Interval, Opening } from './openings.js';
import { HORIZON, isWithinAny, opensAt } from './openings.js';
import type { Situation } from './situation.js';
import { toWeek } from './windows.js';
import { DAY } from './zones.js';

/** When one mode of a channel opens. */
export interface ModeTiming {
  readonly mode: Mode;
  readonly opening: Opening;
  /** Epoch milliseconds; null when not within a day beyond the horizon. */
  readonly at: number | null;
}

/** What the modes of a channel come to. */
export interface Timing {
  /** The mode that opens first; null when none does within the horizon. */
  readonly mode: Mode | null;
  readonly opensAt: number | null;
  /** The modes looked at: up to the first that is open now. */
  readonly timings: readonly ModeTiming[];
}

/** How a channel came out, with what led there. `mode` and `opensAt` are set exactly if it is open, or opens later, if only for the limit. */
export interface Judgement extends Timing {
  readonly standing: Standing;
  readonly verdict: Exclude<Verdict, 'chosen'>;
  /** The contact point to use; null when the channel needs none, or none is usable. */
  readonly contactPoint: ContactPoint | null;
}

const NO_TIMING: Timing = { mode: null, opensAt: null, timings: [] };

/**
 * The modes that satisfy a wish on this channel, `human` first. Empty when the channel doesn't have the wanted one.
 */
export function usableModes({ modes }: Channel, wanted: WantedMode): readonly Mode[] {
  if (wanted !== 'any') return modes.includes(wanted) ? [wanted] : [];
  return MODES.every((mode) => modes.includes(mode)) ? MODES : modes;
}

/**
 * When the first of these modes opens; `human` at a tie, as it stands first. Searches a day beyond the horizon, so
 * that `validUntil` sees what is about to come within it.
 */
export function timeModes(s: Situation, modes: readonly Mode[], openingOf: (mode: Mode) => Opening): Timing {
  const timings: ModeTiming[] = [];
  let first: ModeTiming | null = null;
  let best = s.now + HORIZON + 1;
  for (const mode of modes) {
    const opening = openingOf(mode);
    const at = opensAt(opening, s.now, s.now + HORIZON + DAY);
    const timing = { mode, opening, at };
    timings.push(timing);
    if (at !== null && at < best) {
      best = at;
      first = timing;
    }
    if (at === s.now) break;
  }
  return { mode: first && first.mode, opensAt: first && first.at, timings };
}

/** All timings of several channels. */
export function collectTimings(all: readonly Timing[]): ModeTiming[] {
  const collected: ModeTiming[] = [];
  for (const { timings } of all) for (const timing of timings) collected.push(timing);
  return collected;
}

/** The opening of a mode by staffed hours alone, in the organisation's zone; without hours it is always staffed. */
export function staffedOpening(s: Situation, channel: Channel, mode: Mode): Opening {
  return toOpening(s, channel, mode, []);
}

function toOpening(
  s: Situation,
  channel: Channel,
  mode: Mode,
  hours: readonly Hours[],
  closed: readonly Interval[] = [],
): Opening {
  const week = channel.hours[mode];
  return { hours: week === undefined ? hours : [...hours, { week, rules: s.catalogue.timeZone }], closed };
}

/** The opening of a mode for an essential message: staffed, and lawful at the customer's. */
export function lawfulOpening(s: Situation, channel: Channel, mode: Mode): Opening {
  return toOpening(s, channel, mode, lawfulHours(s, channel));
}

function lawfulHours(s: Situation, { customerHours }: Channel): Hours[] {
  return customerHours === null ? [] : [{ week: customerHours, rules: s.zone }];
}

/** The customer's own windows for a channel. A list without a readable window is never open, not always. */
export function wishedHours(s: Situation, { wish }: Standing): Hours[] {
  return wish?.windows === undefined ? [] : [{ week: toWeek(wish.windows), rules: s.zone }];
}

/** Is this purpose only for channels that the customer chose? */
export function needsChoice(purpose: Purpose): boolean {
  return purpose === 'marketing' || purpose === 'research';
}

/** Judges a channel for reaching the customer. `chosenOnly`: for marketing and research the customer must rank it. */
export function judgeOutbound(s: Situation, standing: Standing, chosenOnly: boolean): Judgement {
  const { channel } = standing;
  const point = findContactPoint(s, standing);
  const modes = usableModes(channel, wantedMode(standing));
  const refusal =
    refuse(s, standing, 'outbound') ??
    (chosenOnly && standing.rank === null ? 'not_chosen' : null) ??
    (point === undefined ? 'unreachable' : null);
  if (refusal !== null) return refused(standing, refusal);
  const hours = [...wishedHours(s, standing), ...lawfulHours(s, channel)];
  const closed = s.pause === null ? s.limitReached : [s.pause, ...s.limitReached];
  const timing = timeModes(s, modes, (mode) => toOpening(s, channel, mode, hours, closed));
  return limited(s, timed(s, standing, timing, point ?? null));
}

/** Judges a channel for the customer to come by: staffed hours and the wanted mode; windows and pause don't hold. */
export function judgeInbound(s: Situation, standing: Standing): Judgement {
  const refusal = refuse(s, standing, 'inbound');
  if (refusal !== null) return refused(standing, refusal);
  const modes = usableModes(standing.channel, wantedMode(standing));
  const timing = timeModes(s, modes, (mode) => staffedOpening(s, standing.channel, mode));
  return timed(s, standing, timing, null);
}

function refuse(
  { request: { offered } }: Situation,
  { channel, declined }: Standing,
  direction: 'inbound' | 'outbound',
): 'not_offered' | 'not_available' | 'declined' | null {
  if (offered !== undefined && !offered.includes(channel.key)) return 'not_offered';
  if (!channel.enabled || !channel.directions.includes(direction)) return 'not_available';
  return declined ? 'declined' : null;
}

function refused(standing: Standing, verdict: Judgement['verdict']): Judgement {
  return { standing, verdict, mode: null, opensAt: null, timings: NO_TIMING.timings, contactPoint: null };
}

function timed(
  s: Situation,
  standing: Standing,
  timing: Timing,
  contactPoint: ContactPoint | null,
): Judgement {
  const { mode, opensAt: at, timings } = timing;
  return { standing, verdict: timeVerdict(s.now, timing), mode, opensAt: at, timings, contactPoint };
}

/** A channel that waits for a new period is told apart from one that only waits for its hours. */
function limited(s: Situation, judgement: Judgement): Judgement {
  const waits = judgement.verdict === 'opens_later' && isWithinAny(s.limitReached, s.now);
  return waits ? { ...judgement, verdict: 'limit_reached' } : judgement;
}

function timeVerdict(now: number, { opensAt: at, timings }: Timing): Judgement['verdict'] {
  if (timings.length === 0) return 'mode_not_offered';
  if (at === null) return 'never_opens';
  return at === now ? 'open' : 'opens_later';
}

/**
 * The contact point to use on a channel: null when the channel needs none, undefined when no usable one is of its
 * kind. If the customer named one, only that one will do.
 */
export function findContactPoint(
  { customer }: Situation,
  { channel, wish }: Standing,
): ContactPoint | null | undefined {
  if (channel.contactPoint === null) return null;
  const id = wish?.contactPointId;
  return customer?.contactPoints.find(
    (point) =>
      point.kind === channel.contactPoint && !point.undeliverable && (id === undefined || id === point.id),
  );
}
