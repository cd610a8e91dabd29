import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { validate as isUuid } from 'uuid';
import { Problem } from './problem.js';

/** Puts the documentation of a parameter beside its reading, in one decorator. */
export function documented(
  read: ParameterDecorator,
  ...document: MethodDecorator[]
): () => ParameterDecorator {
  return () => (target, method, index) => {
    read(target, method, index);
    if (method === undefined) return;
    const descriptor = Object.getOwnPropertyDescriptor(target, method);
    if (descriptor) for (const decorate of document) decorate(target, method, descriptor);
  };
}

/** The text of a parameter in the path. */
export function pathText(context: ExecutionContext, name: string): string {
  const params = context.switchToHttp().getRequest<FastifyRequest>().params as Record<string, string>;
  return params[name] ?? '';
}

/** Parameter: the id in the path. What is no UUID is as unknown as a UUID that nobody has. */
export const IdParam = documented(
  createParamDecorator((_: unknown, context: ExecutionContext): string => {
    const id = pathText(context, 'id');
    if (isUuid(id)) return id.toLowerCase();
    throw new Problem('not_found', 'There is nothing with this id.');
  })(),
  ApiParam({
    name: 'id',
    description: 'The id.',
    schema: { type: 'string', format: 'uuid', example: '019aa001-7b1c-7000-8000-000000000001' },
  }),
);
