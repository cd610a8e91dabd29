import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Authority } from '../domain/authority.js';
import type { Scope } from './scopes.js';
import type { RateLimits } from './limit-variables.js';

/** The system that calls, known by its key. */
export interface Caller {
  readonly keyId: string;
  readonly name: string;
  readonly scopes: ReadonlySet<Scope>;
  /** On whose authority it may state choices; the first one counts when it does not say. */
  readonly authorities: readonly [Authority, ...Authority[]];
  /** What it may do more or less than the configuration says. */
  readonly limits?: Partial<RateLimits>;
}

/** In place of a key: whoever runs a command beside the service. */
export const COMMAND_LINE = 'command-line';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the access guard; absent on public endpoints. */
    caller?: Caller;
    /** The customer whose own token it is; set by the access guard on endpoints for customers alone. */
    customerId?: string;
  }
}

/** Parameter: who calls. */
export const CallerParam = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!caller) throw new Error('An endpoint that is public has no caller.');
  return caller;
});

/** Parameter: the customer whose own token the request carries. */
export const OwnIdParam = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { customerId } = context.switchToHttp().getRequest<FastifyRequest>();
  if (customerId === undefined) throw new Error('Only an endpoint for customers knows whose token it is.');
  return customerId;
});

/** Parameter: the id of the request, for problems that are told within an answer. */
export const RequestIdParam = createParamDecorator(
  (_: unknown, context: ExecutionContext): string => context.switchToHttp().getRequest<FastifyRequest>().id,
);
