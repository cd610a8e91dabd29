import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { tap, type Observable } from 'rxjs';
import { SIGHT, type Sight } from '../platform/sight.js';
import { AccessLog } from './access-log.js';

/** Writes down whose data an answer shows, as its endpoint declares it (`sees`). One place for all of them. */
@Injectable()
export class AccessRecorder implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly log: AccessLog,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const sight = this.reflector.get<Sight | undefined>(SIGHT, context.getHandler());
    if (sight === undefined || sight.whom === 'itself') return next.handle();
    const { as, whom } = sight;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const keyId = request.caller?.keyId ?? 'nobody';
    return next
      .handle()
      .pipe(tap((answer) => this.log.saw(keyId, as, idsIn(whom(answer as never, request)))));
  }
}

function idsIn(ids: readonly (string | null | undefined)[]): string[] {
  return ids.filter((id) => id !== null && id !== undefined);
}
