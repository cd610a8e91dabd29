import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LOGGER, type Logger } from '../platform/logging.js';
import { PROBLEM_KINDS, type ProblemKind } from '../platform/problem.js';
import { tellWhenToRetry, toProblem } from '../platform/problem.filter.js';
import { Look, toHtml } from '../preference-page/index.js';
import { speechFor } from './texts.js';
import { OverPage, SignInPage } from './views/sign-in.js';

const KINDS: Partial<Record<ProblemKind, 'missing' | 'foreign'>> = {
  forbidden: 'foreign',
  not_found: 'missing',
  method_not_allowed: 'missing',
};

/** Tells people what went wrong, with the status that machines expect. Who is not let in gets the form to sign in. */
@Catch()
export class InsightFilter implements ExceptionFilter {
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
    const nobody = { speech: speechFor(null, request.headers['accept-language']), session: null };
    const frame = { visit: { ...(request.insight ?? nobody), query: {} }, look: this.look };
    const page =
      kind === 'unauthenticated'
        ? SignInPage({ frame, word: null })
        : OverPage({ frame, kind: KINDS[kind] ?? 'broken' });
    void reply.status(status).type('text/html; charset=utf-8').send(toHtml(page));
  }
}
