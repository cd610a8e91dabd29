import {
  Inject,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { CONFIG, type Config } from '../platform/config.js';
import { packed, toHtml, type Answer } from './answer.js';

/** Writes what a handler of the page answers. */
@Injectable()
export class PageAnswers implements NestInterceptor {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  intercept(context: ExecutionContext, next: CallHandler<Answer>): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(map((answer) => this.write(answer, request, reply)));
  }

  private write(answer: Answer, request: FastifyRequest, reply: FastifyReply): string | Buffer {
    if ('goTo' in answer) {
      void reply.status(303).header('Location', answer.goTo);
      return '';
    }
    if ('json' in answer) {
      void reply.status(200).type('application/json; charset=utf-8');
      void reply.header('Content-Disposition', `attachment; filename="${answer.file}"`);
      return JSON.stringify(answer.json, null, 2);
    }
    void reply.status(answer.status ?? 200).type('text/html; charset=utf-8');
    const html = toHtml(answer.page);
    // Packed, the size of a page tells of its content; that is harmless only while no other site can ask for it.
    return this.config.frameAncestors.length > 0 ? html : packed(html, request, reply);
  }
}
