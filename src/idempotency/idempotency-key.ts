import { Problem } from '../platform/problem.js';

/** A string of RFC 8941, section 3.3.3: printable ASCII in quotes. */
const STRING = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;
/** The same without its quotes, as many clients send it, for a key in which nothing would need them. */
const BARE = /^[\w.:~+/=-]+$/;
const LONGEST = 255;

/**
 * The key in an `Idempotency-Key` header (draft-ietf-httpapi-idempotency-key-header): a string in quotes, or bare;
 * both are the same key. Throws `malformed`.
 */
export function readIdempotencyKey(header: string | string[]): string {
  const text = String(header).trim();
  const key = BARE.test(text) ? text : STRING.exec(text)?.[1]?.replace(/\\(.)/g, '$1');
  if (key !== undefined && key.length >= 1 && key.length <= LONGEST) return key;
  throw new Problem(
    'malformed',
    `Idempotency-Key must be one string of 1 to ${LONGEST} ASCII characters, such as "8e03978e-40d5-43dd-bc93-6894a57f9324".`,
  );
}
