import {
  Inject,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, mergeMap, of, type Observable } from 'rxjs';
import { ALWAYS_ANSWERS } from '../platform/endpoint.js';
import { LOGGER, type Logger } from '../platform/logging.js';
import {
  invalid,
  PROBLEM_KINDS,
  toProblemDetails,
  type Problem,
  type ProblemKind,
} from '../platform/problem.js';
import { toProblem } from '../platform/problem.filter.js';
import { routePath } from '../platform/route-path.js';
import { isStreamed } from '../platform/streamed-body.js';
import { witnessed, type Tx } from '../platform/unit-of-work.js';
import { readIdempotencyKey } from './idempotency-key.js';
import { IdempotencyService, type Attempted, type Claim, type KeyedCall } from './idempotency.service.js';
import type { KeptReply } from './kept-reply.js';
import type { Attempt } from './remembered-call.repository.js';

/** Headers that belong to a reply, and not to the request or the connection. */
const HEADERS = ['content-type', 'location', 'etag'];

/** What says of the request alone that it is no good: nothing was judged, so a mended one may use the same key. */
const NOT_JUDGED: readonly ProblemKind[] = ['malformed', 'invalid', 'rate_limited', 'idempotency_running'];

/** Longest wait for the store before an endpoint that always answers, and after it for the reply to be kept; milliseconds. */
const PATIENCE = 200;
const KEEP_PATIENCE = 50;

/**
 * `Idempotency-Key` on every POST of the API: one effect, and the same reply to every repetition for 24 hours. A call
 * without the header pays nothing.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly idempotency: IdempotencyService,
    private readonly reflector: Reflector,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const header = request.headers['idempotency-key'];
    if (header === undefined || request.method !== 'POST' || !routePath(request).startsWith('/v1/'))
      return next.handle();
    // Answered without the store, so that nothing has taken effect that could be repeated
    if (request.spared) return next.handle();
    if (isStreamed(request))
      throw invalid('Idempotency-Key', 'A streamed call can not be remembered: leave the header out.');
    const claiming = this.idempotency.claim(toCall(request, readIdempotencyKey(header)));
    const mustAnswer = this.reflector.get<true | undefined>(ALWAYS_ANSWERS, context.getHandler());
    return from(mustAnswer ? unlessAway(claiming) : claiming).pipe(
      mergeMap((claim) => {
        if (claim === null) return next.handle();
        const reply = http.getResponse<FastifyReply>();
        if ('reply' in claim) return of(repeat(claim.reply, reply));
        return this.once({ ...claim, mustAnswer: mustAnswer ?? false }, request, reply, next);
      }),
    );
  }

  private async once(
    attempted: Attempted & { readonly mustAnswer: boolean },
    request: FastifyRequest,
    reply: FastifyReply,
    next: CallHandler,
  ): Promise<unknown> {
    const { attempt, mustAnswer } = attempted;
    try {
      const answer = await this.work(attempt, next);
      await this.afterwards(this.idempotency.keep(attempted, toKept(answer, reply)), mustAnswer);
      return answer;
    } catch (error) {
      const problem = toProblem(error);
      const then = isRemembered(problem)
        ? this.idempotency.keep(attempted, toKeptProblem(problem, request.id))
        : this.idempotency.release(attempt);
      await this.afterwards(then, mustAnswer);
      throw error;
    }
  }

  /** Runs the endpoint; whatever it stores is stored together with the note that it took effect. */
  private async work(attempt: Attempt, next: CallHandler): Promise<unknown> {
    let over = false;
    const note = async (tx: Tx) => {
      if (!over) await this.idempotency.noteEffect(tx, attempt);
    };
    try {
      return await witnessed(note, () => lastValueFrom(next.handle(), { defaultValue: undefined }));
    } finally {
      over = true; // what was begun meanwhile and goes on is no part of the call
    }
  }

  /** The call is over, so the caller gets the answer even when it can't be remembered, or not soon enough. */
  private async afterwards(work: Promise<void>, mustAnswer: boolean): Promise<void> {
    const kept = work.catch((error: unknown) =>
      this.logger.error({ err: error }, 'a reply could not be remembered'),
    );
    await (mustAnswer ? Promise.race([kept, patience(KEEP_PATIENCE)]) : kept);
  }
}

/** The claim; null when the store does not answer, and soon. */
function unlessAway(claiming: Promise<Claim>): Promise<Claim | null> {
  const claimed = claiming.catch((error: unknown) => {
    if (toProblem(error).kind === 'unavailable') return null;
    throw error;
  });
  return Promise.race([claimed, patience(PATIENCE)]);
}

function patience(milliseconds: number): Promise<null> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, null).unref());
}

function toCall({ caller, customerId, method, url, body, headers }: FastifyRequest, key: string): KeyedCall {
  return {
    caller: JSON.stringify([caller?.keyId, customerId]),
    key,
    payload: JSON.stringify([method, url, headers['if-match'], body]),
  };
}

/** A fault of ours, or a store that was away, may be gone at the next try. */
function isRemembered({ kind }: Problem): boolean {
  return PROBLEM_KINDS[kind].status < 500 && !NOT_JUDGED.includes(kind);
}

function toKept(answer: unknown, reply: FastifyReply): KeptReply {
  const given = HEADERS.map((name) => [name, reply.getHeader(name)]).filter(
    ([, value]) => value !== undefined,
  );
  const headers = Object.fromEntries(given) as Record<string, string>;
  if (typeof answer === 'string') return { status: reply.statusCode, headers, body: answer };
  const type = { 'content-type': 'application/json; charset=utf-8' };
  const body = answer === undefined ? '' : JSON.stringify(answer);
  return { status: reply.statusCode, headers: { ...(body !== '' && type), ...headers }, body };
}

function toKeptProblem(problem: Problem, requestId: string): KeptReply {
  return {
    status: PROBLEM_KINDS[problem.kind].status,
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify(toProblemDetails(problem, requestId)),
  };
}

function repeat({ status, headers, body }: KeptReply, reply: FastifyReply): string | undefined {
  void reply.status(status).headers(headers).header('Idempotent-Replayed', 'true');
  return body === '' ? undefined : body;
}
