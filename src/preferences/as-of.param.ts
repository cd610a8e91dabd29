import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { isInstant } from '../platform/instants.js';
import { documented } from '../platform/params.js';
import { invalid } from '../platform/problem.js';

/** Parameter: the instant at which the preferences are wanted; null for now. */
export const AsOf = documented(
  createParamDecorator((_: unknown, context: ExecutionContext): Date | null => {
    const { asOf } = context.switchToHttp().getRequest<FastifyRequest>().query as Record<string, unknown>;
    if (asOf === undefined) return null;
    if (typeof asOf === 'string' && isInstant(asOf)) return new Date(asOf);
    throw invalid('asOf', 'asOf must be an RFC 3339 instant with offset; encode its + as %2B.');
  })(),
  ApiQuery({
    name: 'asOf',
    required: false,
    description: 'The preferences as they were at this instant.',
    schema: { type: 'string', format: 'date-time', example: '2026-11-23T09:00:00Z' },
  }),
);
