import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { poolOf } from '../platform/database.module.js';
import { LOGGER, type Logger } from '../platform/logging.js';
import { Problem } from '../platform/problem.js';
import type { Operation } from '../platform/sight.js';

/** Who saw whom: one answer, with all customers whose data it showed. */
interface Look {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly keyId: string;
  readonly operation: Operation;
  readonly customerIds: readonly string[];
}

/** Time between two writes, milliseconds: with the write itself, at most 200 ms can be lost in a crash. */
const PAUSE = 100;
/** Time before a failed write is tried again, milliseconds. */
const RETRY = 500;
/** Answers in one statement. */
const MOST_LOOKS = 200;
/** Customers that may wait. Beyond it nothing is shown: what can't be kept is not given. */
const MOST_WAITING = 100_000;
/** Customers that may wait before lists of any length have to. */
const MOST_WAITING_IN_BULK = 5_000;

const INSERT = {
  name: 'log-accesses',
  text: `
    insert into access_entry (at, customer_id, key_id, operation, salt)
    select to_timestamp(l.at / 1000.0), c, l."keyId", l.operation, gen_random_uuid()
      from json_to_recordset($1::json) as l (at float8, "keyId" text, operation text, "customerIds" uuid[])
           cross join lateral unnest(l."customerIds") as c`,
};

/**
 * Keeps who saw whose data, in batches off the path of the answer. Live decisions go by the decision log, which writes both
 * in one statement. An answer lost on the way from the database can make an entry twice; none is left out.
 */
@Injectable()
export class AccessLog implements BeforeApplicationShutdown {
  private looks: Look[] = [];
  private waiting = 0;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | undefined;
  private stopping = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Takes note that a key, or who stands in its place, saw these customers; throws `unavailable` when too much waits. */
  saw(keyId: string, operation: Operation, customerIds: readonly string[]): void {
    if (customerIds.length === 0) return;
    if (this.waiting >= MOST_WAITING)
      throw new Problem('unavailable', 'The access log can not be written. Try again shortly.');
    this.looks.push({ at: this.clock.now(), keyId, operation, customerIds });
    this.waiting += customerIds.length;
    this.schedule(PAUSE);
  }

  /** Waits, when much waits to be written, until it is; throws what the database says when that fails. */
  async room(): Promise<void> {
    if (this.waiting >= MOST_WAITING_IN_BULK) await this.flush();
  }

  /** Writes all that waits; throws what the database says when it can't. */
  flush(): Promise<void> {
    this.writing ??= this.drain().finally(() => (this.writing = undefined));
    return this.writing;
  }

  /** On stop: who was shown something is kept. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    try {
      await this.flush().catch(() => this.flush());
    } catch (error) {
      this.logger.error(
        { err: error, lost: this.waiting },
        'who looked could not be written before the stop',
      );
    }
  }

  private schedule(milliseconds: number): void {
    if (!this.stopping) this.timer ??= setTimeout(() => void this.flushInTime(), milliseconds);
  }

  private async flushInTime(): Promise<void> {
    let pause = PAUSE;
    try {
      await this.flush();
    } catch (error) {
      this.logger.warn({ err: error, waiting: this.waiting }, 'the access log waits for the database');
      pause = RETRY;
    }
    this.timer = undefined;
    if (this.waiting > 0) this.schedule(pause);
  }

  private async drain(): Promise<void> {
    while (this.looks.length > 0) {
      const looks = this.looks.slice(0, MOST_LOOKS);
      await poolOf(this.dataSource).query({ ...INSERT, values: [JSON.stringify(looks)] });
      this.looks.splice(0, looks.length);
      for (const { customerIds } of looks) this.waiting -= customerIds.length;
    }
  }
}
