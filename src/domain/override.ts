// Promise: the channel for an essential message when no other will do, with exactly the wishes that it breaks.

import type { Mode } from './catalogue.js';
import type { ContactPoint } from './customer.js';
import type { Override } from './decision.js';
import type { ModeTiming } from './judgement.js';
import {
  findContactPoint,
  lawfulOpening,
  needsChoice,
  timeModes,
  usableModes,
  wishedHours,
} from './judgement.js';
import type { Standing } from './levels.js';
import { wantedMode } from './levels.js';
import { isOpen, isWithinAny } from './openings.js';
import type { Situation } from './situation.js';

/** The channel for an essential message. */
export interface Emergency {
  readonly standing: Standing;
  readonly mode: Mode;
  readonly contactPoint: ContactPoint | null;
  readonly overrides: readonly Override[];
}

/**
 * The first channel in effective order, then of the declined ones, that is offered, reachable and staffed now within
 * lawful hours; the customer's mode still holds. None for a topic that isn't essential, and none once the deadline
 * `by` has passed: what comes too late is not sent, however essential. Also all timings looked at on the way.
 */
export function findEmergency(s: Situation): { chosen: Emergency | null; timings: readonly ModeTiming[] } {
  const timings: ModeTiming[] = [];
  if (s.topic?.essential !== true || (s.request.by ?? s.now) < s.now) return { chosen: null, timings };
  for (const standing of s.order.standings) {
    const contactPoint = findContactPoint(s, standing);
    if (contactPoint === undefined || !isCandidate(s, standing)) continue;
    const modes = usableModes(standing.channel, wantedMode(standing));
    const timing = timeModes(s, modes, (mode) => lawfulOpening(s, standing.channel, mode));
    timings.push(...timing.timings);
    if (timing.mode === null || timing.opensAt !== s.now) continue;
    return {
      chosen: { standing, mode: timing.mode, contactPoint, overrides: findOverrides(s, standing) },
      timings,
    };
  }
  return { chosen: null, timings };
}

/** Marketing and research keep to ranked channels even when essential: a decline there is more than not chosen. */
function isCandidate({ request: { offered }, purpose }: Situation, { channel, rank }: Standing): boolean {
  if (!channel.enabled || !channel.directions.includes('outbound')) return false;
  if (offered !== undefined && !offered.includes(channel.key)) return false;
  return rank !== null || !needsChoice(purpose);
}

function findOverrides(s: Situation, standing: Standing): Override[] {
  const overrides: Override[] = [];
  if (!isOpen({ hours: wishedHours(s, standing), closed: [] }, s.now)) overrides.push('window');
  if (s.paused) overrides.push('pause');
  if (isWithinAny(s.limitReached, s.now)) overrides.push('limit');
  if (standing.declined) overrides.push('declined');
  return overrides;
}
