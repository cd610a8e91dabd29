import type { ContactDto } from './contact.dto.js';
import type { ContactRow } from './contact.entity.js';

/** A contact as the API shows it. */
export function toContactDto(row: ContactRow): ContactDto {
  return {
    ...toWhat(row),
    ...toHow(row),
    adherence: row.adherence,
    basis: row.basis,
    breaches: row.breaches,
    rank: row.rank,
    wantedChannel: row.wantedChannel,
    wantedMode: row.wantedMode,
    windowKept: row.windowKept,
    modeKept: row.modeKept,
    preferencesVersion: row.preferencesVersion,
    asWanted: row.feedback,
    revision: row.revision,
    recordedAt: row.recordedAt.toISOString(),
  };
}

function toWhat({ id, customerId, decisionId, keyId, at, direction, topic, channel, mode }: ContactRow) {
  return { id, customerId, decisionId, keyId, at: at.toISOString(), direction, topic, channel, mode };
}

function toHow(row: ContactRow) {
  const { arrivedOn, switchedBy, contactPointId, transfers } = row;
  const { repeatedIdentification, waitSeconds, result, overrideReason } = row;
  return {
    ...{ arrivedOn, switchedBy, contactPointId, transfers },
    ...{ repeatedIdentification, waitSeconds, result, overrideReason },
  };
}
