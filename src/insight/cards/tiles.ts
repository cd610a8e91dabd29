import type { AdherenceReportDto, CoverageReportDto, CompanyEffortReportDto } from '../../reports/index.js';
import type { Speech } from '../texts.js';
import { countWords, scoreWords, shareWords } from '../words.js';

/** One figure to see first, with how much stands behind it. */
export interface Tile {
  readonly name: string;
  readonly figure: string;
  /** What the figure is of; null when it says so itself. */
  readonly unit: string | null;
  readonly behind: string;
}

interface TiledReports {
  readonly effort: CompanyEffortReportDto;
  readonly bySystem: AdherenceReportDto;
  readonly coverage: CoverageReportDto;
}

/** Effort, adherence, who told us, and what is not known. */
export function tilesOf({ effort, bySystem, coverage }: TiledReports, speech: Speech): Tile[] {
  const { say } = speech;
  const { mean, scored, contacts } = effort.total;
  const { honoured, compared, unreported } = bySystem.total;
  const words = (count: number) => countWords(count, speech);
  const stated = coverage.customers?.stated ?? { count: 0, of: 0, share: null };
  return [
    {
      name: say('tile.effort'),
      figure: mean === null ? '–' : scoreWords(mean, speech),
      unit: mean === null ? null : say('tile.effort.unit'),
      behind: say('tile.effort.behind', {
        scored: words(scored.count),
        contacts: words(contacts),
        share: shareWords(scored, speech),
      }),
    },
    {
      name: say('tile.honoured'),
      figure: shareWords(honoured, speech),
      unit: null,
      behind: say('tile.honoured.behind', { compared: words(compared) }),
    },
    {
      name: say('tile.stated'),
      figure: shareWords(stated, speech),
      unit: null,
      behind: say('tile.stated.behind', { count: words(stated.count), of: words(stated.of) }),
    },
    {
      name: say('tile.unreported'),
      figure: shareWords(unreported, speech),
      unit: null,
      behind: say('tile.unreported.behind', { count: words(unreported.count), of: words(unreported.of) }),
    },
  ];
}
