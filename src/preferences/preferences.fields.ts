import { KEY_PATTERN } from '../catalogue/index.js';
import { DateField, LANGUAGE_TAG, TextListField, type FieldOptions } from '../platform/fields.js';

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
