import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader, ApiQuery } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { toMilliseconds } from '../domain/durations.js';
import { documented } from '../platform/params.js';
import { invalid } from '../platform/problem.js';
import { CHANGE_TYPES, type ChangeType } from './change.entity.js';

/** What a caller asks of the feed. */
export interface FeedQuery {
  /** Position to read after; `now` starts with what comes. */
  readonly after: bigint | 'now';
  readonly limit: number;
  readonly types: readonly ChangeType[] | null;
  /** Longest time to wait for a change, milliseconds. */
  readonly wait: number;
  /** Whether a stream of Server-Sent Events is wanted. */
  readonly isStream: boolean;
}

const USUAL = 100;
const MOST = 1_000;
const LONGEST_WAIT = 30_000;

/** Parameter: the query of the feed. */
export const FeedQueryParam = documented(
  createParamDecorator((_: unknown, context: ExecutionContext): FeedQuery => {
    const { query, headers } = context.switchToHttp().getRequest<FastifyRequest>();
    const { after, limit, types, wait } = query as Record<string, unknown>;
    const isStream = /\btext\/event-stream\b/i.test(headers.accept ?? '');
    const last = isStream ? headers['last-event-id'] : undefined;
    return {
      after: last === undefined ? afterOf(after, 'after') : afterOf(last, 'Last-Event-ID'),
      limit: limitOf(limit),
      types: typesOf(types),
      wait: waitOf(wait),
      isStream,
    };
  })(),
  ApiQuery({
    name: 'after',
    required: false,
    description: '`next` of the last answer; without it from the beginning; `now` starts with what comes.',
    schema: { type: 'string', pattern: '^([0-9]{1,18}|now)$', example: '4711' },
  }),
  ApiQuery({
    name: 'limit',
    required: false,
    description: 'Most items in an answer.',
    schema: { type: 'integer', minimum: 1, maximum: MOST, default: USUAL, example: USUAL },
  }),
  ApiQuery({
    name: 'types',
    required: false,
    description: `Only these types, with commas: ${CHANGE_TYPES.join(' ')}.`,
    schema: { type: 'string', example: 'preferences.changed,customer.merged' },
  }),
  ApiQuery({
    name: 'wait',
    required: false,
    description:
      'How long to wait for a change when there is none: seconds or an ISO 8601 duration, up to 30 s.',
    schema: { type: 'string', example: 'PT30S' },
  }),
  ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'Of a stream: the last `id` that was received; it goes before `after`.',
    schema: { type: 'string', example: '4711' },
  }),
);

function afterOf(text: unknown, name: string): bigint | 'now' {
  if (text === undefined) return 0n;
  if (text === 'now') return 'now';
  if (typeof text === 'string' && /^\d{1,18}$/.test(text)) return BigInt(text);
  throw invalid(name, `${name} must be a position: the next of an earlier answer, or now.`);
}

function limitOf(text: unknown): number {
  const limit = text === undefined ? USUAL : Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MOST) return limit;
  throw invalid('limit', `limit must be a whole number from 1 to ${MOST}.`);
}

function typesOf(text: unknown): ChangeType[] | null {
  if (text === undefined) return null;
  return String(text)
    .split(',')
    .map((word) => {
      const type = CHANGE_TYPES.find((known) => known === word.trim());
      if (type === undefined) throw invalid('types', `types must be of ${CHANGE_TYPES.join(', ')}.`);
      return type;
    });
}

function waitOf(text: unknown): number {
  if (text === undefined) return 0;
  const wait = /^\d{1,2}$/.test(String(text)) ? Number(text) * 1_000 : toMilliseconds(String(text));
  if (wait !== null && wait <= LONGEST_WAIT) return wait;
  throw invalid('wait', 'wait must be seconds or an ISO 8601 duration, up to 30 s.');
}
