import type { Purpose } from '../domain/catalogue.js';
import { isSame, isSameSet } from '../domain/equality.js';
import { NEEDS, type Need, type Preferences } from '../domain/preferences.js';
import { toUtcDate } from '../domain/zones.js';
import { all, one, type FormFields } from './form-fields.js';
import { addDays } from './words.js';

/** Purposes to which the page lets a customer object; an objection to another one stays as it is. */
export const REFUSABLE = ['marketing', 'research'] as const satisfies readonly Purpose[];

/** Most languages that a form is read for: one more than may be stated, so that too many are told, not cut off. */
const MOST_LANGUAGES = 21;

/** What the form about the customer shows. */
export interface DetailsDraft {
  readonly languages: readonly string[];
  /** Empty for the company's. */
  readonly timeZone: string;
  /** First and last day of the pause, both included; empty for none. */
  readonly pauseFrom: string;
  readonly pauseLast: string;
  readonly needs: readonly Need[];
  readonly objections: readonly Purpose[];
}

/** A part of the preferences to be stated; null withdraws. */
export interface DetailsPatch {
  languages?: string[] | null;
  timeZone?: string | null;
  pause?: { from: string; until: string } | null;
  needs?: Need[];
  objections?: Purpose[];
}

export function toDetails(preferences: Preferences): DetailsDraft {
  const { languages = [], timeZone = '', pause, needs = [], objections = [] } = preferences;
  return {
    languages,
    timeZone,
    pauseFrom: pause?.from ?? '',
    pauseLast: pause ? addDays(pause.until, -1) : '',
    needs,
    objections,
  };
}

/** The draft in a form. What the form does not mention stays as shown. */
export function readDetails(fields: FormFields, shown: DetailsDraft): DetailsDraft {
  const has = (part: string) => all(fields, 'part').includes(part);
  const needs = new Set(all(fields, 'need'));
  const objections = new Set(all(fields, 'objection'));
  const others = shown.objections.filter((purpose) => !REFUSABLE.some((each) => each === purpose));
  const languages = new Set(all(fields, 'language').filter((language) => language !== ''));
  return {
    languages: has('languages') ? [...languages].slice(0, MOST_LANGUAGES) : shown.languages,
    timeZone: one(fields, 'timeZone') ?? shown.timeZone,
    pauseFrom: one(fields, 'pauseFrom') ?? shown.pauseFrom,
    pauseLast: one(fields, 'pauseLast') ?? shown.pauseLast,
    needs: has('needs') ? NEEDS.filter((need) => needs.has(need)) : shown.needs,
    objections: has('objections')
      ? [...others, ...REFUSABLE.filter((purpose) => objections.has(purpose))]
      : shown.objections,
  };
}

type DetailsFault = 'pauseHalf' | 'pauseEnd' | 'other';

/** What keeps the draft from being saved. */
export function findDetailsFault({ pauseFrom, pauseLast }: DetailsDraft): DetailsFault | null {
  if (pauseFrom === '' && pauseLast === '') return null;
  if (toUtcDate(pauseFrom) === null || toUtcDate(pauseLast) === null) return 'pauseHalf';
  if (pauseLast < pauseFrom) return 'pauseEnd';
  return toUtcDate(addDays(pauseLast, 1)) === null ? 'other' : null;
}

/**
 * What a draft states beyond what was shown: only what the customer touched. Emptying a list that was stated states an
 * empty list; a list that was never stated and is still empty stays unstated.
 */
export function toDetailsPatch(draft: DetailsDraft, shown: DetailsDraft): DetailsPatch {
  const patch: DetailsPatch = {};
  if (!isSame(draft.languages, shown.languages)) patch.languages = [...draft.languages];
  if (draft.timeZone !== shown.timeZone) patch.timeZone = draft.timeZone === '' ? null : draft.timeZone;
  if (draft.pauseFrom !== shown.pauseFrom || draft.pauseLast !== shown.pauseLast)
    patch.pause = pauseOf(draft);
  if (!isSameSet(draft.needs, shown.needs)) patch.needs = [...draft.needs];
  if (!isSameSet(draft.objections, shown.objections)) patch.objections = [...draft.objections];
  return patch;
}

/** The pause between two days. A last day that is none has no day after it: the draft has a fault then. */
function pauseOf({ pauseFrom, pauseLast }: DetailsDraft): { from: string; until: string } | null {
  if (pauseFrom === '') return null;
  return { from: pauseFrom, until: toUtcDate(pauseLast) === null ? '' : addDays(pauseLast, 1) };
}
