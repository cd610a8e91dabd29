import type { BarPart, BarRow, Tone } from '../pictures/bars-picture.js';
import type { AdherenceReportDto, AdherenceRowDto } from '../../reports/index.js';
import type { Speech, TextKey } from '../texts.js';
import { contactsWords, countWords, shareInFull, shareWords } from '../words.js';
import { FEW, warningOf, type CardText, type Wording } from './card.js';

/** Rows that are drawn; the others are drawn together, and stand in the table. */
const MOST = 7;

/** Bars with their parts. */
export interface BarsCard extends CardText {
  readonly bars: readonly BarRow[];
  readonly legend: readonly { readonly tone: Tone; readonly name: string }[];
}

type Count = (row: AdherenceRowDto) => number;

/** The parts of a bar: together all contacts of a row, and the decisions of which nobody told the outcome. */
const PARTS: readonly (readonly [Tone, TextKey, Count])[] = [
  ['good', 'adherence.honoured', ({ honoured }) => honoured.count],
  ['chosen', 'adherence.changed', ({ customerChanged }) => customerChanged.count],
  ['noWay', 'adherence.impossible', ({ impossible }) => impossible.count],
  ['against', 'adherence.overridden', ({ overridden }) => overridden.count],
  ['empty', 'adherence.nothing', (row) => row.nothingToCompare.count + row.unknownCustomer.count],
  ['unknown', 'adherence.unreported', ({ unreported }) => unreported.count],
];

/** How contacts went, by system or by topic. */
export function adherenceCard(
  report: AdherenceReportDto,
  of: 'system' | 'topic',
  wording: Wording,
): BarsCard {
  const { speech } = wording;
  const { say } = speech;
  const { total } = report;
  const { honoured, compared } = total;
  const rows = report.rows.filter((row) => partsOf(row, speech).some(({ count }) => count > 0));
  const behind = { honoured: countWords(honoured.count, speech), compared: countWords(compared, speech) };
  return {
    title: say(`adherence.${of}`),
    headline: headlineOf(report, of, wording),
    behind: [say('adherence.behind', behind), ...warningOf(compared, speech)],
    picture: say('adherence.picture'),
    table: {
      head: [say(`adherence.row.${of}`), say('figures.contacts'), ...COLUMNS.map(([text]) => say(text))],
      rows: [
        ...rows.map((row) => [nameOf(row, of, wording), ...cellsOf(row, speech)]),
        [say('figures.total'), ...cellsOf(total, speech)],
      ],
    },
    bars: toBars(rows, of, wording),
    legend: PARTS.map(([tone, text]) => ({ tone, name: say(text) })),
  };
}

/** Who, or what, is best and least served; the share of all where there are no two to set side by side. */
function headlineOf({ rows, total }: AdherenceReportDto, of: 'system' | 'topic', wording: Wording): string {
  const { speech } = wording;
  if (total.compared === 0) return speech.say('adherence.headline.none');
  const many = rows
    .filter(({ key, compared }) => key !== '' && compared >= FEW)
    .sort((a, b) => (b.honoured.share ?? 0) - (a.honoured.share ?? 0));
  const [best, least] = [many.at(0), many.at(-1)];
  if (!best || !least || best.honoured.share === least.honoured.share)
    return speech.say('adherence.headline', { share: shareWords(total.honoured, speech) });
  return speech.say('adherence.headline.spread', {
    best: nameOf(best, of, wording),
    bestShare: shareWords(best.honoured, speech),
    least: nameOf(least, of, wording),
    leastShare: shareWords(least.honoured, speech),
  });
}

const COLUMNS: readonly (readonly [TextKey, (row: AdherenceRowDto) => AdherenceRowDto['honoured']])[] = [
  ['adherence.honoured', ({ honoured }) => honoured],
  ['adherence.changed', ({ customerChanged }) => customerChanged],
  ['adherence.impossible', ({ impossible }) => impossible],
  ['adherence.overridden', ({ overridden }) => overridden],
  ['adherence.nothing', ({ nothingToCompare }) => nothingToCompare],
  ['adherence.unknown', ({ unknownCustomer }) => unknownCustomer],
  ['adherence.unreported', ({ unreported }) => unreported],
];

function cellsOf(row: AdherenceRowDto, speech: Speech): string[] {
  return [countWords(row.contacts, speech), ...COLUMNS.map(([, share]) => shareInFull(share(row), speech))];
}

function toBars(rows: readonly AdherenceRowDto[], of: 'system' | 'topic', wording: Wording): BarRow[] {
  const { speech } = wording;
  const [drawn, others] =
    rows.length > MOST + 1 ? [rows.slice(0, MOST), rows.slice(MOST)] : [rows, [] as AdherenceRowDto[]];
  const bars = drawn.map((row) => ({
    name: nameOf(row, of, wording),
    note: contactsWords(row.contacts, speech),
    parts: partsOf(row, speech),
  }));
  if (others.length === 0) return bars;
  const name = speech.say('figures.others', { count: others.length });
  const contacts = others.reduce((sum, row) => sum + row.contacts, 0);
  return [...bars, { name, note: contactsWords(contacts, speech), parts: together(others, speech) }];
}

function partsOf(row: AdherenceRowDto, speech: Speech): BarPart[] {
  return together([row], speech);
}

function together(rows: readonly AdherenceRowDto[], speech: Speech): BarPart[] {
  const counts = PARTS.map(([, , count]) => rows.reduce((sum, row) => sum + count(row), 0));
  const of = counts.reduce((sum, count) => sum + count, 0);
  return PARTS.map(([tone, text], index) => {
    const count = counts[index] ?? 0;
    return { tone, name: speech.say(text), count, share: shareWords({ count, of }, speech) };
  });
}

function nameOf({ key, name }: AdherenceRowDto, of: 'system' | 'topic', { speech, topic }: Wording): string {
  if (of === 'system') return name ?? speech.say('adherence.noSystem', { key });
  return key === '' ? speech.say('adherence.noTopic') : topic(key);
}
