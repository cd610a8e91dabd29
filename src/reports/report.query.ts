import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { isDate } from '../platform/instants.js';
import { documented } from '../platform/params.js';
import { invalid } from '../platform/problem.js';
import { BYS, type By } from './periods.js';
import { MOST_MONTHS, SILENCES, type Silence } from './silence.js';

/** What is asked of a report; null for what is not said. */
export interface ReportQuery {
  /** Local dates of the organisation, the end exclusive. */
  readonly from: string | null;
  readonly until: string | null;
  readonly by: By | null;
  /** Id of a key. */
  readonly system: string | null;
  readonly channel: string | null;
  /** With all topics below it. */
  readonly topic: string | null;
  /** Months without a successful contact, from 1. */
  readonly months: number | null;
}

/** What is asked of the list of the silent. */
export interface SilentQuery {
  readonly kind: Silence;
  readonly months: number | null;
}

const KEY = '^[\\w.-]{1,64}$';
const USUAL_MONTHS = 12;

const DATES = [
  queryDocs('from', 'First local date of the organisation; usually a year before `until`.', {
    type: 'string',
    format: 'date',
    example: '2026-01-01',
  }),
  queryDocs('until', 'The local date before which it ends; usually tomorrow.', {
    type: 'string',
    format: 'date',
    example: '2026-12-01',
  }),
];

const FILTERS = [
  queryDocs('system', 'Only this system: the id of its key.', keySchema('a1b2c3d4e5f6')),
  queryDocs('channel', 'Only this channel.', keySchema('phone')),
  queryDocs('topic', 'Only this topic, and those below it.', keySchema('billing')),
];

const MONTHS = queryDocs('months', 'Months without a successful contact.', {
  type: 'integer',
  minimum: 1,
  maximum: MOST_MONTHS,
  default: USUAL_MONTHS,
  example: USUAL_MONTHS,
});

/** Parameter: what is asked of a report over contacts, decisions or questions. */
export const SlicedQuery = (usual: By) => documented(reader(BYS), ...DATES, byDocs(BYS, usual), ...FILTERS)();

/** Parameter: what is asked of the report of silence. */
export const SilenceQuery = documented(
  reader(['day', 'week', 'month']),
  ...DATES,
  byDocs(['day', 'week', 'month'], 'month'),
  MONTHS,
);

/** Parameter: what is asked of the report of systems. */
export const SystemsQuery = documented(reader(['system']), ...DATES, byDocs(['system'], 'system'));

/** Parameter: which of the silent are listed. */
export const SilentQueryParam = documented(
  createParamDecorator((_: unknown, context: ExecutionContext): SilentQuery => {
    const query = queryOf(context);
    const kind = SILENCES.find((known) => known === query['kind']);
    if (kind === undefined) throw invalid('kind', `kind must be one of ${SILENCES.join(', ')}.`);
    return { kind, months: readMonths(query['months']) };
  })(),
  ApiQuery({
    name: 'kind',
    required: true,
    description: 'In which way they are silent.',
    schema: { type: 'string', enum: [...SILENCES], example: 'no_contact' },
  }),
  MONTHS,
);

function reader(bys: readonly By[]): ParameterDecorator {
  return createParamDecorator((_: unknown, context: ExecutionContext): ReportQuery => {
    const query = queryOf(context);
    return {
      from: readDate('from', query['from']),
      until: readDate('until', query['until']),
      by: readBy(query['by'], bys),
      system: readKey('system', query['system']),
      channel: readKey('channel', query['channel']),
      topic: readKey('topic', query['topic']),
      months: readMonths(query['months']),
    };
  })();
}

function queryOf(context: ExecutionContext): Record<string, unknown> {
  return context.switchToHttp().getRequest<FastifyRequest>().query as Record<string, unknown>;
}

function readDate(name: string, text: unknown): string | null {
  if (text === undefined) return null;
  if (typeof text === 'string' && isDate(text) && text >= '1970-01-02' && text < '2200-01-01') return text;
  throw invalid(name, `${name} must be a date like 2026-11-23, from 1970 to 2199.`);
}

function readBy(text: unknown, bys: readonly By[]): By | null {
  if (text === undefined) return null;
  const by = bys.find((known) => known === text);
  if (by === undefined) throw invalid('by', `by must be one of ${bys.join(', ')} here.`);
  return by;
}

function readKey(name: string, text: unknown): string | null {
  if (text === undefined) return null;
  if (typeof text === 'string' && new RegExp(KEY).test(text)) return text;
  throw invalid(name, `${name} must be a key.`);
}

function readMonths(text: unknown): number | null {
  if (text === undefined) return null;
  const months = typeof text === 'string' && /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (months >= 1 && months <= MOST_MONTHS) return months;
  throw invalid('months', `months must be a whole number from 1 to ${MOST_MONTHS}.`);
}

function keySchema(example: string) {
  return { type: 'string' as const, pattern: KEY, example };
}

function byDocs(bys: readonly By[], usual: By): MethodDecorator {
  const schema = { type: 'string' as const, enum: [...bys], default: usual, example: usual };
  return queryDocs('by', 'What the rows are of.', schema);
}

function queryDocs(name: string, description: string, schema: Record<string, unknown>): MethodDecorator {
  return ApiQuery({ name, required: false, description, schema } as Parameters<typeof ApiQuery>[0]);
}
