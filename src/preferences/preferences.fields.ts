import { KEY_PATTERN } from '../catalogue/index.js';
import { AUTHORITIES, type Authority } from '../domain/authority.js';
import { HIGHEST_LIMIT } from '../domain/choice-faults.js';
import { PERIODS, type Period } from '../domain/preferences.js';
import {
  DateField,
  InstantField,
  LANGUAGE_TAG,
  TextField,
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

/** Who stated something. */
export class StatementDto {
  @WordField({ description: 'Whose word it is.', words: AUTHORITIES })
  authority!: Authority;

  @TextField({
    description: 'Through what: a channel key or `page`.',
    example: 'phone',
    nullable: 'not said',
  })
  via!: string | null;

  @InstantField({ description: 'When it was said.' })
  at!: string;
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
