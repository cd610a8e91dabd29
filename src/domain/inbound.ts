// Promise: how to receive a customer who comes; never moved to another channel, never a machine for one who asked for a person.

import type { Mode, WantedMode } from './catalogue.js';
import type { Judgement, Timing } from './judgement.js';
import {
  collectTimings,
  judgeInbound,
  judgeOutbound,
  staffedOpening,
  timeModes,
  usableModes,
} from './judgement.js';
import type { Standing } from './levels.js';
import { wantedMode } from './levels.js';
import type { Outcome } from './outcome.js';
import { toVerdicts } from './outcome.js';
import { REASON, channelFacts, levelFact, placeReason } from './reasons.js';
import type { Situation } from './situation.js';
import type { Bearing } from './validity.js';
import { validUntil } from './validity.js';

/** How a channel receives someone now. */
export interface Reception {
  readonly action: 'serve' | 'offer';
  /** The mode that serves now, or at `until`; null when none will. */
  readonly mode: Mode | null;
  /** `offer`: the next staffed moment; null when there is none. */
  readonly until: number | null;
  readonly reason: string;
  readonly timing: Timing;
}

/** Decides an inbound request. Pause, windows, objections, silence and lawful hours don't hold against who comes. */
export function decideInbound(s: Situation): Outcome {
  const { arrivedOn } = s.request;
  const judgements = s.order.standings.map((standing) => judge(s, standing));
  if (arrivedOn !== undefined) {
    const standing = s.order.standings.find(({ channel }) => channel.key === arrivedOn);
    if (standing === undefined) return unlisted(s, judgements, arrivedOn);
    const reception = receive(s, standing, wantedMode(standing));
    return welcome(s, judgements, standing, reception, bearing([reception.timing]));
  }
  return suggest(s, judgements);
}

/** A channel that only goes out, such as a callback, is judged as outbound, but the customer asks for it here. */
function judge(s: Situation, standing: Standing): Judgement {
  const outboundOnly = !standing.channel.directions.includes('inbound');
  return outboundOnly ? judgeOutbound(s, standing, false) : judgeInbound(s, standing);
}

/** What an answer about those who come hangs on: openings, but no deadline. */
function bearing(looked: readonly Timing[]): Bearing {
  return { timings: collectTimings(looked), patience: null, by: null };
}

/** The customer asks where to come: the best channel open now, else the best there is. */
function suggest(s: Situation, judgements: readonly Judgement[]): Outcome {
  const candidates = judgements.filter(isCandidate);
  const open = candidates.findIndex(({ verdict }) => verdict === 'open');
  const chosen = candidates[Math.max(open, 0)];
  if (chosen === undefined) return lackChannel(s, judgements);
  const looked = open < 0 ? candidates : candidates.slice(0, open + 1);
  const on = bearing(looked);
  return welcome(
    s,
    judgements,
    chosen.standing,
    receive(s, chosen.standing, wantedMode(chosen.standing)),
    on,
  );
}

/** Inbound, and neither declined, disabled nor beyond the caller. */
function isCandidate({ standing, verdict }: Judgement): boolean {
  const refused = verdict === 'not_offered' || verdict === 'not_available' || verdict === 'declined';
  return !refused && standing.channel.directions.includes('inbound');
}

/**
 * The mode rule: the wanted mode if it is staffed now, else an offer of the moment at which it will be; `any` is
 * `human` if staffed, else `automated`. A wish for a person is never silently turned into a machine.
 */
export function receive(s: Situation, { channel, rank, declined }: Standing, wanted: WantedMode): Reception {
  const modes = usableModes(channel, wanted);
  const timing = timeModes(s, modes, (mode) => staffedOpening(s, channel, mode));
  const { mode, opensAt } = timing;
  if (opensAt === s.now) {
    const reason = declined ? REASON.declinedOpen : placeReason(rank, 'open');
    return { action: 'serve', mode, until: null, reason, timing };
  }
  const human = wanted === 'human' || (wanted === 'any' && channel.modes.includes('human'));
  const reason = human ? REASON.humanClosed : REASON.automatedClosed;
  return { action: 'offer', mode, until: opensAt, reason, timing };
}

function welcome(
  s: Situation,
  judgements: readonly Judgement[],
  standing: Standing,
  { action, mode, until, reason }: Reception,
  on: Bearing,
): Outcome {
  const channel = standing.channel.key;
  return {
    action,
    channel,
    mode,
    contactPoint: null,
    until,
    deadline: null,
    reason,
    earliest: null,
    overrides: [],
    channels: toVerdicts(judgements, { channel, mode, opensAt: until }),
    because: channelFacts(s, standing, mode, null),
    validUntil: validUntil(s, on),
  };
}

/** No channel to name: nothing that comes in is there for this caller. */
function lackChannel(s: Situation, judgements: readonly Judgement[]): Outcome {
  return withoutStanding(s, judgements, { action: 'offer', channel: null, reason: REASON.noChannel });
}

/** Arrived on a channel that the catalogue doesn't know: nobody is moved, and nothing is said about a mode. */
function unlisted(s: Situation, judgements: readonly Judgement[], channel: string): Outcome {
  return withoutStanding(s, judgements, { action: 'serve', channel, reason: REASON.unlistedChannel });
}

/** An answer that names no channel of the catalogue. Time alone can't change it. */
function withoutStanding(
  s: Situation,
  judgements: readonly Judgement[],
  named: Pick<Outcome, 'action' | 'channel' | 'reason'>,
): Outcome {
  return {
    ...named,
    mode: null,
    contactPoint: null,
    until: null,
    deadline: null,
    earliest: null,
    overrides: [],
    channels: toVerdicts(judgements, null),
    because: [levelFact(s.order.basis)],
    validUntil: validUntil(s, bearing([])),
  };
}
