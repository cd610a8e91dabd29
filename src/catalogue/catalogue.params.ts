import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { documented, pathText } from '../platform/params.js';
import { invalid, Problem } from '../platform/problem.js';
import { KEY_PATTERN, LONGEST_KEY } from './catalogue.fields.js';

/** Parameter: the key of a channel or topic in the path. A key that can't exist is not found, and can't be stored. */
export const KeyParam = documented(
  createParamDecorator((_: unknown, context: ExecutionContext): string => {
    const key = pathText(context, 'key');
    if (key.length <= LONGEST_KEY && new RegExp(KEY_PATTERN).test(key)) return key;
    const { method } = context.switchToHttp().getRequest<FastifyRequest>();
    throw method === 'PUT'
      ? invalid('key', 'A key is lower case letters, digits and _, in parts joined by dots.')
      : new Problem('not_found', 'There is nothing with this key.');
  })(),
  ApiParam({
    name: 'key',
    description: 'The key.',
    schema: { type: 'string', pattern: KEY_PATTERN, maxLength: LONGEST_KEY, example: 'billing' },
  }),
);
