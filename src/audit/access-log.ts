import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { poolOf } from '../platform/database.module.js';
import { LOGGER, type Logger } from '../platform/logging.js';
import type { Operation } from '../platform/sight.js';
import { WriteBehind } from '../platform/write-behind.js';

/** Who saw whom: one answer, with all customers whose data it showed. */
interface Look {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly keyId: string;
  readonly operation: Operation;
  readonly customerIds: readonly string[];
}

/** Answers in one statement. */
const MOST_LOOKS = 200;
/** Customers that may wait; and before lists of any length have to. */
const MOST_WAITING = 100_000;
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
  private readonly queue: WriteBehind<Look>;

  constructor(
    dataSource: DataSource,
    private readonly clock: Clock,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.queue = new WriteBehind(
      {
        ...{ name: 'access log', mostAtOnce: MOST_LOOKS },
        ...{ mostWaiting: MOST_WAITING, mostWaitingInBulk: MOST_WAITING_IN_BULK },
        rowsOf: ({ customerIds }) => customerIds.length,
        write: (looks) => poolOf(dataSource).query({ ...INSERT, values: [JSON.stringify(looks)] }),
      },
      logger,
    );
  }

  /** Takes note that a key, or who stands in its place, saw these customers; throws `unavailable` when too much waits. */
  saw(keyId: string, operation: Operation, customerIds: readonly string[]): void {
    if (customerIds.length > 0) this.queue.add({ at: this.clock.now(), keyId, operation, customerIds });
  }

  /** Waits, when much waits to be written, until it is; throws what the database says when that fails. */
  room(): Promise<void> {
    return this.queue.room();
  }

  /** Writes all that waits; throws what the database says when it can't. */
  flush(): Promise<void> {
    return this.queue.flush();
  }

  /** On stop: who was shown something is kept. */
  beforeApplicationShutdown(): Promise<void> {
    return this.queue.stop();
  }
}
