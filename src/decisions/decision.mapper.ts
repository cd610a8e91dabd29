import type { Catalogue } from '../domain/catalogue.js';
import type { ChannelVerdict, Decision, Match } from '../domain/decision.js';
import { toRfc3339 } from '../domain/zones.js';
import type { AskedQuestion } from '../questions/index.js';
import type { ChannelVerdictDto, DecisionDto } from './decision.dto.js';

/** A decision with whom it is about. */
export interface Answer {
  readonly id: string;
  readonly match: Match;
  readonly customerId: string | null;
  readonly decision: Decision;
  /** A what-if at another instant, which is not logged. */
  readonly simulated: boolean;
  /** Null when there is nothing to ask. */
  readonly question: AskedQuestion | null;
}

type Format = (instant: number) => string;

/** The answer as it goes over the wire: instants in the zone that it was decided in. */
export function toDecisionDto(
  { id, match, customerId, decision, simulated, question }: Answer,
  catalogue: Catalogue,
): DecisionDto {
  const rules = catalogue.zone(decision.timeZone) ?? catalogue.timeZone;
  const format: Format = (instant) => toRfc3339(instant, rules);
  const { contactPoint, earliest } = decision;
  return {
    id,
    match,
    customerId,
    action: decision.action,
    channel: decision.channel,
    mode: decision.mode,
    contactPoint: contactPoint && { id: contactPoint.id, kind: contactPoint.kind, value: contactPoint.value },
    until: formatted(decision.until, format),
    deadline: formatted(decision.deadline, format),
    basis: decision.basis,
    reason: decision.reason,
    ...(earliest && { earliest: { channel: earliest.channel, at: format(earliest.at) } }),
    overrides: [...decision.overrides],
    channels: decision.channels.map((verdict) => toVerdictDto(verdict, format)),
    because: [...decision.because],
    ...toCustomerFacts(decision),
    validUntil: format(decision.validUntil),
    stale: decision.stale,
    question: question && { ...question, expiresAt: format(question.expiresAt) },
    tzdb: decision.tzdb,
    ...(simulated && { simulated: true as const }),
  };
}

function toCustomerFacts({ languages, needs, timeZone, timeZoneBasis, preferencesVersion }: Decision) {
  return { languages: [...languages], needs: [...needs], timeZone, timeZoneBasis, preferencesVersion };
}

function toVerdictDto(
  { channel, rank, verdict, mode, opensAt }: ChannelVerdict,
  format: Format,
): ChannelVerdictDto {
  return {
    channel,
    rank,
    verdict,
    ...(mode !== null && { mode }),
    ...(opensAt !== null && { opensAt: format(opensAt) }),
  };
}

function formatted(instant: number | null, format: Format): string | null {
  return instant === null ? null : format(instant);
}
