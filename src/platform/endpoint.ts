import { applyDecorators, HttpCode, SetMetadata, UseInterceptors, type Type } from '@nestjs/common';
import {
  ApiBasicAuth,
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiExtraModels,
  ApiOperation,
  ApiResponse,
  getSchemaPath,
  type ContentObject,
} from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import { AnswerHeaders } from './answer-headers.interceptor.js';
import { answerResponse, ifMatchHeader, problemResponse } from './endpoint-docs.js';
import { PROBLEM_KINDS, type ProblemKind } from './problem.js';
import { SIGHT, type Sight } from './sight.js';
import { GROUP_OF_ACCESS, type RouteFacts, type RouteGroup } from './route-groups.js';
import type { Scope } from './scopes.js';

/** A scope; `any_key` for what every key may read; `customer` for a customer's own token; `public` for what needs no key. */
export type Access = Scope | 'any_key' | 'customer' | 'public';

/** Metadata under which an endpoint declares who may call it. */
export const ACCESS = 'voorkeur:access';
/** Metadata under which an endpoint declares a second scope that a key needs as well. */
export const ALSO_SCOPE = 'voorkeur:also-scope';
/** Content types of a merge patch; many clients can only call it plain JSON. */
export const MERGE_PATCH = ['application/merge-patch+json', 'application/json'];

/** Metadata under which an endpoint declares the content types it reads, when that is not plain JSON. */
export const CONSUMES = 'voorkeur:consumes';

/** Metadata of endpoints that answer in time even when the store does not. */
export const ALWAYS_ANSWERS = 'voorkeur:always-answers';

/** What an endpoint says of itself. */
export interface EndpointOptions {
  readonly summary: string;
  readonly description?: string;
  readonly scope: Access;
  /** What it is limited with, where the scope does not say. */
  readonly group?: RouteGroup;
  /** A second scope that is needed as well. */
  readonly alsoScope?: Scope;
  /** DTO class of a good answer; none for an answer without a body. */
  readonly answer?: Type | [Type];
  /** Content types and schemas of a good answer that is not (only) JSON. */
  readonly content?: ContentObject;
  /** Status of a good answer. */
  readonly status?: 200 | 201 | 204;
  /** A second good status of the same shape, such as 201 beside 200 for an upsert. */
  readonly alsoStatus?: 201;
  /** Whether what was created has no address to be read at. */
  readonly location?: false;
  /** Failures beyond those that every endpoint can have. */
  readonly problems?: readonly ProblemKind[];
  /** `answered`: the answer has an ETag of its version. `optional`, `required`: `If-Match` is honoured, or needed. */
  readonly version?: 'answered' | 'optional' | 'required';
  readonly consumes?: readonly string[];
  /** Whether it passes over query parameters that it does not know, instead of refusing them. */
  readonly openQuery?: true;
  /** Whether it answers in time even when the store does not: then nothing on the way to it may wait for the store. */
  readonly alwaysAnswers?: true;
  /** What the answer shows of customers: it goes into the access log. None for an endpoint that shows nothing of them. */
  readonly sees?: Sight;
  /** DTO class of a body that may be left out. */
  readonly optionalBody?: Type;
  /** What the body is, when it is read as it arrives (`StreamedBody`): it has no limit of size or time. */
  readonly streamed?: {
    readonly description: string;
    readonly example: string;
    /** DTO class of one line: the document says so, and unknown fields of it are refused as in any body. */
    readonly line?: Type;
  };
}

/** Declares an endpoint: who may call it, what it answers, how it fails. An endpoint without it is refused to all. */
export function Endpoint(options: EndpointOptions): MethodDecorator {
  const { scope, alsoScope, status = 200, alsoStatus, version, consumes } = options;
  const statuses = alsoStatus === undefined ? [status] : [status, alsoStatus];
  const mayCreate = statuses.includes(201);
  return applyDecorators(
    SetMetadata(ACCESS, scope),
    SetMetadata(ALSO_SCOPE, alsoScope),
    SetMetadata(SIGHT, options.sees),
    RouteConfig(factsOf(options)),
    HttpCode(status),
    operationOf(options),
    ...statuses.map((code) => ApiResponse(answerResponse(code, { ...options, ...factsOf(options) }))),
    ...problemsOf(options).map(([code, kinds]) =>
      ApiResponse({ status: code, ...problemResponse(code, kinds) }),
    ),
    ...securityOf(scope),
    ...(version !== undefined || mayCreate ? [UseInterceptors(AnswerHeaders)] : []),
    ...(version === 'optional' || version === 'required' ? [ifMatchHeader(version === 'required')] : []),
    ...(consumes ? [SetMetadata(CONSUMES, consumes), ApiConsumes(...consumes)] : []),
    ...(options.alwaysAnswers ? [SetMetadata(ALWAYS_ANSWERS, true)] : []),
    ...bodyOf(options),
  );
}

function factsOf({ scope, group, alwaysAnswers }: EndpointOptions): RouteFacts {
  return { group: group ?? GROUP_OF_ACCESS[scope], alwaysAnswers: alwaysAnswers === true };
}

function bodyOf({ optionalBody, streamed }: EndpointOptions): MethodDecorator[] {
  if (optionalBody) return [ApiBody({ type: optionalBody, required: false })];
  if (!streamed) return [];
  const { line, ...rest } = streamed;
  const schema = { type: 'string', ...rest, ...(line && { 'x-line': { $ref: getSchemaPath(line) } }) };
  return [ApiBody({ required: true, schema }), ...(line ? [ApiExtraModels(line)] : [])];
}

function securityOf(scope: Access): MethodDecorator[] {
  if (scope === 'public') return [];
  if (scope === 'customer') return [ApiBearerAuth('customerToken')];
  return [ApiBearerAuth('key'), ApiBasicAuth('keyAsUserName'), ApiBearerAuth('accessToken')];
}

function operationOf({
  summary,
  description,
  scope,
  alsoScope,
  openQuery,
  streamed,
  sees,
}: EndpointOptions): MethodDecorator {
  const extensions = {
    'x-scope': scope,
    ...(alsoScope && { 'x-also-scope': alsoScope }),
    ...(openQuery && { 'x-open-query': true }),
    ...(streamed && { 'x-streamed': true }),
    ...(sees && { 'x-access-log': sees.as }),
  };
  const also = alsoScope && `And \`${alsoScope}\`.`;
  const sentences = [description, scopeSentence(scope), also].filter((text) => text !== undefined);
  return ApiOperation({ summary, description: sentences.join(' '), ...extensions });
}

function scopeSentence(scope: Access): string {
  if (scope === 'public') return 'No key is needed.';
  if (scope === 'customer') return "For a customer's own token; a key does not open it.";
  return scope === 'any_key' ? 'Any key may call it.' : `Scope: \`${scope}\`.`;
}

/** How those can fail who may not call. */
function refusalsOf(scope: Access): ProblemKind[] {
  if (scope === 'public') return [];
  if (scope === 'customer') return ['unauthenticated'];
  return ['unauthenticated', 'issuer_unavailable', ...(scope === 'any_key' ? [] : ['forbidden' as const])];
}

/** What is limited can be turned away, unless it always answers. */
function limitsOf(options: EndpointOptions): ProblemKind[] {
  const { group, alwaysAnswers } = factsOf(options);
  return group && !alwaysAnswers ? ['rate_limited', 'overloaded'] : [];
}

/** Kinds of failure by status; every endpoint can meet a store that does not answer. */
function problemsOf(options: EndpointOptions): [number, ProblemKind[]][] {
  const { scope, problems = [], version } = options;
  const refusals = [...refusalsOf(scope), ...limitsOf(options)];
  const kinds = new Set<ProblemKind>([...problems, 'internal', 'unavailable', ...refusals]);
  if (version === 'required') kinds.add('version_required');
  if (version === 'required' || version === 'optional') kinds.add('version_mismatch');
  const byStatus = new Map<number, ProblemKind[]>();
  for (const kind of kinds) {
    const { status } = PROBLEM_KINDS[kind];
    byStatus.set(status, [...(byStatus.get(status) ?? []), kind]);
  }
  return [...byStatus].sort(([a], [b]) => a - b);
}
