import { HIGHEST_LIMIT } from '../../domain/choice-faults.js';
import { PERIODS, type Limit } from '../../domain/preferences.js';
import type { ChoiceDraft } from './choice-draft.js';
import type { Part } from './document.js';
import { marketingTopics } from './names.js';
import type { MappingContext } from './neighbour.js';
import type { StatedChoice } from './stated.js';

/** A rule's fields for how often Mautic may send. */
const FIELDS = ['frequencyNumber', 'frequencyTime'] as const;

/**
 * Limits the topics of marketing. Mautic counts each channel by itself, we count all together: so all rules must say the
 * same, and the customer hears of us less often rather than more.
 */
export function readFrequency(rules: readonly Part[], draft: ChoiceDraft, context: MappingContext): void {
  const topics = marketingTopics(context);
  const [limit, ...others] = rules.map(limitOf);
  const isOne = others.every((other) => other?.max === limit?.max && other?.per === limit?.per);
  if (!limit || !isOne || topics.length === 0) return;
  for (const topic of topics) draft.limit(topic, limit);
  for (const place of rules.flatMap((rule) => FIELDS.map((field) => rule.get(field)))) {
    if (rules.length === 1 && topics.length === 1) place.take();
    else place.lose('All channels are counted together here, and each topic of marketing by itself.');
  }
}

function limitOf(rule: Part): Limit | null {
  const [number, time] = FIELDS.map((field) => rule.get(field).word);
  const per = PERIODS.find((period) => period === time?.toLowerCase());
  const max = Number(number);
  return per && Number.isInteger(max) && max >= 1 && max <= HIGHEST_LIMIT ? { max, per } : null;
}

/** The frequency of every rule: what limits all topics of marketing alike, else what limits everything. */
export function writeFrequency(choices: readonly StatedChoice[], context: MappingContext): object | null {
  const topics = marketingTopics(context);
  const own = choices.filter(({ topic }) => topic !== null && topics.includes(topic));
  const limits = own.flatMap(({ limit }) => readLimit(limit) ?? []);
  const [first] = limits;
  const isOne = limits.every(({ max, per }) => max === first?.max && per === first.per);
  const general = choices.filter(({ topic }) => topic === null);
  const used = first && isOne && topics.length === limits.length ? own : general;
  const [limit] = used.flatMap((choice) => readLimit(choice.limit) ?? []);
  if (limit === undefined) return null;
  for (const choice of used)
    choice.limit.lose('Mautic counts each of its channels by itself, and no others.');
  return { frequencyNumber: limit.max, frequencyTime: limit.per.toUpperCase() };
}

function readLimit(part: Part): Limit | undefined {
  const max = part.get('max').value;
  const per = PERIODS.find((period) => period === part.get('per').value);
  return typeof max === 'number' && per !== undefined ? { max, per } : undefined;
}
