import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { tap, type Observable } from 'rxjs';
import { AccessLog } from '../audit/index.js';
import type { Answer } from './answer.js';
import { PAGE } from './page-caller.js';

/** What the page shows stands in the customer's access log: whoever has the link may have the browser. */
@Injectable()
export class PageAccess implements NestInterceptor {
  constructor(private readonly log: AccessLog) {}

  intercept(context: ExecutionContext, next: CallHandler<Answer>): Observable<Answer> {
    const { visit } = context.switchToHttp().getRequest<FastifyRequest>();
    return next.handle().pipe(
      tap((answer) => {
        if ('goTo' in answer) return;
        const customerId = ('shows' in answer ? answer.shows : null) ?? visit?.session?.customerId;
        if (customerId !== undefined) this.log.saw(PAGE.keyId, 'page', [customerId]);
      }),
    );
  }
}
