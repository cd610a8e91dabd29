import { Inject, Injectable } from '@nestjs/common';
import { Logger as QueueLogger, makeWorkerUtils, run, type Runner, type Task } from 'graphile-worker';
import pg from 'pg';
import { CONFIG, type Config } from '../platform/config.js';
import { LOGGER, type Logger } from '../platform/logging.js';
import { WebhookDeliveryRepository } from './webhook-delivery.repository.js';
import { WebhookFollower } from './webhook-follower.js';
import { WebhookLane } from './webhook-lane.js';
import { SEND_LANE, type Lane } from './webhook-queue.js';

/** Lanes that can be sent at once: endpoints that only hang take sixteen each, and hold up nobody below this. */
const MOST_LANES = 512;
/** Jobs that are fetched at once. */
const HANDFUL = 64;
/** Connections of the queue. */
const POOL = 4;
/** Time between two looks for jobs whose time has come, milliseconds; new ones are told of at once. */
const POLL = 500;
/** Time that deliveries under way have after a stop, milliseconds. */
const FINISH_WITHIN = 4_000;
/** Time after which the queue is left to itself at the end, milliseconds. */
const END_WITHIN = 6_000;

/** Runs the queue while this instance may send. */
@Injectable()
export class WebhookRunner {
  constructor(
    private readonly lanes: WebhookLane,
    private readonly deliveries: WebhookDeliveryRepository,
    private readonly follower: WebhookFollower,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Ends when the signal says so, with what was under way finished or cut short; or throws when the queue fails. */
  async run(stop: AbortSignal): Promise<void> {
    const connectionString = this.config.databaseUrl ?? '';
    // without a limit on the wait for a connection: hundreds of lanes may end at once, and none of them may fail for that
    const pgPool = new pg.Pool({ connectionString, max: POOL, query_timeout: 10_000 });
    for (const event of ['error', 'connect'] as const) pgPool.on(event, () => undefined);
    try {
      await this.tidy(pgPool);
      await this.runQueue(pgPool, stop);
    } finally {
      await within(END_WITHIN, pgPool.end());
    }
  }

  private async runQueue(pgPool: pg.Pool, stop: AbortSignal): Promise<void> {
    const runner = await this.start(pgPool);
    const ended = new AbortController();
    const end = () => ended.abort();
    stop.addEventListener('abort', end);
    if (stop.aborted) end();
    runner.promise.then(end, end);
    try {
      await this.follower.follow(ended.signal);
    } finally {
      stop.removeEventListener('abort', end);
      await within(END_WITHIN, runner.stop());
    }
  }

  /** What an instance that died had locked is free again: nobody else sends. Each lane where something waits gets a job. */
  private async tidy(pgPool: pg.Pool): Promise<void> {
    const utils = await makeWorkerUtils({ pgPool, logger: this.toQueueLogger() });
    try {
      const { rows } = await pgPool.query<{ id: string }>(
        `select locked_by as id from graphile_worker._private_jobs where locked_by is not null
          union select locked_by from graphile_worker._private_job_queues where locked_by is not null`,
      );
      await utils.forceUnlockWorkers(rows.map(({ id }) => id));
      await utils.cleanup({ tasks: ['DELETE_PERMAFAILED_JOBS', 'GC_JOB_QUEUES'] });
    } finally {
      await utils.release();
    }
    await this.deliveries.wakeAll();
  }

  private start(pgPool: pg.Pool): Promise<Runner> {
    return run({
      pgPool,
      taskList: { [SEND_LANE]: this.sendLane },
      parsedCronItems: [],
      noHandleSignals: true,
      logger: this.toQueueLogger(),
      preset: {
        worker: {
          concurrentJobs: MOST_LANES,
          pollInterval: POLL,
          gracefulShutdownAbortTimeout: FINISH_WITHIN,
          localQueue: { size: HANDFUL },
          // together, and what fails there ends the queue, which begins again, and not the process
          completeJobBatchDelay: 0,
          failJobBatchDelay: 0,
        },
      },
    });
  }

  private readonly sendLane: Task = async (payload, { abortSignal }) => {
    const lane = payload as Lane;
    const pause = await this.lanes.send(lane, abortSignal ?? new AbortController().signal);
    if (pause !== null) await this.deliveries.wakeLater(lane, pause);
  };

  private toQueueLogger(): QueueLogger {
    return new QueueLogger(() => (level: string, message: string) => {
      if (level === 'error')
        this.logger.warn({ queue: message.slice(0, 200) }, 'the queue of webhooks complains');
    });
  }
}

/** Waits for an end, but not for ever: without the database some things do not end. */
async function within(milliseconds: number, ending: Promise<unknown>): Promise<void> {
  const late = new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
  await Promise.race([ending.catch(() => undefined), late]);
}
