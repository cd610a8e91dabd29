import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { tap, type Observable } from 'rxjs';
import { validate as isUuid } from 'uuid';
import { SIGHT, type Sight, type Whom } from '../platform/sight.js';
import { AccessLog } from './access-log.js';

/** Whom a decision names that is given again: its endpoint, which writes down by itself whom it names, was not asked. */
const namedAgain: Whom = (answer?: { customerId?: unknown; customer_ref?: unknown }) =>
  [answer?.customerId, answer?.customer_ref].filter((id) => typeof id === 'string' && isUuid(id)) as string[];

/** Writes down whose data an answer shows, as its endpoint declares it (`sees`). One place for all of them. */
@Injectable()
export class AccessRecorder implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly log: AccessLog,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const sight = this.reflector.get<Sight | undefined>(SIGHT, context.getHandler());
    if (sight === undefined) return next.handle();
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const keyId = request.caller?.keyId ?? 'nobody';
    return next.handle().pipe(
      tap((answer: unknown) => {
        const reply = http.getResponse<FastifyReply>();
        const isRepeated = reply.hasHeader('Idempotent-Replayed');
        if (isRepeated ? reply.statusCode >= 400 : sight.whom === 'itself') return;
        const whom = sight.whom === 'itself' ? namedAgain : sight.whom;
        const shown = isRepeated ? parsed(answer) : answer;
        this.log.saw(keyId, sight.as, idsIn(whom(shown as never, request)));
      }),
    );
  }
}

function idsIn(ids: readonly (string | null | undefined)[]): string[] {
  return ids.filter((id) => id !== null && id !== undefined);
}

/** An answer that is given again is the text that it was. */
function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
