import { setMaxListeners } from 'node:events';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { LOGGER, type Logger } from '../platform/logging.js';
import { ChangeFeed } from './change-feed.js';

/** Time between two looks while somebody waits, milliseconds. */
const PAUSE = 100;
/** Longest time between two looks while the database does not answer, milliseconds. */
const LONGEST_PAUSE = 2_000;

interface Waiter {
  readonly after: bigint;
  readonly wake: () => void;
}

/** Looks for news, once for all who wait, and only while somebody does. */
@Injectable()
export class FeedWatch implements OnModuleInit, OnModuleDestroy {
  private readonly waiters = new Set<Waiter>();
  private readonly stopping = new AbortController();
  private looking = false;

  constructor(
    private readonly feed: ChangeFeed,
    private readonly host: HttpAdapterHost,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    setMaxListeners(0, this.stopped);
  }

  /** Aborted when the service stops: whoever waits has to end then. */
  get stopped(): AbortSignal {
    return this.stopping.signal;
  }

  /** The server closes its answers before Nest stops its modules; commands have no server. */
  onModuleInit(): void {
    const server = this.host.httpAdapter?.getInstance<FastifyInstance>();
    server?.addHook('preClose', (done) => {
      this.stopping.abort();
      done();
    });
    server?.addHook('onSend', (_request, reply, payload, done) => {
      if (String(reply.getHeader('content-type')).startsWith('text/event-stream')) prepareStream(reply);
      done(null, payload);
    });
  }

  onModuleDestroy(): void {
    this.stopping.abort();
  }

  /** Ends when there may be changes after a position, or when the signal or the stop of the service says so. */
  wait(after: bigint, signal: AbortSignal): Promise<void> {
    const ends = [signal, this.stopped];
    if (ends.some(({ aborted }) => aborted)) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        this.waiters.delete(waiter);
        for (const end of ends) end.removeEventListener('abort', wake);
        resolve();
      };
      const waiter = { after, wake };
      for (const end of ends) end.addEventListener('abort', wake);
      this.waiters.add(waiter);
      if (!this.looking) void this.look();
    });
  }

  private async look(): Promise<void> {
    this.looking = true;
    for (let pause = PAUSE; this.waiters.size > 0;) {
      pause = await this.lookOnce(pause);
      await new Promise((resolve) => setTimeout(resolve, pause).unref());
    }
    this.looking = false;
  }

  /** Wakes those for whom there is something; answers how long to pause after it. */
  private async lookOnce(pause: number): Promise<number> {
    try {
      const { horizon } = await this.feed.horizon();
      for (const { after, wake } of [...this.waiters]) if (horizon > after) wake();
      return PAUSE;
    } catch (error) {
      if (pause === PAUSE) this.logger.warn({ err: error }, 'the feed waits for the database');
      return Math.min(pause * 2, LONGEST_PAUSE);
    }
  }
}

/** A stream passes proxies unbuffered, and its connection serves nothing else: it would outlive the stop of the service. */
function prepareStream(reply: FastifyReply): void {
  void reply.header('Connection', 'close');
  void reply.header('X-Accel-Buffering', 'no');
}
