import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { isInstant } from '../platform/instants.js';
import { documented } from '../platform/params.js';
import { invalid } from '../platform/problem.js';
import type { ExportWish } from './exports.service.js';

/** Formats over HTTP. What the format of another system can't hold is told on the command line alone. */
const FORMATS = ['ndjson', 'csv'];

/** Parameter: what to export, and how. */
export const ExportParam = documented(
  createParamDecorator((_: unknown, context: ExecutionContext): ExportWish => {
    const query = context.switchToHttp().getRequest<FastifyRequest>().query as Record<string, unknown>;
    const { format = 'ndjson', changedSince } = query;
    if (typeof format !== 'string' || !FORMATS.includes(format))
      throw invalid('format', `format must be one of ${FORMATS.join(', ')}.`);
    if (changedSince !== undefined && !(typeof changedSince === 'string' && isInstant(changedSince)))
      throw invalid(
        'changedSince',
        'changedSince must be an RFC 3339 instant with offset; encode its + as %2B.',
      );
    return {
      format,
      system: format,
      channel: textOf(query, 'channel'),
      topic: textOf(query, 'topic'),
      changedSince: changedSince === undefined ? null : new Date(changedSince),
    };
  })(),
  ApiQuery({
    name: 'format',
    required: false,
    description: 'How customers are written.',
    schema: { type: 'string', enum: FORMATS, default: 'ndjson', example: 'csv' },
  }),
  ApiQuery({
    name: 'channel',
    required: false,
    description: 'Only customers that rank this channel anywhere.',
    schema: { type: 'string', example: 'phone' },
  }),
  ApiQuery({
    name: 'topic',
    required: false,
    description: 'Only customers with a choice of their own for this topic.',
    schema: { type: 'string', example: 'billing' },
  }),
  ApiQuery({
    name: 'changedSince',
    required: false,
    description: 'Only customers that changed at this instant or later, or whose choices did.',
    schema: { type: 'string', format: 'date-time', example: '2026-11-23T09:00:00Z' },
  }),
);

function textOf(query: Record<string, unknown>, name: string): string | null {
  const value = query[name];
  if (value === undefined) return null;
  if (typeof value === 'string' && value.length <= 64) return value;
  throw invalid(name, `${name} must be a key of the catalogue.`);
}
