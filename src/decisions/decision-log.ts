import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { poolOf } from '../platform/database.module.js';
import { LOGGER, type Logger } from '../platform/logging.js';
import { Problem } from '../platform/problem.js';
import { showWaiting } from './decision-metrics.js';
import type { DecisionRow } from './decision.entity.js';

/** What is kept of one decision; instants in epoch milliseconds. */
export type LoggedDecision = Omit<DecisionRow, 'at' | 'deadline'> & {
  readonly at: number;
  readonly deadline: number | null;
};

/** Time between two writes, milliseconds: with the write itself, at most 200 ms can be lost in a crash. */
const PAUSE = 100;
/** Time before a failed write is tried again, milliseconds. */
const RETRY = 500;
/** Rows in one statement: more would hold up those who wait for an answer. */
const MOST_ROWS = 1_000;
/** Rows that may wait. Beyond it decisions are refused: one that is not kept is not given. */
const MOST_WAITING = 100_000;
/** Rows that may wait before work that can wait has to: what is above is left to single calls. */
const MOST_WAITING_IN_BULK = 10_000;

const INSERT = {
  name: 'log-decisions',
  text: `
    insert into decision (id, at, key_id, customer_id, topic, direction, action, channel, reason, preferences_version,
                          arrived_on, deadline)
    select id, to_timestamp(at / 1000.0), "keyId", "customerId", topic, direction, action, channel, reason, "preferencesVersion",
           "arrivedOn", to_timestamp(deadline / 1000.0)
      from json_to_recordset($1::json)
        as d (id uuid, at float8, "keyId" text, "customerId" uuid, topic text, direction text, action text,
              channel text, reason text, "preferencesVersion" int, "arrivedOn" text, deadline float8)
    on conflict (id) do nothing`,
};

/** Keeps every answered decision, in batches off the path of the answer. */
@Injectable()
export class DecisionLog implements BeforeApplicationShutdown {
  private waiting: LoggedDecision[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | undefined;
  private stopping = false;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    showWaiting(() => this.waiting.length);
  }

  /** Takes a decision to be written within 100 ms; throws `unavailable` when too many wait already. */
  append(decision: LoggedDecision): void {
    if (this.waiting.length >= MOST_WAITING)
      throw new Problem('unavailable', 'The decision log can not be written. Try again shortly.');
    this.waiting.push(decision);
    this.schedule(PAUSE);
  }

  /** Waits, when much waits to be written, until it is; throws what the database says when that fails. */
  async room(): Promise<void> {
    if (this.waiting.length >= MOST_WAITING_IN_BULK) await this.flush();
  }

  /** A decision that was given and is still to be written; undefined for any other. */
  findWaiting(id: string): LoggedDecision | undefined {
    return this.waiting.find((decision) => decision.id === id);
  }

  /** Writes all that waits; throws what the database says when it can't. */
  flush(): Promise<void> {
    this.writing ??= this.drain().finally(() => (this.writing = undefined));
    return this.writing;
  }

  /** On stop: what was answered is kept. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    try {
      await this.flush().catch(() => this.flush());
    } catch (error) {
      this.logger.error(
        { err: error, lost: this.waiting.length },
        'decisions could not be written before the stop',
      );
    }
  }

  private schedule(milliseconds: number): void {
    if (!this.stopping) this.timer ??= setTimeout(this.flushInTime, milliseconds);
  }

  private readonly flushInTime = (): void => {
    this.flush()
      .then(
        () => PAUSE,
        (error: unknown) => {
          this.logger.warn({ err: error, waiting: this.waiting.length }, 'decisions wait for the database');
          return RETRY;
        },
      )
      .then((milliseconds) => {
        this.timer = undefined;
        if (this.waiting.length > 0) this.schedule(milliseconds);
      })
      .catch((error: unknown) => this.logger.error({ err: error }, 'the decision log has a fault'));
  };

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) {
      const rows = this.waiting.slice(0, MOST_ROWS);
      await poolOf(this.dataSource).query({ ...INSERT, values: [JSON.stringify(rows)] });
      this.waiting.splice(0, rows.length);
    }
  }
}
