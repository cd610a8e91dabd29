import type { Step } from '../period.js';
import type { CompanyEffortReportDto, EffortRowDto } from '../../reports/index.js';
import type { Speech } from '../texts.js';
import { contactsWords, countWords, periodWords, scoreWords, shareInFull, shareWords } from '../words.js';
import { warningOf, type CardText, type Wording } from './card.js';

/** Scores that differ by less are called level. */
const LEVEL = 1;

/** The course of the effort. */
export interface EffortCard extends CardText {
  readonly rows: readonly EffortRowDto[];
}

export function effortCard(report: CompanyEffortReportDto, by: Step, { speech }: Wording): EffortCard {
  const { say } = speech;
  const { total, rows } = report;
  return {
    title: say('effort.title'),
    headline: headlineOf(report, speech),
    behind: [behindOf(total, speech), ...warningOf(total.scored.count, speech)],
    picture: say('effort.picture', { step: say(`step.${by}`) }),
    table: {
      head: [
        say('effort.period'),
        say('figures.contacts'),
        ...[say('effort.coverage'), say('effort.mean')],
        ...[say('effort.lowest'), say('effort.low'), say('effort.median')],
        ...[say('effort.high'), say('effort.highest')],
      ],
      rows: [
        ...rows.map((row) => [periodWords(row.key, speech), ...cellsOf(row, speech)]),
        [say('figures.total'), ...cellsOf(total, speech)],
      ],
    },
    rows,
  };
}

/** The average, and where it goes: the first period with a score beside the last one. */
function headlineOf({ total, rows }: CompanyEffortReportDto, speech: Speech): string {
  if (total.mean === null) return speech.say('effort.headline.none');
  const mean = speech.say('effort.headline', { mean: scoreWords(total.mean, speech) });
  return mean + courseOf(rows, speech);
}

/** How it changed from the first period with a score to the last one; nothing when there are no two of them. */
function courseOf(rows: readonly EffortRowDto[], speech: Speech): string {
  const scored = rows.flatMap(({ key, mean }) => (mean === null ? [] : [{ key, mean }]));
  const [first, last] = [scored.at(0), scored.at(-1)];
  if (!first || !last || first === last) return '.';
  const change = last.mean - first.mean;
  const course = Math.abs(change) < LEVEL ? 'effort.level' : change > 0 ? 'effort.rise' : 'effort.fall';
  return speech.say(course, {
    last: scoreWords(last.mean, speech),
    lastName: periodWords(last.key, speech),
    first: scoreWords(first.mean, speech),
    firstName: periodWords(first.key, speech),
  });
}

function behindOf({ scored, contacts, customers }: EffortRowDto, speech: Speech): string {
  const places = {
    scored: countWords(scored.count, speech),
    contacts: countWords(contacts, speech),
    share: shareWords(scored, speech),
  };
  if (customers === null) return speech.say('effort.behind.plain', places);
  return speech.say('effort.behind', { ...places, customers: countWords(customers, speech) });
}

function cellsOf(row: EffortRowDto, speech: Speech): string[] {
  const scores = [row.mean, row.p10, row.p25, row.median, row.p75, row.p90];
  return [
    countWords(row.contacts, speech),
    shareInFull(row.scored, speech),
    ...scores.map((score) => (score === null ? '–' : scoreWords(score, speech))),
  ];
}

/** What a point of the line says when it is pointed at. */
export function pointWords(row: EffortRowDto, speech: Speech): string {
  const mean = row.mean === null ? speech.say('effort.none') : scoreWords(row.mean, speech);
  return `${periodWords(row.key, speech)}: ${mean} (${contactsWords(row.contacts, speech)})`;
}
