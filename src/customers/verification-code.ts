import { randomInt, timingSafeEqual } from 'node:crypto';

/** Six digits: easy to copy from a screen, and out of reach with five tries. */
export function newCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0');
}

/** A code as a person may type it, with blanks and dashes. */
export function toCode(text: string): string {
  return text.replace(/[\s-]/g, '');
}

/** Whether a text can be a code at all. */
export function isCode(text: string): boolean {
  return /^\d{6}$/.test(toCode(text));
}

/** Whether two hashes are the same, told in constant time. */
export function isSameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
