import type { BarPart, Tone } from '../pictures/bars-picture.js';
import type { CoverageReportDto, CoverageRowDto } from '../../reports/index.js';
import type { Speech, TextKey } from '../texts.js';
import { countWords, dateWords, shareInFull, shareWords } from '../words.js';
import type { BarsCard } from './adherence-card.js';
import { warningOf, type FigureTable, type Wording } from './card.js';
import type { PlainRow } from './plain-rows.js';

/** Who was asked and who answered: questions by channel, and all customers. */
export interface CoverageCard extends BarsCard {
  readonly customers: {
    readonly title: string;
    readonly picture: string;
    readonly rows: readonly PlainRow[];
    readonly table: FigureTable;
  } | null;
}

const PARTS: readonly (readonly [Tone, 'answered' | 'overtaken' | 'declined' | 'expired' | 'open'])[] = [
  ['good', 'answered'],
  ['chosen', 'overtaken'],
  ['noWay', 'declined'],
  ['unknown', 'expired'],
  ['empty', 'open'],
];

export function coverageCard(report: CoverageReportDto, wording: Wording): CoverageCard {
  const { speech, channel } = wording;
  const { say } = speech;
  const { total } = report;
  const rows = report.rows.filter(({ asked }) => asked > 0);
  const answered = { count: total.answered.count + total.overtaken.count, of: total.asked };
  const behind = { answered: countWords(answered.count, speech), asked: countWords(total.asked, speech) };
  const nameOf = ({ key }: CoverageRowDto) => (key === '' ? say('figures.notSaid') : channel(key));
  return {
    title: say('coverage.title'),
    headline:
      total.asked === 0
        ? say('coverage.headline.none')
        : say('coverage.headline', { share: shareWords(answered, speech) }),
    behind: total.asked === 0 ? [] : [say('coverage.behind', behind), ...warningOf(total.asked, speech)],
    picture: say('coverage.picture'),
    table: {
      head: [say('coverage.channel'), ...PARTS.map(([, part]) => say(`coverage.${part}`))],
      rows: [
        ...rows.map((row) => [nameOf(row), ...cellsOf(row, speech)]),
        [say('figures.total'), ...cellsOf(total, speech)],
      ],
    },
    bars: rows.map((row) => ({
      name: nameOf(row),
      note: questionsWords(row.asked, speech),
      parts: partsOf(row, speech),
    })),
    legend: PARTS.map(([tone, part]) => ({ tone, name: say(`coverage.${part}`) })),
    customers: customersOf(report, speech),
  };
}

function cellsOf(row: CoverageRowDto, speech: Speech): string[] {
  return PARTS.map(([, part]) => shareInFull(row[part], speech));
}

function partsOf(row: CoverageRowDto, speech: Speech): BarPart[] {
  return PARTS.map(([tone, part]) => ({
    ...{ tone, name: speech.say(`coverage.${part}`), count: row[part].count },
    share: shareWords(row[part], speech),
  }));
}

function questionsWords(count: number, speech: Speech): string {
  if (count === 1) return speech.say('figures.oneQuestion');
  return speech.say('figures.manyQuestions', { count: countWords(count, speech) });
}

function customersOf({ customers }: CoverageReportDto, speech: Speech): CoverageCard['customers'] {
  if (customers === null || customers.customers === 0) return null;
  const kinds: readonly (readonly [TextKey, CoverageRowDto['answered']])[] = [
    ['coverage.stated', customers.stated],
    ['coverage.asked', customers.asked],
    ['coverage.fresh', customers.fresh],
  ];
  const { say } = speech;
  return {
    title: say('coverage.customers', {
      customers: countWords(customers.customers, speech),
      date: dateWords(customers.asOf, speech),
    }),
    picture: say('coverage.customers.picture'),
    rows: kinds.map(([text, share]) => ({
      name: say(text),
      value: `${shareWords(share, speech)} · ${countWords(share.count, speech)}`,
      part: share.share ?? 0,
      known: null,
      tone: 'good',
    })),
    table: {
      head: [say('coverage.group'), say('figures.share')],
      rows: kinds.map(([text, share]) => [say(text), shareInFull(share, speech)]),
    },
  };
}
