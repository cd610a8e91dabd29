import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessModule } from '../access/index.js';
import { ChangesModule } from '../changes/index.js';
import { WebhookDeliveriesController } from './webhook-deliveries.controller.js';
import { WebhookDeliveriesService } from './webhook-deliveries.service.js';
import { WebhookDeliveryRow } from './webhook-delivery.entity.js';
import { WebhookDeliveryRepository } from './webhook-delivery.repository.js';
import { WebhookFanOut } from './webhook-fan-out.js';
import { WebhookFollower } from './webhook-follower.js';
import { WebhookGate } from './webhook-gate.js';
import { WebhookHousekeeping } from './webhook-housekeeping.js';
import { WebhookLane } from './webhook-lane.js';
import { WebhookMessages } from './webhook-messages.js';
import { WebhookOutcomes } from './webhook-outcomes.js';
import { WebhookResolver } from './webhook-resolver.js';
import { WebhookRunner } from './webhook-runner.js';
import { WebhookSchedule } from './webhook-schedule.js';
import { WebhookSender } from './webhook-sender.js';
import { WebhookTries } from './webhook-tries.js';
import { WebhookWorker } from './webhook-worker.js';
import { WebhookRow } from './webhook.entity.js';
import { WebhookRepository } from './webhook.repository.js';
import { WebhooksController } from './webhooks.controller.js';
import { WebhooksService } from './webhooks.service.js';

/** Sends every change to those who asked for it: signed, in order, until it arrived. */
@Module({
  imports: [TypeOrmModule.forFeature([WebhookRow, WebhookDeliveryRow]), AccessModule, ChangesModule],
  controllers: [WebhooksController, WebhookDeliveriesController],
  providers: [
    ...[WebhookRepository, WebhookDeliveryRepository, WebhooksService, WebhookDeliveriesService],
    ...[WebhookResolver, WebhookGate, WebhookSender, WebhookSchedule, WebhookMessages],
    ...[WebhookOutcomes, WebhookTries, WebhookLane],
    ...[WebhookFanOut, WebhookHousekeeping, WebhookFollower, WebhookRunner, WebhookWorker],
  ],
})
export class WebhooksModule {}
