import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Gauge } from 'prom-client';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../platform/config.js';
import { poolOf } from '../platform/database.module.js';
import { LOGGER, type Logger } from '../platform/logging.js';
import { METRICS } from '../platform/metrics.js';
import { overloaded } from '../platform/problem.js';
import { sendProblem } from '../platform/problem.filter.js';
import { countRefused } from '../platform/refusals.js';
import { spare } from '../platform/sparing.js';
import { LoadMeter } from './load-meter.js';
import { isShed, pressureOf, retryAfter, type ShedGroup } from './pressure.js';

/** Who may wait for each connection to the database: with statements of 5 ms the last one waits for 0.1 s. */
const WAITING_PER_CONNECTION = 20;

/** Time between two words of it in the log, milliseconds. */
const SILENCE = 10_000;

const pressure = new Gauge({
  name: 'voorkeur_pressure',
  help: 'How much there is to do: 0.5 turns away bulk and reports, 0.75 all but look-ups, 1 look-ups too.',
  registers: [METRICS],
});

/**
 * Turns requests away before anything is done for them when there is more to do than can be done, so that the others are
 * answered in time: 503 with `Retry-After`; what always answers is answered without the store. Health and metrics never.
 */
@Injectable()
export class LoadShedding implements OnModuleInit, OnModuleDestroy {
  private meter: LoadMeter | undefined;
  private requests = 0;
  private bulk = 0;
  private silentUntil = 0;

  constructor(
    private readonly http: HttpAdapterHost,
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    // commands run the features without HTTP
    const adapter = this.http.httpAdapter as HttpAdapterHost['httpAdapter'] | null;
    if (adapter === null || adapter === undefined) return;
    this.meter = new LoadMeter();
    Object.assign(pressure, { collect: () => pressure.set(this.pressure()) });
    adapter.getInstance<FastifyInstance>().addHook('onRequest', this.admit);
  }

  onModuleDestroy(): void {
    this.meter?.stop();
  }

  private readonly admit = (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    const { group = 'pages', alwaysAnswers } = request.routeOptions.config ?? {};
    if (group === null) return done();
    if (!isShed(group, this.pressure())) {
      this.count(group, reply);
      return done();
    }
    this.tell(group);
    request.turnedAway = true;
    if (!alwaysAnswers) return sendProblem(reply, overloaded(retryAfter(group)), request.id);
    spare(request, reply, retryAfter(group));
    done();
  };

  /** In the log once in a while; the metric counts them all. */
  private tell(group: ShedGroup): void {
    countRefused(group, 'overload');
    if (performance.now() < this.silentUntil) return;
    this.silentUntil = performance.now() + SILENCE;
    this.logger.warn(
      { pressure: this.pressure(), requests: this.requests },
      'too busy: calls are turned away',
    );
  }

  /** Until the answer is out, or the caller is gone. Who waits for changes is no work. */
  private count(group: ShedGroup, reply: FastifyReply): void {
    if (group === 'feed') return;
    const kind = group === 'bulk' ? 'bulk' : 'requests';
    this[kind] += 1;
    reply.raw.once('close', () => (this[kind] -= 1));
  }

  private pressure(): number {
    const { overloadRequests, overloadDelay, databasePoolSize } = this.config;
    const { waitingCount } = poolOf(this.dataSource);
    return pressureOf(
      { requests: this.requests, bulk: this.bulk, delay: this.meter?.delay ?? 0, waiting: waitingCount },
      {
        requests: overloadRequests,
        delay: overloadDelay,
        waiting: databasePoolSize * WAITING_PER_CONNECTION,
      },
    );
  }
}
