import { Injectable } from '@nestjs/common';
import { WebhookDeliveryRepository } from './webhook-delivery.repository.js';
import { showBacklog } from './webhook-metrics.js';
import type { WebhookRow } from './webhook.entity.js';

/** Time between two looks, milliseconds. */
const PAUSE = 5_000;
/** More than anybody wants to know exactly. */
const MOST_COUNTED = 100_000;

/** Shows how much waits. */
@Injectable()
export class WebhookHousekeeping {
  private nextLook = 0;

  constructor(private readonly deliveries: WebhookDeliveryRepository) {}

  /** To be called often; does something every five seconds. */
  async look(horizon: bigint, enabled: readonly WebhookRow[]): Promise<void> {
    if (performance.now() < this.nextLook) return;
    this.nextLook = performance.now() + PAUSE;
    const lags = enabled.map(({ position }) => Number(horizon - BigInt(position)));
    showBacklog(await this.deliveries.countWaiting(null, MOST_COUNTED), Math.max(0, ...lags));
  }
}
