import { KEY_PATTERN } from '../catalogue/index.js';
import { HIGHEST_LIMIT } from '../domain/choice-faults.js';
import { PERIODS, type Period } from '../domain/preferences.js';
import {
  DateField,
  LANGUAGE_TAG,
  TextListField,
  WholeNumberField,
  WordField,
  type FieldOptions,
} from '../platform/fields.js';

/** Most channels in one choice. */
export const MOST_CHANNELS = 100;
/** Most topics with a choice of their own. */
export const MOST_TOPICS = 200;
const MOST_LANGUAGES = 20;

/** Languages, best first. */
export function LanguagesField(options: FieldOptions) {
  return TextListField({
    ...options,
    max: MOST_LANGUAGES,
    pattern: LANGUAGE_TAG,
    itemMax: 35,
    example: ['nl', 'en'],
  });
}

/** Keys of channels that are refused. */
export function DeclinedField(options: FieldOptions) {
  return TextListField({
    ...options,
    max: MOST_CHANNELS,
    pattern: KEY_PATTERN,
    itemMax: 64,
    example: ['sms'],
  });
}

/** At most so many outbound contacts in a period. */
export class LimitDto {
  @WholeNumberField({
    description: 'At most this many outbound contacts.',
    example: 2,
    min: 1,
    max: HIGHEST_LIMIT,
  })
  max!: number;

  @WordField({
    description: "Per calendar day, week (from Monday) or month in the customer's zone.",
    words: PERIODS,
    example: 'week',
  })
  per!: Period;
}

/** A span of local dates. */
export class PauseDto {
  @DateField({ description: 'First day without outbound contact.', example: '2026-12-24' })
  from!: string;

  @DateField({
    description: 'First day with outbound contact again; later than `from`.',
    example: '2027-01-02',
  })
  until!: string;
}
