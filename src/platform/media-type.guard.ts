import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { CONSUMES } from './endpoint.js';
import { Problem } from './problem.js';

/** Many clients send a content type with every request; without a body it means nothing. */
const BODILESS = ['GET', 'HEAD', 'DELETE'];
const JSON_ONLY = ['application/json'];

/** Refuses a body of a type that the endpoint does not read; the server can parse more types than each endpoint takes. */
@Injectable()
export class MediaTypeGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers, method } = context.switchToHttp().getRequest<FastifyRequest>();
    const type = headers['content-type'];
    if (type === undefined || BODILESS.includes(method)) return true;
    const declared = this.reflector.get<readonly string[] | undefined>(CONSUMES, context.getHandler());
    const taken = declared ?? JSON_ONLY;
    if (taken.includes(type.split(';', 1)[0]?.trim().toLowerCase() ?? '')) return true;
    throw new Problem('unsupported_media_type', `This address reads ${taken.join(' or ')}.`);
  }
}
