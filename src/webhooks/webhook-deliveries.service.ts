import { Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { Stored } from '../platform/answer-headers.interceptor.js';
import { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { toPage, type Page, type PageRequest } from '../platform/pages.js';
import { invalid, Problem } from '../platform/problem.js';
import { UnitOfWork, type Tx } from '../platform/unit-of-work.js';
import { TEST_EVENT } from '../changes/index.js';
import {
  toWebhookDeliveryDto,
  type RedeliveryBody,
  type WebhookDeliveryDto,
} from './webhook-delivery.dto.js';
import type { DeliveryState } from './delivery-state.js';
import type { WebhookDeliveryRow } from './webhook-delivery.entity.js';
import { WebhookDeliveryRepository } from './webhook-delivery.repository.js';
import { laneOf } from './webhook-queue.js';
import { WebhookRepository } from './webhook.repository.js';

const UNTRIED = { triedAt: null, status: null, milliseconds: null, reply: null, fault: null };

/** What was sent to an endpoint, and what is to be sent again. */
@Injectable()
export class WebhookDeliveriesService {
  constructor(
    private readonly webhooks: WebhookRepository,
    private readonly deliveries: WebhookDeliveryRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async list(
    webhookId: string,
    state: DeliveryState | null,
    { limit, after }: PageRequest,
  ): Promise<Page<WebhookDeliveryDto>> {
    if (after !== null && !isUuid(after))
      throw invalid('after', 'after must be the next of an earlier page.');
    if ((await this.webhooks.find(webhookId)) === null) unknown();
    const rows = await this.deliveries.list({ webhookId, state, after, limit: limit + 1 });
    return toPage(rows, limit, toWebhookDeliveryDto, ({ id }) => id);
  }

  async require(webhookId: string, id: string): Promise<WebhookDeliveryDto> {
    return toWebhookDeliveryDto((await this.deliveries.find(webhookId, id)) ?? unknown());
  }

  /** Sends an event that nothing stands behind; throws `conflict` for an endpoint that is switched off. */
  async test(webhookId: string): Promise<Stored<WebhookDeliveryDto>> {
    const at = this.clock.instant();
    const id = newId();
    const row: WebhookDeliveryRow = {
      ...{ id, webhookId, sequence: null, eventId: newId(), type: TEST_EVENT, subject: id, lane: laneOf(id) },
      ...{ state: 'waiting', attempts: 0, dueAt: at, createdAt: at, ...UNTRIED },
    };
    await this.unitOfWork.run(async (tx) => {
      await this.requireEnabled(tx, webhookId);
      await this.deliveries.addSingle(tx, row);
    });
    return new Stored(toWebhookDeliveryDto(row), `/v1/webhooks/${webhookId}/deliveries/${id}`, true);
  }

  /** Has one delivery tried again from the start, now, under the id that it had. */
  async redeliver(webhookId: string, id: string): Promise<WebhookDeliveryDto> {
    const dueAt = this.clock.instant();
    const row = await this.unitOfWork.run(async (tx) => {
      const before = (await this.deliveries.find(webhookId, id)) ?? unknown();
      await this.requireEnabled(tx, webhookId);
      await this.deliveries.addAgain(tx, before, dueAt);
      return { ...before, state: 'waiting' as const, attempts: 0, dueAt };
    });
    return toWebhookDeliveryDto(row);
  }

  /** Has everything from a point on delivered again, in order, under the ids that it had. */
  async redeliverFrom(webhookId: string, body: RedeliveryBody): Promise<void> {
    if ((body.after === undefined) === (body.since === undefined))
      throw invalid('', 'Say either after or since.');
    await this.unitOfWork.run(async (tx) => {
      const { position } = (await this.webhooks.lock(tx, webhookId)) ?? unknown();
      const wanted = await this.startOf(tx, body);
      if (wanted === null || wanted > BigInt(position))
        throw invalid(body.after === undefined ? '/since' : '/after', 'Nothing was sent after this point.');
      await this.webhooks.update(tx, { id: webhookId, position: String(wanted) });
    });
  }

  private async startOf(tx: Tx, { after, since }: RedeliveryBody): Promise<bigint | null> {
    return after === undefined ? this.deliveries.positionBefore(tx, new Date(since ?? NaN)) : BigInt(after);
  }

  private async requireEnabled(tx: Tx, webhookId: string): Promise<void> {
    const webhook = (await this.webhooks.lock(tx, webhookId)) ?? unknown();
    if (!webhook.enabled) throw new Problem('conflict', 'The endpoint is switched off.');
  }
}

function unknown(): never {
  throw new Problem('not_found', 'There is nothing with this id.');
}
