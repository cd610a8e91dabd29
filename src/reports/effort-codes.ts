import { EFFORT_FACTS, scoreEffort, type EffortFact, type FactValue } from '../domain/effort.js';

/** The states of a fact, as the roll-up counts them: two bits each. */
const STATES: readonly FactValue[] = [null, 0, 100, 50];

/** Stands for no score among the scores. */
const NO_SCORE = -1;

/** The score of every combination of facts, by code: the formula stays in the domain, and PostgreSQL looks it up. */
export const SCORES: readonly number[] = Array.from({ length: 4 ** EFFORT_FACTS.length }, (_, code) => {
  const values = EFFORT_FACTS.map((fact, index) => [fact, STATES[(code >> (2 * index)) & 3] ?? null]);
  return scoreEffort(Object.fromEntries(values) as Record<EffortFact, FactValue>) ?? NO_SCORE;
});
