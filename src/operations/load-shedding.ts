import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Gauge } from 'prom-client';
import { CONFIG, type Config } from '../platform/config.js';
import { LOGGER, type Logger } from '../platform/logging.js';
import { METRICS } from '../platform/metrics.js';
import { overloaded, type Problem } from '../platform/problem.js';
import { sendProblem } from '../platform/problem.filter.js';
import { countRefused } from '../platform/refusals.js';
import { spare } from '../platform/sparing.js';
import { LoadMeter } from './load-meter.js';
import { isShed, pressureOf, retryAfter, type ShedGroup } from './pressure.js';
import { QueueMeter } from './queue-meter.js';

/** Requests under way at which some wait for others: for each connection to the database one has it, and one uses the time between. */
const QUEUE_PER_CONNECTION = 2;
/** As few as that are no queue, however few connections there are. */
const NO_QUEUE = 20;

/** Calls that wait for something else than us: for changes, or for an endpoint that is tried. */
const WAITING_FOR_OTHERS: ReadonlySet<string> = new Set(['feed', 'management']);

/** Time between two words of it in the log, milliseconds. */
const SILENCE = 10_000;

const problems = new Map<ShedGroup, Problem>();

/** Made once: an error costs more than the rest of the answer to one that is turned away. */
function tooBusy(group: ShedGroup): Problem {
  const known = problems.get(group);
  if (known) return known;
  const problem = overloaded(retryAfter(group));
  problems.set(group, problem);
  return problem;
}

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
  private readonly queue: QueueMeter;
  private readonly counted = new WeakSet<FastifyRequest>();
  private bulk = 0;
  private silentUntil = 0;

  constructor(
    private readonly http: HttpAdapterHost,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.queue = new QueueMeter(Math.max(NO_QUEUE, config.databasePoolSize * QUEUE_PER_CONNECTION));
  }

  onModuleInit(): void {
    // commands run the features without HTTP
    const adapter = this.http.httpAdapter as HttpAdapterHost['httpAdapter'] | null;
    if (adapter === null || adapter === undefined) return;
    this.meter = new LoadMeter();
    Object.assign(pressure, { collect: () => pressure.set(this.pressure()) });
    adapter
      .getInstance<FastifyInstance>()
      .addHook('onRequest', this.admit)
      .addHook('preValidation', this.count)
      .addHook('onSend', (request, _reply, payload, done) => {
        this.end(request, !request.raw.socket.destroyed);
        done(null, payload);
      });
  }

  onModuleDestroy(): void {
    this.meter?.stop();
    this.queue.stop();
  }

  private readonly admit = (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    const { group = 'pages', alwaysAnswers } = request.routeOptions.config ?? {};
    if (group === null) return done();
    if (!isShed(group, this.pressure())) return done();
    this.tell(group);
    request.turnedAway = true;
    if (!alwaysAnswers) return sendProblem(reply, tooBusy(group), request.id);
    spare(request, reply, retryAfter(group));
    done();
  };

  /** In the log once in a while; the metric counts them all. */
  private tell(group: ShedGroup): void {
    countRefused(group, 'overload');
    if (performance.now() < this.silentUntil) return;
    this.silentUntil = performance.now() + SILENCE;
    this.logger.warn(
      { pressure: this.pressure(), requests: this.queue.requests },
      'too busy: calls are turned away',
    );
  }

  /**
   * From when the body is there, so that who sends it slowly is no work, until the answer is handed over, so that who reads it
   * slowly is none either, or the caller is gone. Who waits for something else is no work.
   */
  private readonly count = (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    const { group = 'pages' } = request.routeOptions.config ?? {};
    if (group === 'bulk') {
      this.bulk += 1;
      whenOver(request, reply, () => (this.bulk -= 1));
    } else if (group !== null && !WAITING_FOR_OTHERS.has(group) && !request.turnedAway) {
      this.queue.begin();
      this.counted.add(request);
      reply.raw.once('close', () => this.end(request, false));
    }
    done();
  };

  private end(request: FastifyRequest, isAnswered: boolean): void {
    if (this.counted.delete(request)) this.queue.end(isAnswered);
  }

  private pressure(): number {
    const { overloadRequests, overloadDelay } = this.config;
    const { requests, wait } = this.queue;
    return pressureOf(
      { requests, bulk: this.bulk, delay: this.meter?.delay ?? 0, wait },
      { requests: overloadRequests, delay: overloadDelay, wait: overloadDelay },
    );
  }
}

/** Calls when an answer is out or its caller gone: one that waits behind another on the same connection is not told of its end. */
function whenOver({ raw: { socket } }: FastifyRequest, reply: FastifyReply, work: () => void): void {
  const end = () => {
    socket.off('close', end);
    reply.raw.off('close', end);
    work();
  };
  socket.once('close', end);
  reply.raw.once('close', end);
}
