import { EFFORT_FACTS, EFFORT_VERSION, EFFORT_WEIGHTS } from '../domain/effort.js';
import { unreportedOf } from './adherence.report.js';
import type { CompanyEffortReportDto, EffortFactDto, EffortRowDto } from './company-effort.dto.js';
import { FORMULAS } from './formulas.js';
import { toShare } from './report.dto.js';
import { sumsOf, toRows, type RowHead } from './report-rows.js';
import type { DecisionSums, EffortSums, Sums } from './report.repository.js';
import type { Scope } from './report-scope.js';
import { emptySketch, estimate } from './sketch.js';

/** Width of a bin of the histogram. */
const STEP = 5;

const NOTHING: EffortSums = {
  contacts: 0,
  scored: 0,
  scoreSum: 0,
  scores: Array<number>(100 / STEP + 1).fill(0),
  known: EFFORT_FACTS.map(() => 0),
  kept: EFFORT_FACTS.map(() => 0),
};

/** Sketches of customers by row, and of all; null where they are not kept. */
export interface Sketches {
  readonly byKey: ReadonlyMap<string, Uint8Array>;
  readonly total: Uint8Array;
}

/** The report of how far the company went the customers' way. */
export function toCompanyEffortReport(
  scope: Scope,
  effort: Sums<EffortSums>,
  decisions: Sums<DecisionSums>,
  sketches: Sketches | null,
): CompanyEffortReportDto {
  const toRow = (head: RowHead, key: string | null): EffortRowDto => {
    const sums = sumsOf(effort, key, NOTHING);
    const { contacts, scored, scoreSum, scores } = sums;
    const percentile = (percent: number) => percentileOf(scores, scored, percent);
    return {
      ...head,
      contacts,
      scored: toShare(scored, contacts),
      mean: scored === 0 ? null : tenths(scoreSum / scored),
      p10: percentile(10),
      p25: percentile(25),
      median: percentile(50),
      p75: percentile(75),
      p90: percentile(90),
      histogram: [...scores],
      facts: toFacts(sums),
      customers:
        sketches && estimate(key === null ? sketches.total : (sketches.byKey.get(key) ?? emptySketch())),
      unreported: unreportedOf(decisions, key),
    };
  };
  const table = toRows(scope, [effort, decisions], toRow, (row) => row.contacts);
  const formula = FORMULAS.companyEffort;
  return { ...scope.head, formula, formulaVersion: EFFORT_VERSION, ...table };
}

function toFacts({ contacts, known, kept }: EffortSums): EffortFactDto[] {
  return EFFORT_FACTS.map((fact, index) => {
    const count = known[index] ?? 0;
    return {
      fact,
      weight: EFFORT_WEIGHTS[fact],
      known: toShare(count, contacts),
      kept: count === 0 ? null : tenths((kept[index] ?? 0) / count),
    };
  });
}

/** Lower bound of the bin in which the score lies that so many percent of the scores do not exceed. */
function percentileOf(scores: readonly number[], scored: number, percent: number): number | null {
  if (scored === 0) return null;
  const rank = Math.ceil((scored * percent) / 100);
  let passed = 0;
  const bin = scores.findIndex((count) => (passed += count) >= rank);
  return bin * STEP;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
