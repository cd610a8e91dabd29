import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { ChangeFeed } from '../changes/index.js';
import { WebhookDeliveryRepository } from './webhook-delivery.repository.js';
import { WebhookRepository } from './webhook.repository.js';
import { WebhookSchedule } from './webhook-schedule.js';

/** Changes that become deliveries in one transaction. */
const HANDFUL = 500;
/** Deliveries that may wait for one endpoint. Beyond it changes stay in the ledger, which keeps them anyway. */
const MOST_WAITING = 10_000;

/** Makes the changes of the feed into deliveries of the endpoints that want them. */
@Injectable()
export class WebhookFanOut {
  constructor(
    private readonly feed: ChangeFeed,
    private readonly webhooks: WebhookRepository,
    private readonly deliveries: WebhookDeliveryRepository,
    private readonly schedule: WebhookSchedule,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** One step for one endpoint: deliveries, their jobs and the position in one transaction. Answers whether there is more. */
  async step(webhookId: string): Promise<boolean> {
    if ((await this.deliveries.countWaiting(webhookId, MOST_WAITING)) === MOST_WAITING) return false;
    return this.unitOfWork.run(async (tx) => {
      const webhook = await this.webhooks.lock(tx, webhookId);
      if (webhook === null || !webhook.enabled) return false;
      const after = BigInt(webhook.position);
      const piece = await this.feed.readWithin(tx, { after, limit: HANDFUL, types: webhook.types });
      if (piece.next === after) return false;
      const now = this.schedule.now();
      await this.deliveries.add(tx, webhookId, piece.changes, this.schedule.next(0) ?? now, now);
      await this.webhooks.update(tx, { id: webhookId, position: String(piece.next) });
      return !piece.isEnd;
    });
  }
}
