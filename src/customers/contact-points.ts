import type { ContactPointKind } from '../domain/catalogue.js';
import { parsePhone } from '../platform/phone-numbers.js';

/** A postal address; the names of its parts are those of schema.org's PostalAddress, without the person. */
export interface PostalAddress {
  readonly street: string;
  readonly postalCode?: string;
  readonly locality: string;
  readonly region?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** A contact point as a system writes it: without an id, matched by kind and normalised value. */
export interface WrittenContactPoint {
  readonly kind: ContactPointKind;
  readonly value: string | PostalAddress;
  readonly use?: 'private' | 'work' | null;
  readonly verifiedAt?: string | null;
  readonly undeliverable?: boolean;
}

/** A contact point in the one form in which it is stored and compared. */
export interface NormalisedContactPoint extends Omit<WrittenContactPoint, 'value'> {
  readonly value: string;
  readonly address: PostalAddress | null;
}

/** Enough to tell an address from something else; whether mail arrives only mail can tell. */
const EMAIL = /^[^\s@"(),:;<>[\]\\\p{Cc}]{1,64}@[^\s@"(),:;<>[\]\\\p{Cc}]{1,253}$/u;
const HANDLE = /^[^\s\p{Cc}\p{Cs}]{1,255}$/u;

/** An e-mail address as it is stored and compared, or null when the text is none. */
export function normaliseEmail(text: string): string | null {
  const trimmed = text.trim();
  const domain = trimmed.slice(trimmed.lastIndexOf('@') + 1);
  return EMAIL.test(trimmed) && /[^.]\.[^.]+$/.test(domain) ? trimmed.toLowerCase() : null;
}

/** The stored form of a written contact point, or a sentence that says what is wrong with its value. */
export function normalise(written: WrittenContactPoint, region: string): NormalisedContactPoint | string {
  const { kind, value } = written;
  if (kind === 'post') {
    if (typeof value === 'string') return 'A postal address is an object with street, locality and country.';
    return { ...written, value: toOneLine(value), address: value };
  }
  if (typeof value !== 'string') return 'Only a postal address is an object; this must be text.';
  const text = normaliseText(kind, value, region);
  return 'fault' in text ? text.fault : { ...written, value: text.value, address: null };
}

function normaliseText(
  kind: ContactPointKind,
  text: string,
  region: string,
): { value: string } | { fault: string } {
  if (kind === 'phone') return normalisePhone(text, region);
  const value = kind === 'email' ? normaliseEmail(text) : HANDLE.test(text) ? text : null;
  if (value !== null) return { value };
  return { fault: kind === 'email' ? 'This is no e-mail address.' : 'A handle is text without blanks.' };
}

function normalisePhone(text: string, region: string): { value: string } | { fault: string } {
  const phone = parsePhone(text.trim(), region);
  if (phone.kind === 'number') return { value: phone.e164 };
  return phone.kind === 'withheld'
    ? { fault: 'This is what platforms send for a withheld number; it belongs to nobody.' }
    : { fault: 'This is no phone number. Write it as E.164, such as +31 and the number without its 0.' };
}

/** Two spellings of one address that differ in case or blanks are the same contact point. */
export function toOneLine({
  street,
  postalCode = '',
  locality,
  region = '',
  country,
}: PostalAddress): string {
  return [street, postalCode, locality, region, country]
    .map((part) => part.trim().replace(/\s+/g, ' ').toUpperCase())
    .join(', ');
}
