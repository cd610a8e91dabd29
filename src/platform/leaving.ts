import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

/** Parameter: a signal that says that the caller went away, or has its whole answer. For answers that take their time. */
export const LeavingParam = createParamDecorator((_: unknown, context: ExecutionContext): AbortSignal => {
  const leaving = new AbortController();
  const { raw } = context.switchToHttp().getResponse<FastifyReply>();
  raw.once('close', () => leaving.abort());
  return leaving.signal;
});
