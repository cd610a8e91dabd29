import type { Type } from '@nestjs/common';
import { ApiHeader, type ApiResponseOptions, type ContentObject, type HeaderObject } from '@nestjs/swagger';
import { PROBLEM_KINDS, type ProblemKind } from './problem.js';
import { ProblemDetails } from './problem.dto.js';
import type { RouteGroup } from './route-groups.js';

const TEXT = { type: 'string' as const };

const DONE: Readonly<Record<number, string>> = {
  200: 'The answer.',
  201: 'Created; `Location` is its address.',
  204: 'Done.',
};

/** Headers that some failures always come with. */
const PROBLEM_HEADERS: Readonly<Record<number, Record<string, HeaderObject>>> = {
  401: { 'WWW-Authenticate': { description: 'How to show a key.', schema: TEXT } },
  429: { 'Retry-After': { description: 'Seconds to wait.', schema: TEXT, example: '42' } },
  503: { 'Retry-After': { description: 'Seconds to wait.', schema: TEXT, example: '1' } },
};

/** Headers of what is limited (draft-ietf-httpapi-ratelimit-headers). */
const LIMIT_HEADERS: Record<string, HeaderObject> = {
  RateLimit: {
    description: 'Calls of this group that are left (`r`), and seconds until all are there again (`t`).',
    schema: TEXT,
    example: '"reads";r=59999;t=60',
  },
  'RateLimit-Policy': {
    description: 'Calls of this group that the key may make (`q`) in so many seconds (`w`).',
    schema: TEXT,
    example: '"reads";q=60000;w=60',
  },
};

interface Answer {
  readonly group?: RouteGroup | null | undefined;
  readonly answer?: Type | [Type];
  readonly content?: ContentObject;
  readonly version?: string;
  readonly location?: false;
}

/** The documentation of a good answer. */
export function answerResponse(
  status: number,
  { answer, content, version, location, group }: Answer,
): ApiResponseOptions {
  const headers = {
    ...(group && LIMIT_HEADERS),
    ...(version !== undefined && { ETag: { description: 'The version.', schema: TEXT, example: '"7"' } }),
    ...(status === 201 && location !== false && { Location: { description: 'Its address.', schema: TEXT } }),
  };
  return {
    status,
    description: location === false ? 'Created.' : (DONE[status] ?? ''),
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(answer && { type: answer }),
    ...(content && { content }),
  };
}

/** The documentation of a failure with some status: the kinds that it can be of. */
export function problemResponse(status: number, kinds: readonly ProblemKind[]) {
  const description = kinds
    .map((kind) => `\`urn:voorkeur:problem:${kind}\`: ${PROBLEM_KINDS[kind].title}.`)
    .join(' ');
  const headers = PROBLEM_HEADERS[status];
  const content = {
    'application/problem+json': { schema: { $ref: `#/components/schemas/${ProblemDetails.name}` } },
  };
  return { description, content, ...(headers && { headers }) };
}

/** The documentation of `If-Match`. */
export function ifMatchHeader(required: boolean): MethodDecorator {
  return ApiHeader({
    name: 'If-Match',
    required,
    description: 'The `ETag` of the version that the change is made on, or `*`.',
    schema: { type: 'string', example: '"7"' },
  });
}
