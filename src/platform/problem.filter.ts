import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isStoreUnavailable } from './database-errors.js';
import { LOGGER, type Logger } from './logging.js';
import { Problem, PROBLEM_KINDS, toProblemDetails, type ProblemKind } from './problem.js';

const KIND_OF_STATUS: Readonly<Record<number, ProblemKind>> = {
  400: 'malformed',
  404: 'not_found',
  405: 'method_not_allowed',
  408: 'request_timeout',
  413: 'too_large',
  414: 'not_found', // a name in the address that is longer than any name can be
  415: 'unsupported_media_type',
};

/** Seconds after which a failure may be over, where the problem does not say. */
const RETRY_AFTER: { readonly [K in ProblemKind]?: number } = {
  rate_limited: 60,
  unavailable: 1,
  issuer_unavailable: 1,
  overloaded: 1,
  idempotency_running: 1,
};

/** Turns whatever was thrown into problem details. What is not expected is logged, and told as `internal`. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const problem = toProblem(error);
    if (PROBLEM_KINDS[problem.kind].status >= 500)
      this.logger.error({ requestId: request.id, err: error }, problem.kind);
    sendProblem(http.getResponse<FastifyReply>(), problem, request.id);
  }
}

/** Writes a problem as the answer. */
export function sendProblem(reply: FastifyReply, problem: Problem, requestId: string): void {
  const { status } = PROBLEM_KINDS[problem.kind];
  if (status === 401 && !reply.hasHeader('WWW-Authenticate'))
    void reply.header('WWW-Authenticate', 'Basic realm="voorkeur", charset="UTF-8", Bearer realm="voorkeur"');
  tellWhenToRetry(reply, problem);
  void reply
    .status(status)
    .header('Content-Type', 'application/problem+json')
    .send(JSON.stringify(toProblemDetails(problem, requestId)));
}

/** `Retry-After`, where a failure may be over by then. */
export function tellWhenToRetry(
  reply: FastifyReply,
  { kind, retryAfter = RETRY_AFTER[kind] }: Problem,
): void {
  if (retryAfter !== undefined) void reply.header('Retry-After', String(retryAfter));
}

/** The problem that an error stands for. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isStoreUnavailable(error))
    return new Problem('unavailable', 'The store does not answer. Try again shortly.');
  const status = statusOf(error);
  const kind = KIND_OF_STATUS[status] ?? (status >= 400 && status < 500 ? 'malformed' : undefined);
  return kind
    ? new Problem(kind, PROBLEM_KINDS[kind].title + '.')
    : new Problem('internal', 'Tell the operator the request id.');
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof SyntaxError) return 400;
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : 500;
}
