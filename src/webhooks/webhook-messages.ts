import { Inject, Injectable } from '@nestjs/common';
import { KeyHash } from '../access/index.js';
import { CONFIG, type Config } from '../platform/config.js';
import {
  TEST_EVENT,
  toChangeEvent,
  toSource,
  type ChangeEvent,
  type Tellable,
  ChangeFeed,
} from '../changes/index.js';
import type { WebhookDeliveryRow } from './webhook-delivery.entity.js';
import type { WebhookRow } from './webhook.entity.js';
import { pathOf } from './webhook.repository.js';
import { signatureHeaders } from './webhook-signature.js';
import type { Message } from './webhook-sender.js';

/** Makes the messages of deliveries. */
@Injectable()
export class WebhookMessages {
  private readonly source: string;

  constructor(
    private readonly feed: ChangeFeed,
    private readonly keyHash: KeyHash,
    @Inject(CONFIG) { publicUrl }: Config,
  ) {
    this.source = toSource(publicUrl);
  }

  /** The events of deliveries, by the id of the delivery. */
  async eventsOf(deliveries: readonly WebhookDeliveryRow[]): Promise<Map<string, ChangeEvent>> {
    const sequences = deliveries.flatMap(({ sequence }) => (sequence === null ? [] : [sequence]));
    const changes = new Map((await this.feed.find(sequences)).map((change) => [change.sequence, change]));
    return new Map(
      deliveries.map((delivery) => {
        const change = delivery.sequence === null ? toTestChange(delivery) : changes.get(delivery.sequence);
        if (change === undefined) throw new Error(`Of delivery ${delivery.id} the change is gone.`);
        return [delivery.id, toChangeEvent(change, this.source)];
      }),
    );
  }

  /** The message for one try. It has the id of the event, so a receiver knows what it has had. */
  toMessage(webhook: WebhookRow, event: ChangeEvent, now: number): Message {
    const body = JSON.stringify(event);
    const headers = {
      'content-type': 'application/cloudevents+json; charset=utf-8',
      'user-agent': 'Voorkeur',
      ...signatureHeaders(this.keyHash, webhook, { id: event.id, body }, now),
    };
    return { url: webhook.url, headers, body };
  }
}

/** What an event tells that only tries out the endpoint. */
function toTestChange({ eventId, webhookId, createdAt }: WebhookDeliveryRow): Tellable {
  const nobody = { customerId: null, externalIds: [], version: null, authority: null, via: null };
  const paths = [pathOf(webhookId)];
  return {
    ...nobody,
    id: eventId,
    type: TEST_EVENT,
    at: createdAt,
    sequence: null,
    paths,
    keyId: 'voorkeur',
  };
}
