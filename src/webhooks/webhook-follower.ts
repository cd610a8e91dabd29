import { Injectable } from '@nestjs/common';
import { ChangeFeed, FeedWatch } from '../changes/index.js';
import { withDeadline } from '../platform/deadline.js';
import { WebhookFanOut } from './webhook-fan-out.js';
import { WebhookHousekeeping } from './webhook-housekeeping.js';
import { WebhookRepository } from './webhook.repository.js';

/** Longest time without a look at the endpoints, milliseconds: one may be new, or sent back to an earlier point. */
const PAUSE = 1_000;

/** Follows the feed for all endpoints. */
@Injectable()
export class WebhookFollower {
  constructor(
    private readonly feed: ChangeFeed,
    private readonly watch: FeedWatch,
    private readonly webhooks: WebhookRepository,
    private readonly fanOut: WebhookFanOut,
    private readonly housekeeping: WebhookHousekeeping,
  ) {}

  /** Until the signal says stop; throws what the database says when it does not answer. */
  async follow(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      const { horizon } = await this.feed.horizon();
      const enabled = await this.webhooks.listEnabled();
      let isMore = false;
      for (const { id, position } of enabled)
        if (BigInt(position) < horizon && (await this.fanOut.step(id))) isMore = true;
      await this.housekeeping.look(horizon, enabled);
      if (!isMore) await withDeadline(stop, PAUSE, (signal) => this.watch.wait(horizon, signal));
    }
  }
}
