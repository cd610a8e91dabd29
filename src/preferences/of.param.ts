import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { validate as isUuid } from 'uuid';
import { documented } from '../platform/params.js';
import { invalid } from '../platform/problem.js';

/** Parameter: the merged customer whose history is wanted; null for the customer in the address. */
export const Of = documented(
  createParamDecorator((_: unknown, context: ExecutionContext): string | null => {
    const { of } = context.switchToHttp().getRequest<FastifyRequest>().query as Record<string, unknown>;
    if (of === undefined) return null;
    if (typeof of === 'string' && isUuid(of)) return of.toLowerCase();
    throw invalid('of', 'of must be the id of a customer that was merged into this one.');
  })(),
  ApiQuery({
    name: 'of',
    required: false,
    description: 'A customer that was merged into this one, to read the history that it had.',
    schema: { type: 'string', format: 'uuid', example: '019aa001-7b1c-7000-8000-000000000001' },
  }),
);
