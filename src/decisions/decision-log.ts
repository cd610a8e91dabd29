import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccessLog } from '../audit/index.js';
import { poolOf } from '../platform/database.module.js';
import { LOGGER, type Logger } from '../platform/logging.js';
import { showWaiting } from './decision-metrics.js';
import type { Operation } from '../platform/sight.js';
import { WriteBehind } from '../platform/write-behind.js';
import type { DecisionRow } from './decision.entity.js';

/** What is kept of one decision, and of who saw whom by it; instants in epoch milliseconds. */
export type LoggedDecision = Omit<DecisionRow, 'at' | 'deadline'> & {
  readonly at: number;
  readonly deadline: number | null;
  /** How it was asked; `decision` when absent. */
  readonly operation?: Operation;
  /** The customers of a shared number, whom it tells of as well. */
  readonly sharedBy?: readonly string[];
};

/** Decisions in one statement. */
const MOST_AT_ONCE = 1_000;
/** Decisions that may wait; and before batches have to. */
const MOST_WAITING = 100_000;
const MOST_WAITING_IN_BULK = 10_000;

const INSERT = {
  name: 'log-decisions',
  text: `
    with given as materialized (
      select * from json_to_recordset($1::json)
        as d (id uuid, at float8, "keyId" text, "customerId" uuid, topic text, direction text, action text,
              channel text, reason text, "preferencesVersion" int, "arrivedOn" text, deadline float8,
              operation text, "sharedBy" uuid[])
    ), kept as (
      insert into decision (id, at, key_id, customer_id, topic, direction, action, channel, reason, preferences_version,
                            arrived_on, deadline)
      select id, to_timestamp(at / 1000.0), "keyId", "customerId", topic, direction, action, channel, reason,
             "preferencesVersion", "arrivedOn", to_timestamp(deadline / 1000.0)
        from given
      on conflict (id) do nothing
      returning id
    )
    insert into access_entry (at, customer_id, key_id, operation, decision_id, salt)
    select to_timestamp(at / 1000.0), seen, "keyId", coalesce(operation, 'decision'), id, gen_random_uuid()
      from given join kept using (id) cross join lateral unnest(coalesce("sharedBy", array["customerId"])) as seen
     where seen is not null`,
};

/** Keeps every answered decision, and in the same statement who saw whom by it, in batches off the path of the answer. */
@Injectable()
export class DecisionLog implements BeforeApplicationShutdown {
  private readonly queue: WriteBehind<LoggedDecision>;

  constructor(
    dataSource: DataSource,
    private readonly accesses: AccessLog,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.queue = new WriteBehind(
      {
        ...{ name: 'decision log', mostAtOnce: MOST_AT_ONCE },
        ...{ mostWaiting: MOST_WAITING, mostWaitingInBulk: MOST_WAITING_IN_BULK },
        rowsOf: () => 1,
        write: (decisions) => poolOf(dataSource).query({ ...INSERT, values: [JSON.stringify(decisions)] }),
      },
      logger,
    );
    showWaiting(() => this.queue.waiting);
  }

  /** Takes a decision to be written within 100 ms; throws `unavailable` when too many wait already. */
  append(decision: LoggedDecision): void {
    this.queue.add(decision);
  }

  /** Takes note of a what-if: it is no decision, but somebody saw these customers. */
  appendWhatIf(keyId: string, operation: Operation, customerIds: readonly string[]): void {
    this.accesses.saw(keyId, operation, customerIds);
  }

  /** Waits, when much waits to be written, until it is; throws what the database says when that fails. */
  room(): Promise<void> {
    return this.queue.room();
  }

  /** A decision that was given and is still to be written; undefined for any other. */
  findWaiting(id: string): LoggedDecision | undefined {
    return this.queue.find((decision) => decision.id === id);
  }

  /** Writes all that waits; throws what the database says when it can't. */
  flush(): Promise<void> {
    return this.queue.flush();
  }

  /** On stop: what was answered is kept. */
  beforeApplicationShutdown(): Promise<void> {
    return this.queue.stop();
  }
}
