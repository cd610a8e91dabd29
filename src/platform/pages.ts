import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { documented } from './params.js';
import { invalid } from './problem.js';

/** What a caller asks of a list. */
export interface PageRequest {
  /** Most items on a page, 1 to 200. */
  readonly limit: number;
  /** `next` of the page before; null for the first one. */
  readonly after: string | null;
}

export interface Page<T> {
  readonly items: T[];
  /** Give it as `after` for the next page; null on the last one. */
  readonly next: string | null;
}

const MOST = 200;
const USUAL = 50;
const AFTER_PATTERN = '^[A-Za-z0-9_-]{1,64}$';

/** Parameter: `limit` and `after` from the query. */
export const PageQuery = documented(
  createParamDecorator((_: unknown, context: ExecutionContext): PageRequest => {
    const query = context.switchToHttp().getRequest<FastifyRequest>().query as Record<string, unknown>;
    return { limit: limitOf(query['limit']), after: afterOf(query['after']) };
  })(),
  ApiQuery({
    name: 'limit',
    required: false,
    description: 'Most items on a page.',
    schema: { type: 'integer', minimum: 1, maximum: MOST, default: USUAL, example: USUAL },
  }),
  ApiQuery({
    name: 'after',
    required: false,
    description: '`next` of the page before.',
    schema: { type: 'string', pattern: AFTER_PATTERN, example: '019aa001-7b1c-7000-8000-000000000001' },
  }),
);

function limitOf(text: unknown): number {
  const limit = text === undefined ? USUAL : Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MOST) return limit;
  throw invalid('limit', `limit must be a whole number from 1 to ${MOST}.`);
}

function afterOf(text: unknown): string | null {
  if (text === undefined) return null;
  if (typeof text === 'string' && new RegExp(AFTER_PATTERN).test(text)) return text;
  throw invalid('after', 'after must be the next of an earlier page.');
}

/** Cuts a page from rows of which one more than `limit` was read. */
export function toPage<R, T>(
  rows: R[],
  limit: number,
  toItem: (row: R) => T,
  toNext: (row: R) => string,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(toItem), next: rows.length > limit && last ? toNext(last) : null };
}
