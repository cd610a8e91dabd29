import { Injectable } from '@nestjs/common';
import { UnitOfWork, type Tx } from '../platform/unit-of-work.js';
import { countTry } from './webhook-metrics.js';
import type { WebhookDeliveryRow } from './webhook-delivery.entity.js';
import { WebhookDeliveryRepository } from './webhook-delivery.repository.js';
import type { DisabledBecause, WebhookRow } from './webhook.entity.js';
import { WebhookRepository } from './webhook.repository.js';
import { WebhookSchedule } from './webhook-schedule.js';
import type { Outcome } from './webhook-sender.js';

/** How long an endpoint may do nothing but fail, milliseconds. */
const PATIENCE = 5 * 24 * 3_600_000;
const GONE = 410;
/** Who the ledger names for what the service does of itself. */
const SERVICE = 'voorkeur';

/** What a try took. */
export interface Try {
  readonly outcome: Outcome;
  readonly at: Date;
  readonly milliseconds: number;
}

/** Keeps what came of deliveries, and draws the conclusions. */
@Injectable()
export class WebhookOutcomes {
  constructor(
    private readonly webhooks: WebhookRepository,
    private readonly deliveries: WebhookDeliveryRepository,
    private readonly schedule: WebhookSchedule,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Keeps the outcome of one try; answers whether the endpoint is still to be sent to. */
  async keep(
    webhook: WebhookRow,
    delivery: WebhookDeliveryRow,
    { outcome, at, milliseconds }: Try,
  ): Promise<boolean> {
    const isGood = 'status' in outcome && outcome.status >= 200 && outcome.status < 300;
    const attempts = delivery.attempts + 1;
    const next = isGood ? null : this.schedule.next(attempts, outcome);
    const state = isGood ? 'delivered' : next === null ? 'failed' : 'waiting';
    const stays = await this.unitOfWork.run(async (tx) => {
      await this.deliveries.update(tx, {
        id: delivery.id,
        state,
        attempts,
        ...(next !== null && { dueAt: next }),
        triedAt: at,
        milliseconds,
        ...toColumns(outcome),
      });
      return isGood ? this.clear(tx, webhook) : this.blame(tx, webhook, outcome, at);
    });
    countTry(state === 'waiting' ? 'again' : state);
    return stays;
  }

  /** One good answer, and the five days begin anew. */
  private async clear(tx: Tx, webhook: WebhookRow): Promise<true> {
    if (webhook.failingSince !== null) await this.webhooks.update(tx, { id: webhook.id, failingSince: null });
    webhook.failingSince = null;
    return true;
  }

  private async blame(tx: Tx, webhook: WebhookRow, outcome: Outcome, at: Date): Promise<boolean> {
    if ('status' in outcome && outcome.status === GONE) return this.end(tx, webhook.id, 'gone', at);
    if (hasFailedLong(webhook, at)) return this.end(tx, webhook.id, 'failing', at);
    if (webhook.failingSince === null) await this.webhooks.update(tx, { id: webhook.id, failingSince: at });
    webhook.failingSince ??= at;
    return true;
  }

  /** Switches the endpoint off, unless another lane has just had a good answer from it. */
  private async end(tx: Tx, id: string, because: DisabledBecause, at: Date): Promise<boolean> {
    const row = await this.webhooks.lock(tx, id);
    if (row === null || !row.enabled) return false;
    if (because === 'failing' && !hasFailedLong(row, at)) return true;
    await this.webhooks.disable(tx, row, { because, keyId: SERVICE, at });
    return false;
  }
}

function hasFailedLong({ failingSince }: WebhookRow, at: Date): boolean {
  return failingSince !== null && at.getTime() - failingSince.getTime() >= PATIENCE;
}

function toColumns(outcome: Outcome): Pick<WebhookDeliveryRow, 'status' | 'reply' | 'fault'> {
  return 'status' in outcome
    ? { status: outcome.status, reply: outcome.reply, fault: null }
    : { status: null, reply: null, fault: outcome.fault };
}
