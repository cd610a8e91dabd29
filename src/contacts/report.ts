import type { GivenDecision } from '../decisions/index.js';
import type { Catalogue } from '../domain/catalogue.js';
import { invalid, Problem, type InputFault } from '../platform/problem.js';
import type { ContactBody, OutcomeBody, ReportBody } from './report.dto.js';
import type { ContactRow } from './contact.entity.js';

/** What a report says of a contact, complete: what was not said is null. */
export type Report = Pick<
  ContactRow,
  | 'direction'
  | 'topic'
  | 'channel'
  | 'mode'
  | 'at'
  | 'arrivedOn'
  | 'switchedBy'
  | 'contactPointId'
  | 'transfers'
  | 'repeatedIdentification'
  | 'waitSeconds'
  | 'result'
  | 'overrideReason'
>;

/** What a report may leave out. */
const UNSAID = {
  ...{ mode: null, switchedBy: null, contactPointId: null, transfers: null },
  ...{ repeatedIdentification: null, waitSeconds: null, overrideReason: null, result: null },
};

/** Clocks of other systems may be ahead of ours by this much, milliseconds. */
const CLOCK_SKEW = 60_000;
/** An older contact than this is refused, milliseconds: it would tell of another company. */
const OLDEST = 1_100 * 86_400_000;

/** When it is, and how long contacts are kept: what would go at once is not taken. Milliseconds. */
export interface ReportTime {
  readonly now: number;
  readonly kept: number;
}

/** The report of an outcome: what it leaves out is as it was decided. Throws `invalid` for what can't have been. */
export function readOutcome(
  body: OutcomeBody,
  decision: GivenDecision,
  catalogue: Catalogue,
  time: ReportTime,
): Report {
  const { direction } = decision;
  if (body.direction !== undefined && body.direction !== direction)
    throw invalid('/direction', `The decision was ${direction}.`);
  const channel = body.channel ?? decision.channel;
  if (channel === null) throw invalid('/channel', 'The decision names no channel, so the outcome must.');
  const arrivedOn = body.arrivedOn ?? decision.arrivedOn;
  return read({ ...body, direction, channel }, body.topic ?? decision.topic, arrivedOn, catalogue, time);
}

/** The report of a contact without a decision; throws `invalid` for what can't have been. */
export function readContact(body: ContactBody, catalogue: Catalogue, time: ReportTime): Report {
  return read(body, body.topic ?? null, body.arrivedOn ?? null, catalogue, time);
}

function read(
  body: ReportBody & Pick<ContactRow, 'direction' | 'channel'>,
  topic: string | null,
  arrivedOn: string | null,
  catalogue: Catalogue,
  time: ReportTime,
): Report {
  const { direction, channel } = body;
  refuseUnknownKeys({ ...body, ...(topic !== null && { topic }) }, catalogue);
  const { mode, switchedBy, contactPointId, transfers, ...rest } = { ...UNSAID, ...body };
  const { repeatedIdentification, waitSeconds, overrideReason, result } = rest;
  return {
    ...{ direction, topic, channel, mode, switchedBy, transfers },
    at: readInstant(body.at, time),
    arrivedOn: direction === 'inbound' ? arrivedOn : null,
    contactPointId: contactPointId && contactPointId.toLowerCase(),
    ...{ repeatedIdentification, waitSeconds, overrideReason },
    result: result ?? (direction === 'inbound' ? 'reached' : null),
  };
}

function readInstant(text: string | undefined, { now, kept }: ReportTime): Date {
  const at = text === undefined ? now : Date.parse(text);
  if (at > now + CLOCK_SKEW) throw invalid('/at', 'This is in the future.');
  if (at < now - OLDEST) throw invalid('/at', 'This is more than three years ago.');
  if (at < now - kept) throw invalid('/at', 'Contacts of then are not kept any more.');
  return new Date(Math.min(at, now));
}

function refuseUnknownKeys(
  body: { readonly topic?: string; readonly channel: string; readonly arrivedOn?: string },
  { channels, topics }: Catalogue,
): void {
  const faults: InputFault[] = [];
  for (const field of ['channel', 'arrivedOn'] as const) {
    const key = body[field];
    if (key !== undefined && channels.every((channel) => channel.key !== key))
      faults.push({ pointer: `/${field}`, detail: 'The catalogue has no channel with this key.' });
  }
  if (body.topic !== undefined && !topics.has(body.topic))
    faults.push({ pointer: '/topic', detail: 'The catalogue has no topic with this key.' });
  if (faults.length > 0)
    throw new Problem('invalid', 'The report names what is not in the catalogue.', faults);
}

/** Whether a report says what is known already. One that doesn't say when is about the same moment. */
export function isKnown(report: Report, row: ContactRow, saysWhen: boolean): boolean {
  const { at, ...facts } = report;
  const isSame = (Object.keys(facts) as (keyof typeof facts)[]).every((field) => facts[field] === row[field]);
  return isSame && (!saysWhen || at.getTime() === row.at.getTime());
}
