import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';

/** An answer to a call that may have created something: says whether it did, and where it is. */
export class Stored<T> {
  constructor(
    readonly body: T,
    readonly location: string,
    readonly created: boolean,
  ) {}
}

/** Gives an answer its `ETag` from its `version`, answers 304 when the caller has it, and 201 for what was created. */
@Injectable()
export class AnswerHeaders implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(map((answer) => withHeaders(answer, request, reply)));
  }
}

function withHeaders(answer: unknown, request: FastifyRequest, reply: FastifyReply): unknown {
  const body = answer instanceof Stored ? answer.body : answer;
  if (answer instanceof Stored) {
    void reply.status(answer.created ? 201 : 200);
    if (answer.created) void reply.header('Location', answer.location);
  }
  const { version } = body as { version?: number };
  if (version === undefined) return body;
  void reply.header('ETag', `"${version}"`);
  if (request.method !== 'GET' || !names(request.headers['if-none-match'], `"${version}"`)) return body;
  void reply.status(304);
  return undefined;
}

/** Weak comparison of RFC 9110, section 13.1.2. */
function names(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((part) => part.trim() === '*' || part.trim().replace(/^W\//, '') === tag);
}
