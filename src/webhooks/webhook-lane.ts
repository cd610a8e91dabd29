import { Injectable } from '@nestjs/common';
import type { WebhookDeliveryRow } from './webhook-delivery.entity.js';
import { WebhookDeliveryRepository } from './webhook-delivery.repository.js';
import type { WebhookRow } from './webhook.entity.js';
import { isDue } from './webhook-due.js';
import { WebhookMessages } from './webhook-messages.js';
import type { Lane } from './webhook-queue.js';
import { WebhookRepository } from './webhook.repository.js';
import { WebhookSchedule } from './webhook-schedule.js';
import { WebhookTries } from './webhook-tries.js';

/** Deliveries that are taken up at once, each the first of its subject. */
const HANDFUL = 20;

/** Sends what waits in a lane, one after the other, until nothing is due. */
@Injectable()
export class WebhookLane {
  constructor(
    private readonly webhooks: WebhookRepository,
    private readonly deliveries: WebhookDeliveryRepository,
    private readonly messages: WebhookMessages,
    private readonly tries: WebhookTries,
    private readonly schedule: WebhookSchedule,
  ) {}

  /** Answers after how many milliseconds the lane is to be looked through again; null when nothing waits for a time. */
  async send(lane: Lane, stop: AbortSignal): Promise<number | null> {
    for (;;) {
      const webhook = await this.webhooks.find(lane.webhookId);
      if (webhook === null || !webhook.enabled) return null;
      const next = await this.deliveries.listNext(lane, HANDFUL);
      const [first] = next;
      if (first === undefined) return null;
      const now = this.schedule.now().getTime();
      const due = next.filter((delivery) => isDue(delivery, now));
      if (due.length === 0) return first.dueAt.getTime() - now;
      if (stop.aborted) return 0;
      await this.sendAll(webhook, due, stop);
    }
  }

  private async sendAll(
    webhook: WebhookRow,
    due: readonly WebhookDeliveryRow[],
    stop: AbortSignal,
  ): Promise<void> {
    const events = await this.messages.eventsOf(due);
    for (const delivery of due) {
      const event = events.get(delivery.id);
      if (event === undefined || stop.aborted) return;
      if (!(await this.tries.try(webhook, delivery, event, stop))) return;
    }
  }
}
