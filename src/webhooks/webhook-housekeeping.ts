import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { WebhookDeliveryRepository } from './webhook-delivery.repository.js';
import { showBacklog } from './webhook-metrics.js';
import type { WebhookRow } from './webhook.entity.js';
import { WebhookSchedule } from './webhook-schedule.js';

/** Time between two looks, milliseconds. */
const PAUSE = 5_000;
/** How long deliveries are kept that are over, milliseconds. */
const KEPT = 30 * 24 * 3_600_000;
/** More than anybody wants to know exactly. */
const MOST_COUNTED = 100_000;

/** Shows how much waits, and removes deliveries that are long over. */
@Injectable()
export class WebhookHousekeeping {
  private nextLook = 0;

  constructor(
    private readonly deliveries: WebhookDeliveryRepository,
    private readonly schedule: WebhookSchedule,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** To be called often; does something every five seconds. */
  async look(horizon: bigint, enabled: readonly WebhookRow[]): Promise<void> {
    if (performance.now() < this.nextLook) return;
    this.nextLook = performance.now() + PAUSE;
    const lags = enabled.map(({ position }) => Number(horizon - BigInt(position)));
    showBacklog(await this.deliveries.countWaiting(null, MOST_COUNTED), Math.max(0, ...lags));
    const before = new Date(this.schedule.now().getTime() - KEPT);
    await this.unitOfWork.run((tx) => this.deliveries.prune(tx, before));
  }
}
