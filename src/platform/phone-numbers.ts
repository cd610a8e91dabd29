import { isSupportedCountry, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';

/** What a text that should hold a phone number turned out to be. */
export type PhoneInput =
  | { readonly kind: 'number'; readonly e164: string }
  | { readonly kind: 'withheld' }
  | { readonly kind: 'invalid' };

/** Words by which platforms say that the caller hides the number. */
const WITHHELD_WORDS = new Set([
  'anonymous',
  'restricted',
  'private',
  'unknown',
  'unavailable',
  'withheld',
  'blocked',
]);

/** The same words typed on a keypad; some platforms send them as if they were numbers (docs.aws.amazon.com, twilio.com). */
const WITHHELD_SPELLINGS = new Set(['266696687', '86282452253', '8656696', '2562533', '7378742833']);

/** Longest input looked at; a SIP URI with parameters is well below it. */
const LONGEST_INPUT = 250;

const WITHHELD = { kind: 'withheld' } as const;
const INVALID = { kind: 'invalid' } as const;

/** Whether a text is a country code (ISO 3166-1 alpha-2, upper case) that has a phone numbering plan. */
export function isRegion(text: string): text is CountryCode {
  return isSupportedCountry(text);
}

/**
 * Reads a phone number in any form that a calling platform sends: E.164, with a `+` that became a space, with `00`,
 * national in `region`, with blanks, dots and dashes, or as a `sip:` or `tel:` URI.
 *
 * A number is taken when its length is possible in its country; ranges are not checked, because countries open new
 * ones faster than any table of them is updated.
 */
export function parsePhone(input: string, region: string): PhoneInput {
  if (input.length > LONGEST_INPUT) return INVALID;
  const text = subscriberOf(input);
  if (text.trim() === '' || WITHHELD_WORDS.has(text.trim().toLowerCase())) return WITHHELD;
  const digits = text.replace(/\D/g, '').replace(/^00/, '');
  if (WITHHELD_SPELLINGS.has(digits)) return WITHHELD;
  if (!/^[+\d\s().\-/\u00a0\u2010-\u2015]+$/u.test(text)) return INVALID;
  const parsed = parsePhoneNumberFromString(internationalised(text), isRegion(region) ? region : undefined);
  return parsed?.isPossible() ? { kind: 'number', e164: parsed.number } : INVALID;
}

/** The number inside `"Name" <sip:+316…@host;user=phone>` or `tel:…`, with its `phone-context` (RFC 3966); other text as it is. */
function subscriberOf(input: string): string {
  const uri = /(?:^|<)\s*(?:sips?|tel):([^@;>?]*)/i.exec(input);
  if (uri === null) return input;
  const number = decoded(uri[1] ?? '');
  const context = /;phone-context=(\+\d{1,15})(?=[;>]|$)/i.exec(input)?.[1];
  return context === undefined || number.startsWith('+') ? number : context + number;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `00` and a blank in the place of the `+` mean the same as the `+`. */
function internationalised(text: string): string {
  const bare = text.trim();
  if (/^\s+[1-9]/.test(text)) return `+${bare}`;
  return bare.replace(/^00(?=[1-9])/, '+');
}
