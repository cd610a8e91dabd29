import type { ContactPointDto } from '../customers/index.js';

const DOTS = '•••';

/** A contact point that its owner recognises, and somebody who looks over the shoulder can't use. */
export function masked({ kind, value }: Pick<ContactPointDto, 'kind' | 'value'>): string {
  if (typeof value !== 'string') return [DOTS, value.locality].join(', ');
  if (kind === 'phone') return `${value.slice(0, 3)} ${DOTS} ${value.slice(-3)}`;
  if (kind === 'email') return maskedEmail(value);
  return `${value.slice(0, 2)}${DOTS}`;
}

function maskedEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, Math.min(2, at - 1) || 1)}${DOTS}${email.slice(at)}`;
}

/** A contact point in full, in one line. */
export function inFull({ value }: Pick<ContactPointDto, 'value'>): string {
  if (typeof value === 'string') return value;
  const { street, postalCode, locality, region, country } = value;
  return [street, [postalCode, locality].filter(Boolean).join(' '), region, country]
    .filter(Boolean)
    .join(', ');
}
