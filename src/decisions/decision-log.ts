import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { poolOf } from '../platform/database.module.js';
import { LOGGER, type Logger } from '../platform/logging.js';
import { Problem } from '../platform/problem.js';
import type { DecisionRow } from './decision.entity.js';

/** What is kept of one decision; `at` in epoch milliseconds. */
export type LoggedDecision = Omit<DecisionRow, 'at'> & { readonly at: number };

/** Time between two writes, milliseconds: with the write itself, at most 200 ms can be lost in a crash. */
const PAUSE = 100;
/** Time before a failed write is tried again, milliseconds. */
const RETRY = 500;
/** Rows in one statement. */
const MOST_ROWS = 5_000;
/** Rows that may wait. Beyond it decisions are refused: one that is not kept is not given. */
const MOST_WAITING = 100_000;

const INSERT = {
  name: 'log-decisions',
  text: `
    insert into decision (id, at, key_id, customer_id, topic, direction, action, channel, reason, preferences_version)
    select id, to_timestamp(at / 1000.0), "keyId", "customerId", topic, direction, action, channel, reason, "preferencesVersion"
      from json_to_recordset($1::json)
        as d (id uuid, at float8, "keyId" text, "customerId" uuid, topic text, direction text, action text,
              channel text, reason text, "preferencesVersion" int)
    on conflict (id) do nothing`,
};

/** Keeps every answered decision, in batches off the path of the answer. */
@Injectable()
export class DecisionLog implements BeforeApplicationShutdown {
  private waiting: LoggedDecision[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Takes a decision to be written within 100 ms; throws `unavailable` when too many wait already. */
  append(decision: LoggedDecision): void {
    if (this.waiting.length >= MOST_WAITING)
      throw new Problem('unavailable', 'The decision log can not be written. Try again shortly.');
    this.waiting.push(decision);
    this.timer ??= setTimeout(this.flushLater, PAUSE);
  }

  /** Writes all that waits; throws what the database says when it can't. */
  async flush(): Promise<void> {
    await this.writing;
    while (this.waiting.length > 0)
      await (this.writing = this.writeOnce().finally(() => (this.writing = undefined)));
  }

  /** On stop: what was answered is kept. */
  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    try {
      await this.flush();
    } catch (error) {
      this.logger.error(
        { err: error, lost: this.waiting.length },
        'decisions could not be written before the stop',
      );
    }
  }

  private readonly flushLater = (): void => {
    this.flush().then(
      () => (this.timer = this.waiting.length > 0 ? setTimeout(this.flushLater, PAUSE) : undefined),
      (error: unknown) => {
        this.logger.warn({ err: error, waiting: this.waiting.length }, 'decisions wait for the database');
        this.timer = setTimeout(this.flushLater, RETRY);
      },
    );
  };

  private async writeOnce(): Promise<void> {
    const rows = this.waiting.slice(0, MOST_ROWS);
    await poolOf(this.dataSource).query({ ...INSERT, values: [JSON.stringify(rows)] });
    this.waiting.splice(0, rows.length);
  }
}
