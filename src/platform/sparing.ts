import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set where a call may cost nothing, and its endpoint always answers. */
    spared?: true;
    /** Set where it was turned away under load: there are too many of them to log each. */
    turnedAway?: true;
  }
}

/** Has a call answered without the store, where it would be refused if its endpoint did not always answer. */
export function spare(request: FastifyRequest, reply: FastifyReply, seconds: number): void {
  request.spared = true;
  void reply.header('Retry-After', String(seconds));
}

/** Parameter: whether the answer is to be given without the store. */
export const SparedParam = createParamDecorator(
  (_: unknown, context: ExecutionContext): boolean =>
    context.switchToHttp().getRequest<FastifyRequest>().spared ?? false,
);
