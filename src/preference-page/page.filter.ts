import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { acceptedLanguages } from '../platform/languages.js';
import { LOGGER, type Logger } from '../platform/logging.js';
import { PROBLEM_KINDS, type ProblemKind } from '../platform/problem.js';
import { tellWhenToRetry, toProblem } from '../platform/problem.filter.js';
import { toHtml } from './answer.js';
import { Look } from './look.js';
import { chooseLanguage, speechOf } from './texts.js';
import type { Visit } from './visit.js';
import { OverPage, type OverKind } from './views/over.js';

const KINDS: Partial<Record<ProblemKind, OverKind>> = {
  unauthenticated: 'session',
  forbidden: 'foreign',
  rate_limited: 'limited',
  not_found: 'missing',
  method_not_allowed: 'missing',
  issuer_unavailable: 'away',
};

/** Tells customers what went wrong in their own words, with the status that machines expect. */
@Catch()
export class PageFilter implements ExceptionFilter {
  constructor(
    private readonly look: Look,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = toProblem(error);
    const { kind } = problem;
    const { status } = PROBLEM_KINDS[kind];
    if (status >= 500) this.logger.error({ requestId: request.id, err: error }, kind);
    tellWhenToRetry(reply, problem);
    const frame = { visit: visitOf(request, kind === 'not_found'), look: this.look };
    const page = OverPage({ frame, kind: KINDS[kind] ?? 'broken' });
    void reply.status(status).type('text/html; charset=utf-8').send(toHtml(page));
  }
}

/** The visit as far as the guard got; what is missing has no address to stay on. */
function visitOf(request: FastifyRequest, isMissing: boolean): Visit {
  const accepted = acceptedLanguages(request.headers['accept-language']);
  const speech = speechOf(chooseLanguage(accepted));
  const unknown = { speech, isSwitched: false, path: '/page', session: null };
  const visit = request.visit ?? unknown;
  return { ...visit, path: isMissing ? '/page' : visit.path, fields: {}, query: {} };
}
