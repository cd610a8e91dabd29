import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from './problem.js';

/** The versions that a caller names in `If-Match`: null when there is no such header. */
export type ExpectedVersion = readonly number[] | 'any' | null;

/** Parameter: what `If-Match` says (RFC 9110, section 13.1.1; strong comparison, so a weak tag matches nothing). */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): ExpectedVersion => {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  if (header === undefined) return null;
  if (header.trim() === '*') return 'any';
  return header.split(',').map((tag) => Number(/^\s*"(\d{1,15})"\s*$/.exec(tag)?.[1] ?? NaN));
});

/** Throws 428 when the caller named no version. */
export function requireNamed(expected: ExpectedVersion): void {
  if (expected === null)
    throw new Problem('version_required', 'Send If-Match with the ETag that you read, or "*".');
}

/** Throws 412 when the caller named versions, and the stored one is none of them. */
export function requireMatch(expected: ExpectedVersion, version: number): void {
  if (expected === null || expected === 'any' || expected.includes(version)) return;
  throw new Problem(
    'version_mismatch',
    `The stored version is ${version}. Read it again and repeat the change.`,
  );
}
