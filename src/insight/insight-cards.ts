import { adherenceCard, type BarsCard } from './cards/adherence-card.js';
import type { Wording } from './cards/card.js';
import { coverageCard, type CoverageCard } from './cards/coverage-card.js';
import { effortCard, type EffortCard } from './cards/effort-card.js';
import { factsCard, type PlainCard } from './cards/facts-card.js';
import { silenceCard } from './cards/silence-card.js';
import { flowCard, reasonsCard, type FlowCard } from './cards/steering-cards.js';
import { tilesOf, type Tile } from './cards/tiles.js';
import type { Step } from './period.js';
import type {
  AdherenceReportDto,
  CoverageReportDto,
  CompanyEffortReportDto,
  SilenceReportDto,
  SteeringReportDto,
} from '../reports/index.js';

/** The reports that the page is drawn from, all of the same period. */
export interface InsightReports {
  readonly effort: CompanyEffortReportDto;
  readonly bySystem: AdherenceReportDto;
  readonly byTopic: AdherenceReportDto;
  readonly steering: SteeringReportDto;
  readonly coverage: CoverageReportDto;
  readonly silence: SilenceReportDto;
}

/** All that the page shows of a period. */
export interface InsightCards {
  /** Whether nothing is known of the period at all. */
  readonly isEmpty: boolean;
  readonly tiles: readonly Tile[];
  readonly effort: EffortCard;
  readonly facts: PlainCard;
  readonly flow: FlowCard;
  readonly reasons: PlainCard;
  readonly bySystem: BarsCard;
  readonly byTopic: BarsCard;
  readonly coverage: CoverageCard;
  readonly silence: PlainCard;
}

/** Turns reports into what is drawn and said. */
export function toCards(reports: InsightReports, by: Step, wording: Wording): InsightCards {
  const { effort, bySystem, byTopic, steering, coverage, silence } = reports;
  return {
    isEmpty: bySystem.total.contacts === 0 && bySystem.total.unreported.of === 0,
    tiles: tilesOf(reports, wording.speech),
    effort: effortCard(effort, by, wording),
    facts: factsCard(effort, wording),
    flow: flowCard(steering, wording),
    reasons: reasonsCard(steering, wording),
    bySystem: adherenceCard(bySystem, 'system', wording),
    byTopic: adherenceCard(byTopic, 'topic', wording),
    coverage: coverageCard(coverage, wording),
    silence: silenceCard(silence, wording),
  };
}
