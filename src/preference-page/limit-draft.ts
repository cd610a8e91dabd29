import { HIGHEST_LIMIT } from '../domain/choice-faults.js';
import { PERIODS, type Choice, type Limit, type Period } from '../domain/preferences.js';
import { one, wordIn, type FormFields } from './form-fields.js';

/** How often the company may come, while it is being filled in; it may still have a fault. */
export interface LimitDraft {
  readonly per: Period | 'none';
  /** As it was typed. */
  readonly max: string;
}

/** What the list of periods offers; `none`: as often as needed. */
export const LIMITS = ['none', ...PERIODS] as const;

/** A limit as the form shows it; once is what most people mean who begin to set one. */
export function toLimitDraft(limit: Limit | undefined): LimitDraft {
  return limit === undefined ? { per: 'none', max: '1' } : { per: limit.per, max: String(limit.max) };
}

/** The limit in a form. What the form does not mention stays as `shown`. */
export function readLimit(fields: FormFields, shown: LimitDraft): LimitDraft {
  return {
    per: wordIn(fields, 'limit.per', LIMITS, shown.per),
    max: (one(fields, 'limit.max') ?? shown.max).trim().slice(0, 9),
  };
}

/** Whether a limit is wanted whose number is none from 1 to 100. */
export function hasLimitFault(draft: LimitDraft): boolean {
  return draft.per !== 'none' && toNumber(draft.max) === null;
}

/** A choice with the limit of a draft; with a limit alone it is a choice too. Null when nothing is stated. */
export function withLimit(choice: Choice | null, { per, max }: LimitDraft): Choice | null {
  const number = toNumber(max);
  if (per === 'none' || number === null) return choice;
  return { ...(choice ?? { channels: [], declined: [] }), limit: { max: number, per } };
}

function toNumber(text: string): number | null {
  const number = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= HIGHEST_LIMIT ? number : null;
}
