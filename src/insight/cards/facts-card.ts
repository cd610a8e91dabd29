import type { CompanyEffortReportDto, EffortRowDto } from '../../reports/index.js';
import type { Speech } from '../texts.js';
import { scoreWords, shareInFull, shareWords } from '../words.js';
import { FEW, type CardText, type Wording } from './card.js';
import type { PlainRow } from './plain-rows.js';

/** One bar for each row. */
export interface PlainCard extends CardText {
  readonly rows: readonly PlainRow[];
}

/** What made the score: each fact by itself. */
export function factsCard({ total }: CompanyEffortReportDto, { speech }: Wording): PlainCard {
  const { say } = speech;
  return {
    title: say('facts.title'),
    headline: headlineOf(total, speech),
    behind: [say('facts.behind')],
    picture: say('facts.picture'),
    rows: total.facts.map(({ fact, kept, known }) => ({
      name: say(`fact.${fact}`),
      value: kept === null ? '–' : percent(kept, speech),
      part: (kept ?? 0) / 100,
      known: known.share ?? 0,
      tone: 'good',
    })),
    table: {
      head: [say('facts.fact'), say('facts.weight'), say('facts.kept'), say('facts.known')],
      rows: total.facts.map(({ fact, weight, kept, known }) => [
        ...[say(`fact.${fact}`), scoreWords(weight, speech)],
        ...[kept === null ? '–' : percent(kept, speech), shareInFull(known, speech)],
      ]),
    },
  };
}

/** The fact that was kept least, of those that are known of more than a few contacts. */
function headlineOf({ facts }: EffortRowDto, speech: Speech): string {
  const known = facts.filter(({ kept, known: { count } }) => kept !== null && count >= FEW);
  const [weakest] = known.sort((a, b) => (a.kept ?? 0) - (b.kept ?? 0));
  if (weakest === undefined) return speech.say('facts.headline.none');
  const fact = speech.say(`fact.${weakest.fact}`).toLowerCase();
  return speech.say('facts.headline', { fact, kept: percent(weakest.kept ?? 0, speech) });
}

function percent(kept: number, speech: Speech): string {
  return shareWords({ count: kept, of: 100 }, speech);
}
