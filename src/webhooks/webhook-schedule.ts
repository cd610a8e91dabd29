import { randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { pauseBefore, toRetryAfter } from './webhook-retries.js';
import type { Outcome } from './webhook-sender.js';

const FINE = 1_000_000;

/** When deliveries are tried. */
@Injectable()
export class WebhookSchedule {
  private readonly pauses: readonly number[];

  constructor(
    private readonly clock: Clock,
    @Inject(CONFIG) { webhookSchedule }: Config,
  ) {
    this.pauses = webhookSchedule;
  }

  now(): Date {
    return this.clock.instant();
  }

  /** When the try after this many is due; null when all are used up. */
  next(triesSoFar: number, outcome: Outcome | null = null): Date | null {
    const now = this.clock.now();
    const asks = outcome !== null && 'status' in outcome && [429, 503].includes(outcome.status);
    const retryAfter = asks ? toRetryAfter(outcome.retryAfter, now) : null;
    const pause = pauseBefore(this.pauses, triesSoFar, randomInt(FINE) / FINE, retryAfter);
    return pause === null ? null : new Date(now + pause);
  }
}
