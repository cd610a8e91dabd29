import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiParam, ApiQuery } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { validate as isUuid } from 'uuid';
import { documented, pathText } from '../platform/params.js';
import { invalid, Problem } from '../platform/problem.js';
import { DELIVERY_STATES, type DeliveryState } from './delivery-state.js';

/** Parameter: the id of a delivery in the path. */
export const DeliveryIdParam = documented(
  createParamDecorator((_: unknown, context: ExecutionContext): string => {
    const id = pathText(context, 'deliveryId');
    if (isUuid(id)) return id.toLowerCase();
    throw new Problem('not_found', 'There is nothing with this id.');
  })(),
  ApiParam({
    name: 'deliveryId',
    description: 'The id of the delivery.',
    schema: { type: 'string', format: 'uuid', example: '019aa001-7b1c-7000-8000-000000000002' },
  }),
);

/** Parameter: the state that deliveries are wanted of; null for all. */
export const StateParam = documented(
  createParamDecorator((_: unknown, context: ExecutionContext): DeliveryState | null => {
    const { state } = context.switchToHttp().getRequest<FastifyRequest>().query as Record<string, unknown>;
    if (state === undefined) return null;
    const known = DELIVERY_STATES.find((one) => one === state);
    if (known !== undefined) return known;
    throw invalid('state', `state must be one of ${DELIVERY_STATES.join(', ')}.`);
  })(),
  ApiQuery({
    name: 'state',
    required: false,
    description: 'Only deliveries in this state.',
    schema: { type: 'string', enum: [...DELIVERY_STATES], example: 'failed' },
  }),
);
