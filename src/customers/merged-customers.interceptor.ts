import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { catchError, from, type Observable } from 'rxjs';
import { validate as isUuid } from 'uuid';
import { Problem } from '../platform/problem.js';
import { CustomerReader } from './customer-reader.js';

/** Every address of one customer. */
const OF_ONE_CUSTOMER = '/v1/customers/:id';

/**
 * Answers 410 that names the new id where a customer is not found because it was merged. It asks only after the miss,
 * so that who asks by a good id pays nothing.
 */
@Injectable()
export class MergedCustomers implements NestInterceptor {
  constructor(private readonly customers: CustomerReader) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { url = '' } = request.routeOptions;
    if (!`${url}/`.startsWith(`${OF_ONE_CUSTOMER}/`)) return next.handle();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const { id } = request.params as { id: string };
    return next.handle().pipe(catchError((error: unknown) => from(this.explain(error, id, reply))));
  }

  private async explain(error: unknown, id: string, reply: FastifyReply): Promise<never> {
    const isMiss = error instanceof Problem && error.kind === 'not_found' && isUuid(id);
    const mergedInto = isMiss ? await this.customers.findHolder(id) : null;
    if (mergedInto === null) throw error;
    void reply.header('Location', `/v1/customers/${mergedInto}`);
    throw new Problem('merged', `This customer is part of ${mergedInto} now: use that id.`, [], {
      mergedInto,
    });
  }
}
