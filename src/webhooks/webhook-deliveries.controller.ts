import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../platform/endpoint.js';
import { PageQuery, type PageRequest } from '../platform/pages.js';
import { IdParam } from '../platform/params.js';
import { RedeliveryBody, WebhookDeliveryDto, WebhookDeliveryPageDto } from './webhook-delivery.dto.js';
import type { DeliveryState } from './delivery-state.js';
import { WebhookDeliveriesService } from './webhook-deliveries.service.js';
import { DeliveryIdParam, StateParam } from './webhook.params.js';

const SCOPE = 'webhooks:manage';

@ApiTags('Webhooks')
@Controller('v1/webhooks/:id')
export class WebhookDeliveriesController {
  constructor(private readonly deliveries: WebhookDeliveriesService) {}

  @Post('test')
  @Endpoint({
    summary: 'Try out an endpoint',
    description: 'Sends an event of type `webhook.test`; what came of it stands in the delivery.',
    scope: SCOPE,
    status: 201,
    answer: WebhookDeliveryDto,
    problems: ['not_found', 'conflict'],
  })
  test(@IdParam() id: string) {
    return this.deliveries.test(id);
  }

  @Get('deliveries')
  @Endpoint({
    summary: 'What was sent, and what came of it',
    description: 'Deliveries that are over are kept for 30 days.',
    scope: SCOPE,
    answer: WebhookDeliveryPageDto,
    problems: ['not_found', 'invalid'],
  })
  list(@IdParam() id: string, @StateParam() state: DeliveryState | null, @PageQuery() page: PageRequest) {
    return this.deliveries.list(id, state, page);
  }

  @Get('deliveries/:deliveryId')
  @Endpoint({ summary: 'One delivery', scope: SCOPE, answer: WebhookDeliveryDto, problems: ['not_found'] })
  read(@IdParam() id: string, @DeliveryIdParam() deliveryId: string) {
    return this.deliveries.require(id, deliveryId);
  }

  @Post('deliveries/:deliveryId/redeliver')
  @Endpoint({
    summary: 'Deliver one again',
    scope: SCOPE,
    answer: WebhookDeliveryDto,
    problems: ['not_found', 'conflict'],
  })
  redeliver(@IdParam() id: string, @DeliveryIdParam() deliveryId: string) {
    return this.deliveries.redeliver(id, deliveryId);
  }

  @Post('redeliver')
  @Endpoint({
    summary: 'Deliver everything again from a point on',
    description: 'In order, under the ids that it had.',
    scope: SCOPE,
    status: 204,
    problems: ['not_found', 'invalid'],
  })
  redeliverFrom(@IdParam() id: string, @Body() body: RedeliveryBody) {
    return this.deliveries.redeliverFrom(id, body);
  }
}
