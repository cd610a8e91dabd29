// Promise: the part of an answer on which directions differ, and the whole answer made of it.

import type { Mode, WantedMode } from './catalogue.js';
import type { ChannelVerdict, Decision } from './decision.js';
import type { Judgement } from './judgement.js';
import { wantedMode } from './levels.js';
import type { Situation } from './situation.js';

/** What outbound and inbound each work out for themselves. */
export type Outcome = Pick<
  Decision,
  | 'action'
  | 'channel'
  | 'mode'
  | 'contactPoint'
  | 'until'
  | 'deadline'
  | 'reason'
  | 'earliest'
  | 'overrides'
  | 'channels'
  | 'because'
  | 'validUntil'
>;

/** The one channel that an answer names: which, in which mode, and from when if not now. */
export interface Chosen {
  readonly channel: string;
  readonly mode: Mode | null;
  readonly opensAt: number | null;
}

/** Completes an outcome with what holds for the customer whatever the answer is. */
export function toDecision(s: Situation, outcome: Outcome): Decision {
  const { customer, preferences, catalogue } = s;
  return {
    action: outcome.action,
    channel: outcome.channel,
    mode: outcome.mode,
    wanted: wantedOn(s, outcome.channel),
    contactPoint: outcome.contactPoint,
    until: outcome.until,
    deadline: outcome.deadline,
    basis: customer === null ? 'unknown_customer' : (s.order.basis?.basis ?? 'default'),
    reason: outcome.reason,
    earliest: outcome.earliest,
    overrides: outcome.overrides,
    channels: outcome.channels,
    because: outcome.because,
    languages: preferences.languages ?? [],
    needs: preferences.needs ?? [],
    paused: s.paused,
    timeZone: s.zone.name,
    timeZoneBasis: s.timeZoneBasis,
    preferencesVersion: customer === null ? 0 : customer.preferencesVersion,
    validUntil: outcome.validUntil,
    stale: isStale(s),
    tzdb: catalogue.tzdb,
  };
}

function wantedOn({ order }: Situation, key: string | null): WantedMode {
  const standing = order.standings.find(({ channel }) => channel.key === key);
  return standing === undefined ? 'any' : wantedMode(standing);
}

/** Stale: something was stated, and the customer has not said or confirmed anything for too long. */
function isStale({ customer, catalogue, now }: Situation): boolean {
  if (customer === null || customer.preferencesVersion === 0) return false;
  return customer.lastSaidAt === null || customer.lastSaidAt + catalogue.staleAfter <= now;
}

/** The verdicts for all channels, best first; the chosen one is marked so. */
export function toVerdicts(judgements: readonly Judgement[], chosen: Chosen | null): ChannelVerdict[] {
  return judgements.map((judgement) => {
    const { key } = judgement.standing.channel;
    return chosen?.channel === key ? toChosen(judgement.standing.rank, chosen) : toVerdict(judgement);
  });
}

function toVerdict({ standing, verdict, mode, opensAt }: Judgement): ChannelVerdict {
  return {
    channel: standing.channel.key,
    rank: standing.rank,
    verdict,
    mode: mode === null ? null : wantedMode(standing),
    opensAt: verdict === 'opens_later' || verdict === 'limit_reached' ? opensAt : null,
  };
}

/** The entry of the chosen channel: its mode is the resolved one. */
export function toChosen(rank: number | null, { channel, mode, opensAt }: Chosen): ChannelVerdict {
  return { channel, rank, verdict: 'chosen', mode, opensAt };
}
