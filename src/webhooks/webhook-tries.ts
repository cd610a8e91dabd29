import { Injectable } from '@nestjs/common';
import type { ChangeEvent } from '../changes/index.js';
import type { WebhookDeliveryRow } from './webhook-delivery.entity.js';
import type { WebhookRow } from './webhook.entity.js';
import { WebhookMessages } from './webhook-messages.js';
import { WebhookOutcomes } from './webhook-outcomes.js';
import { WebhookSchedule } from './webhook-schedule.js';
import { WebhookSender } from './webhook-sender.js';

/** One try of a delivery: sent, timed, kept. */
@Injectable()
export class WebhookTries {
  constructor(
    private readonly messages: WebhookMessages,
    private readonly sender: WebhookSender,
    private readonly outcomes: WebhookOutcomes,
    private readonly schedule: WebhookSchedule,
  ) {}

  /** Answers whether the endpoint is still to be sent to. What a stop cuts short counts as not tried. */
  async try(
    webhook: WebhookRow,
    delivery: WebhookDeliveryRow,
    event: ChangeEvent,
    stop: AbortSignal,
  ): Promise<boolean> {
    const from = performance.now();
    const at = this.schedule.now();
    const message = this.messages.toMessage(webhook, event, at.getTime());
    const outcome = await this.sender.send(message, stop);
    if (outcome === null) return false;
    const milliseconds = Math.round(performance.now() - from);
    return this.outcomes.keep(webhook, delivery, { outcome, at, milliseconds });
  }
}
