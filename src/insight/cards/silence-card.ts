import type { ShareDto, SilenceReportDto, SilenceRowDto } from '../../reports/index.js';
import type { Speech } from '../texts.js';
import { changeWords, countWords, dateWords, shareInFull, shareWords } from '../words.js';
import type { Wording } from './card.js';
import type { PlainCard } from './facts-card.js';

const KINDS = [
  ['never_asked', 'neverAsked'],
  ['stale', 'stale'],
  ['no_contact', 'noContact'],
  ['undeliverable', 'undeliverable'],
  ['bounced', 'bounced'],
] as const;

/** Of whom nothing is heard, and how that changed. */
export function silenceCard(report: SilenceReportDto, { speech }: Wording): PlainCard {
  const { say } = speech;
  const { total, months } = report;
  const first = firstCount(report);
  const since = first === null ? null : dateWords(first.asOf ?? '', speech);
  const changeOf = (kind: (typeof KINDS)[number][1]) =>
    first === null ? null : changeWords(total[kind].count - first[kind].count, speech);
  const nameOf = (text: (typeof KINDS)[number][0]) => say(`silence.${text}`, { months });
  return {
    title: say('silence.title'),
    headline:
      total.customers === 0
        ? say('silence.headline.none')
        : say('silence.headline', { share: shareWords(total.neverAsked, speech) }),
    behind: total.customers === 0 ? [] : behindOf(total, since, speech),
    picture: say('silence.picture'),
    rows:
      total.customers === 0
        ? []
        : KINDS.map(([text, kind]) => ({
            name: nameOf(text),
            value: valueOf(total[kind], changeOf(kind), speech),
            part: total[kind].share ?? 0,
            known: null,
            tone: 'noWay' as const,
          })),
    table: {
      head: [
        ...[say('silence.kind'), say('figures.share')],
        ...(since === null ? [] : [say('silence.since', { since })]),
      ],
      rows: KINDS.map(([text, kind]) => [
        ...[nameOf(text), shareInFull(total[kind], speech)],
        ...[changeOf(kind) ?? []].flat(),
      ]),
    },
  };
}

/** The first count of the period, where there is a later one to set beside it. */
function firstCount({ rows, total }: SilenceReportDto): SilenceRowDto | null {
  const first = rows.find(({ asOf }) => asOf !== null);
  return first === undefined || first.asOf === total.asOf ? null : first;
}

function behindOf(total: SilenceRowDto, since: string | null, speech: Speech): string[] {
  const { say } = speech;
  const places = {
    customers: countWords(total.customers, speech),
    date: total.asOf === null ? '' : dateWords(total.asOf, speech),
  };
  return [
    since === null ? say('silence.behind.once', places) : say('silence.behind', { ...places, since }),
    say('silence.points', { points: shareInFull(total.undeliverablePoints, speech) }),
  ];
}

function valueOf(share: ShareDto, change: string | null, speech: Speech): string {
  const value = `${shareWords(share, speech)} · ${countWords(share.count, speech)}`;
  return change === null ? value : `${value} → ${change}`;
}
