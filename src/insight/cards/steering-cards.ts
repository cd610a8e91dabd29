import { partsOf } from '../pictures/flow-picture.js';
import type { SteeringFlowDto, SteeringReasonDto, SteeringReportDto } from '../../reports/index.js';
import { contactsWords, countWords, shareWords } from '../words.js';
import { warningOf, type CardText, type Wording } from './card.js';
import type { PlainCard } from './facts-card.js';

/** From which channel to which. */
export interface FlowCard extends CardText {
  readonly flow: readonly SteeringFlowDto[];
}

/** Wanted against given. */
export function flowCard({ flow }: SteeringReportDto, wording: Wording): FlowCard {
  const { speech, channel } = wording;
  const { say } = speech;
  const of = sum(flow.map(({ contacts }) => contacts));
  const kept = sum(flow.filter(({ from, to }) => from === to).map(({ contacts }) => contacts));
  const counts = { kept: countWords(kept, speech), contacts: countWords(of, speech) };
  const wanted = (from: string | null) => (from === null ? say('flow.impossible') : channel(from));
  return {
    title: say('flow.title'),
    headline:
      of === 0
        ? say('flow.headline.none')
        : say('flow.headline', { share: shareWords({ count: kept, of }, speech) }),
    behind:
      of === 0 ? [] : [mostAgainst(flow, wording), say('flow.behind', counts), ...warningOf(of, speech)],
    picture: say('flow.picture'),
    table: {
      head: [say('flow.wanted'), say('flow.given'), say('figures.contacts'), say('flow.againstCount')],
      rows: [...flow]
        .sort((a, b) => b.contacts - a.contacts)
        .map(({ from, to, contacts, against }) => [
          ...[wanted(from), channel(to)],
          ...[countWords(contacts, speech), countWords(against, speech)],
        ]),
    },
    flow,
  };
}

function mostAgainst(flow: readonly SteeringFlowDto[], { speech, channel }: Wording): string {
  const against = flow
    .filter(({ from, to }) => from !== null && from !== to)
    .flatMap(partsOf)
    .filter(({ kind }) => kind === 'against')
    .sort((a, b) => b.contacts - a.contacts);
  const [most] = against;
  if (most === undefined) return speech.say('flow.most.none');
  return speech.say('flow.most', {
    from: channel(most.from ?? ''),
    to: channel(most.to),
    contacts: contactsWords(most.contacts, speech),
  });
}

/** Why contacts went against the choice, as the company says itself. */
export function reasonsCard({ total, reasons }: SteeringReportDto, { speech }: Wording): PlainCard {
  const { say } = speech;
  const counted = byReason(reasons);
  const of = sum(counted.map(({ contacts }) => contacts));
  const [most] = counted;
  const against = {
    against: countWords(total.against.count, speech),
    share: shareWords(total.against, speech),
  };
  return {
    title: say('reasons.title'),
    headline:
      most === undefined
        ? say('reasons.headline.none')
        : say('reasons.headline', { reason: say(`reason.${most.reason}`) }),
    behind: [say('reasons.behind', { ...against, compared: countWords(total.compared, speech) })],
    picture: say('reasons.picture'),
    rows: counted.map(({ reason, contacts }) => ({
      name: capital(say(`reason.${reason}`)),
      value: `${shareWords({ count: contacts, of }, speech)} · ${countWords(contacts, speech)}`,
      part: contacts / of,
      known: null,
      tone: reason === 'not_said' ? 'unknown' : 'against',
    })),
    table: {
      head: [say('reasons.reason'), say('figures.contacts'), say('figures.share')],
      rows: counted.map(({ reason, contacts }) => [
        capital(say(`reason.${reason}`)),
        countWords(contacts, speech),
        shareWords({ count: contacts, of }, speech),
      ]),
    },
  };
}

type Reason = SteeringReasonDto['reason'];
type Counted = Pick<SteeringReasonDto, 'reason' | 'contacts'>;

/** Reasons of all systems together, most contacts first. */
function byReason(reasons: readonly Counted[]): Counted[] {
  const counts = new Map<Reason, number>();
  for (const { reason, contacts } of reasons) counts.set(reason, (counts.get(reason) ?? 0) + contacts);
  return [...counts]
    .map(([reason, contacts]) => ({ reason, contacts }))
    .filter(({ contacts }) => contacts > 0)
    .sort((a, b) => b.contacts - a.contacts);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
