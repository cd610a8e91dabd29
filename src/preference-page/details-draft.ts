import type { Purpose } from '../domain/catalogue.js';
import { isSame, isSameSet } from '../domain/equality.js';
import { NEEDS, type Need, type Preferences } from '../domain/preferences.js';
import { toUtcDate } from '../domain/zones.js';
import { all, one, type FormFields } from './form-fields.js';
import { addDays } from './words.js';

/** Purposes to which the page lets a customer object; an objection to another one stays as it is. */
export const REFUSABLE = ['marketing', 'research'] as const satisfies readonly Purpose[];

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
  const languages = all(fields, 'language').filter((language) => /^[A-Za-z]{2,8}(-\w{1,8})*$/.test(language));
  return {
    languages: has('languages') ? [...new Set(languages)] : shown.languages,
    timeZone: one(fields, 'timeZone') ?? shown.timeZone,
    pauseFrom: one(fields, 'pauseFrom') ?? shown.pauseFrom,
    pauseLast: one(fields, 'pauseLast') ?? shown.pauseLast,
    needs: has('needs') ? NEEDS.filter((need) => needs.has(need)) : shown.needs,
    objections: has('objections')
      ? [...others, ...REFUSABLE.filter((purpose) => objections.has(purpose))]
      : shown.objections,
  };
}

/** What keeps the draft from being saved. */
export function findDetailsFault({ pauseFrom, pauseLast }: DetailsDraft): 'pauseHalf' | 'pauseEnd' | null {
  if (pauseFrom === '' && pauseLast === '') return null;
  if (toUtcDate(pauseFrom) === null || toUtcDate(pauseLast) === null) return 'pauseHalf';
  return pauseLast < pauseFrom ? 'pauseEnd' : null;
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

function pauseOf({ pauseFrom, pauseLast }: DetailsDraft): { from: string; until: string } | null {
  return pauseFrom === '' ? null : { from: pauseFrom, until: addDays(pauseLast, 1) };
}
