import { applyDecorators, HttpCode, SetMetadata, UseInterceptors, type Type } from '@nestjs/common';
import {
  ApiBasicAuth,
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiHeader,
  ApiOperation,
  ApiResponse,
} from '@nestjs/swagger';
import { AnswerHeaders } from './answer-headers.interceptor.js';
import { PROBLEM_KINDS, type ProblemKind } from './problem.js';
import { ProblemDetails } from './problem.dto.js';

/** What a key may be allowed to do. */
export const SCOPES = [
  'decisions:read',
  'customers:read',
  'customers:write',
  'preferences:read',
  'preferences:write',
  'contacts:write',
  'reports:read',
  'events:read',
  'webhooks:manage',
  'catalogue:manage',
  'pages:create',
  'privacy:manage',
  'keys:manage',
] as const;
export type Scope = (typeof SCOPES)[number];

/** A scope; `any_key` for what every key may read; `public` for what needs no key. */
export type Access = Scope | 'any_key' | 'public';

/** Metadata under which an endpoint declares who may call it. */
export const ACCESS = 'voorkeur:access';
/** Metadata under which an endpoint declares the content types it reads, when they are not the usual ones. */
export const CONSUMES = 'voorkeur:consumes';

export interface EndpointOptions {
  readonly summary: string;
  readonly description?: string;
  readonly scope: Access;
  /** DTO class of a good answer; none for an answer without a body. */
  readonly answer?: Type | [Type];
  /** Content type of an answer that is text. */
  readonly produces?: string;
  /** Status of a good answer. */
  readonly status?: 200 | 201 | 204;
  /** A second good status of the same shape, such as 201 beside 200 for an upsert. */
  readonly alsoStatus?: 201;
  /** Failures beyond those that every endpoint can have. */
  readonly problems?: readonly ProblemKind[];
  /** `answered`: the answer has an ETag of its version. `required`: and the call changes it, so `If-Match` is needed. */
  readonly version?: 'answered' | 'optional' | 'required';
  readonly consumes?: readonly string[];
  /** DTO class of the body, where it can't be read from the handler's signature. */
  readonly body?: Type;
}

/** Declares an endpoint: who may call it, what it answers, how it fails. An endpoint without it is refused to all. */
export function Endpoint(options: EndpointOptions): MethodDecorator {
  const status = options.status ?? 200;
  return applyDecorators(
    SetMetadata(ACCESS, options.scope),
    HttpCode(status),
    ApiOperation({
      summary: options.summary,
      ...(options.description && { description: options.description }),
      ...({ 'x-scope': options.scope } as object),
    }),
    ...[status, options.alsoStatus ?? []].flat().map((code) => answerOf(code, options)),
    ...problemsOf(options).map(([code, kinds]) => problemAnswer(code, kinds)),
    ...(options.scope === 'public' ? [] : [ApiBearerAuth('key'), ApiBasicAuth('keyAsUserName')]),
    ...(options.version || options.alsoStatus || status === 201 ? [UseInterceptors(AnswerHeaders)] : []),
    ...versionHeader(options.version),
    ...(options.consumes ? [SetMetadata(CONSUMES, options.consumes), ApiConsumes(...options.consumes)] : []),
    ...(options.body ? [ApiBody({ type: options.body })] : []),
  );
}

function answerOf(status: number, { answer, produces, version }: EndpointOptions): MethodDecorator {
  const description =
    status === 201 ? 'Created; `Location` is its address.' : status === 204 ? 'Done.' : 'The answer.';
  const headers = {
    ...(version && { ETag: { description: 'The version.', schema: { type: 'string' as const } } }),
    ...(status === 201 && {
      Location: { description: 'Its address.', schema: { type: 'string' as const } },
    }),
  };
  const content = produces && { [produces]: { schema: { type: 'string' as const } } };
  return ApiResponse({
    status,
    description,
    headers,
    ...(answer && { type: answer }),
    ...(content && { content }),
  });
}

function problemAnswer(status: number, kinds: ProblemKind[]): MethodDecorator {
  const description = kinds
    .map((kind) => `\`urn:voorkeur:problem:${kind}\`: ${PROBLEM_KINDS[kind].title}.`)
    .join(' ');
  const content = {
    'application/problem+json': { schema: { $ref: `#/components/schemas/${ProblemDetails.name}` } },
  };
  return ApiResponse({ status, description, content });
}

/** Kinds of failure by status; every endpoint can meet a store that does not answer. */
function problemsOf({ scope, problems = [], version }: EndpointOptions): [number, ProblemKind[]][] {
  const kinds = new Set<ProblemKind>([...problems, 'internal', 'unavailable']);
  if (scope !== 'public') kinds.add('unauthenticated');
  if (scope !== 'public' && scope !== 'any_key') kinds.add('forbidden');
  if (version === 'required') kinds.add('version_required');
  if (version === 'required' || version === 'optional') kinds.add('version_mismatch');
  const byStatus = new Map<number, ProblemKind[]>();
  for (const kind of kinds) {
    const { status } = PROBLEM_KINDS[kind];
    byStatus.set(status, [...(byStatus.get(status) ?? []), kind]);
  }
  return [...byStatus].sort(([a], [b]) => a - b);
}

function versionHeader(version: EndpointOptions['version']): MethodDecorator[] {
  if (!version || version === 'answered') return [];
  return [
    ApiHeader({
      name: 'If-Match',
      required: version === 'required',
      description: 'The `ETag` of the version that the change is made on, or `*`.',
      schema: { type: 'string', example: '"7"' },
    }),
  ];
}
