import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AUTHORITIES } from '../domain/authority.js';
import { documented } from '../platform/params.js';
import { invalid } from '../platform/problem.js';
import { FORMATS } from './formats.js';
import { STATED, type ImportAuthority } from './statements.js';

/** How what is sent is to be imported. */
export interface UploadWish {
  readonly format: string;
  readonly authority: ImportAuthority;
  readonly dryRun: boolean;
  /** The name under which the ids of another system are kept. */
  readonly system: string;
}

const WORDS: readonly string[] = [...AUTHORITIES, STATED];

/** Parameter: how what is sent is to be imported. */
export const UploadParam = documented(
  createParamDecorator((_: unknown, context: ExecutionContext): UploadWish => {
    const { headers, query } = context.switchToHttp().getRequest<FastifyRequest>();
    const wanted = query as Record<string, unknown>;
    const isCsv = headers['content-type']?.toLowerCase().startsWith('text/csv');
    const format = wordOf(wanted, 'format', [...FORMATS.keys()], isCsv ? 'csv' : 'ndjson');
    const authority = wordOf(wanted, 'authority', WORDS, 'import') as ImportAuthority;
    const dryRun = wordOf(wanted, 'dryRun', ['true', 'false'], 'false') === 'true';
    return { format, authority, dryRun, system: systemOf(wanted, format) };
  })(),
  ApiQuery({
    name: 'dryRun',
    required: false,
    description: 'Whether to say only what would become of the lines.',
    schema: { type: 'string', enum: ['true', 'false'], default: 'false', example: 'true' },
  }),
  ApiQuery({
    name: 'authority',
    required: false,
    description: `Whose word the choices are; \`${STATED}\` keeps who stated what in the registry that they come from.`,
    schema: { type: 'string', enum: [...WORDS], default: 'import', example: 'import' },
  }),
  ApiQuery({
    name: 'format',
    required: false,
    description: 'The shape of the lines, where the content type does not say it.',
    schema: { type: 'string', enum: [...FORMATS.keys()], example: 'ndjson' },
  }),
  ApiQuery({
    name: 'system',
    required: false,
    description:
      'The name under which the ids of another system are kept; the name of the format when left out.',
    schema: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$', example: 'crm' },
  }),
);

function wordOf(
  query: Record<string, unknown>,
  name: string,
  words: readonly string[],
  usual: string,
): string {
  const { [name]: word = usual } = query;
  if (typeof word === 'string' && words.includes(word)) return word;
  throw invalid(name, `${name} must be one of ${words.join(', ')}.`);
}

function systemOf({ system = '' }: Record<string, unknown>, format: string): string {
  if (system === '') return format;
  if (typeof system === 'string' && /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(system)) return system;
  throw invalid('system', 'This is no name of a system.');
}
