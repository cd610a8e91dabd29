import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { CONFIG, type Config } from '../platform/config.js';
import { LOGGER, type Logger } from '../platform/logging.js';
import { tryToLead, type Leadership } from './webhook-leader.js';
import { WebhookRunner } from './webhook-runner.js';
import { WebhookRepository } from './webhook.repository.js';

/** Time between two looks whether there is an endpoint, and whether this instance may send, milliseconds. */
const PAUSE = 1_000;

/** Sends webhooks in the one instance that may. An installation without endpoints pays one small query a second for it. */
@Injectable()
export class WebhookWorker implements OnModuleInit, OnModuleDestroy {
  private readonly stopping = new AbortController();
  private working: Promise<void> = Promise.resolve();

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly webhooks: WebhookRepository,
    private readonly runner: WebhookRunner,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Begins when the service listens, so that commands send nothing; ends together with the requests under way. */
  onModuleInit(): void {
    const server = this.host.httpAdapter?.getInstance<FastifyInstance>();
    server?.addHook('onListen', (done) => {
      this.working = this.work();
      done();
    });
    server?.addHook('preClose', (done) => {
      this.stopping.abort();
      done();
    });
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.working;
  }

  private async work(): Promise<void> {
    const stop = this.stopping.signal;
    for (let isTold = false; !stop.aborted;) {
      try {
        await this.workOnce(stop);
        isTold = false;
      } catch (error) {
        if (!isTold && !stop.aborted) this.logger.warn({ err: error }, 'webhooks wait for the database');
        isTold = true;
      }
      await sleep(PAUSE, undefined, { signal: stop, ref: false }).catch(() => undefined);
    }
  }

  private async workOnce(stop: AbortSignal): Promise<void> {
    if ((await this.webhooks.listEnabled()).length === 0) return;
    const leadership = await tryToLead(this.config.databaseUrl ?? '');
    if (leadership !== null) await this.lead(leadership, stop);
  }

  private async lead({ lost, release }: Leadership, stop: AbortSignal): Promise<void> {
    try {
      await this.runner.run(AbortSignal.any([lost, stop]));
    } finally {
      await release();
    }
  }
}
