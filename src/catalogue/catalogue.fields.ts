import { LANGUAGE_TAG, MapField, PLAIN_TEXT, TextField, type FieldOptions } from '../platform/fields.js';
import type { Label } from './label.js';

/** Keys of channels and topics: lower case words, with dots between the levels of a topic. */
export const KEY_PATTERN = '^[a-z][a-z0-9_]*(\\.[a-z0-9_]+)*$';

/** Longest key, characters. */
export const LONGEST_KEY = 64;

/** A key of a channel or topic. */
export function KeyField(options: FieldOptions & { example?: string }) {
  return TextField({ example: 'billing', ...options, pattern: KEY_PATTERN, max: LONGEST_KEY });
}

/** Words by language. */
export function LabelField(options: FieldOptions & { example?: Label }) {
  return MapField({
    example: { nl: 'Rekening', en: 'Billing' },
    ...options,
    description: `${options.description} By language (BCP 47); \`nl\` and \`en\` are always there.`,
    keys: LANGUAGE_TAG,
    values: {
      type: 'string',
      description: 'The words in this language.',
      example: 'Billing',
      minLength: 1,
      maxLength: 100,
      pattern: PLAIN_TEXT,
    },
    max: 30,
    mandatory: ['nl', 'en'],
  });
}
