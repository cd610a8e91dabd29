import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { PLAIN_TEXT } from '../platform/fields.js';
import { documented, pathText } from '../platform/params.js';
import { invalid } from '../platform/problem.js';

const SYSTEM_PATTERN = '^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$';
const ID_PATTERN = PLAIN_TEXT.replace('+', '{1,255}');

/** Parameter: the system and the key there, from the path. */
export const ExternalIdParam = documented(
  createParamDecorator((_: unknown, context: ExecutionContext): { system: string; id: string } => {
    const [system, id] = [pathText(context, 'system'), pathText(context, 'externalId')];
    if (!new RegExp(SYSTEM_PATTERN).test(system)) throw invalid('system', 'This is no name of a system.');
    if (!new RegExp(ID_PATTERN, 'u').test(id)) throw invalid('externalId', 'This is no external id.');
    return { system, id };
  })(),
  ApiParam({
    name: 'system',
    description: 'The other system.',
    schema: { type: 'string', pattern: SYSTEM_PATTERN, example: 'crm' },
  }),
  ApiParam({
    name: 'externalId',
    description: "The customer's key there.",
    schema: { type: 'string', pattern: ID_PATTERN, example: 'C-1042' },
  }),
);
