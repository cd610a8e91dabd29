import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import type { RetainedLog, RetainedRecord } from '../platform/retained-records.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { RETAINED_LOGS } from './retained-logs.js';
import { RETAINED_RECORDS } from './retained-records.js';
import { RetentionRepository } from './retention.repository.js';

/** What became, or would become, of one kind of record. */
export interface Retained {
  readonly kind: string;
  /** How long it is kept, milliseconds. */
  readonly limit: number;
  /** What is older than this goes. */
  readonly before: Date;
  readonly rows: number;
}

type KindOfRecord = Pick<RetainedRecord, 'kind' | 'limit'>;

/** Rows in one transaction: short enough that nobody waits for it. */
const BATCH = 2_000;

/** Takes away what is kept long enough: a kind after the other, in short transactions, on one instance at a time. */
@Injectable()
export class RetentionService {
  constructor(
    private readonly rows: RetentionRepository,
    @Inject(RETAINED_LOGS) private readonly logs: readonly RetainedLog[],
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What would go now of each kind. */
  look(): Promise<Retained[]> {
    return this.each(
      (log, before) => log.count(before),
      (record, before) => this.rows.count(record, before),
    );
  }

  /** Takes away what is old; answers what went. `goesOn` can end it between two transactions. */
  run(goesOn: () => boolean = () => true): Promise<Retained[]> {
    return this.each(
      (log, before) => log.drop(before, goesOn),
      (record, before) => this.remove(record, before, goesOn),
    );
  }

  private async each(
    ofLog: (log: RetainedLog, before: Date) => Promise<number>,
    ofRecord: (record: RetainedRecord, before: Date) => Promise<number>,
  ): Promise<Retained[]> {
    const told: Retained[] = [];
    const failures: unknown[] = [];
    const tell = async ({ kind, limit }: KindOfRecord, rowsOf: (before: Date) => Promise<number>) => {
      const span = this.spanOf(kind, limit);
      await rowsOf(span.before).then(
        (rows) => told.push({ ...span, rows }),
        (error: unknown) => failures.push(error),
      );
    };
    for (const log of this.logs) await tell(log, (before) => ofLog(log, before));
    for (const record of RETAINED_RECORDS) await tell(record, (before) => ofRecord(record, before));
    // A kind that fails keeps no other from going
    if (failures.length > 0) throw failures[0];
    return told;
  }

  private async remove(record: RetainedRecord, before: Date, goesOn: () => boolean): Promise<number> {
    let rows = 0;
    for (let last = BATCH; last === BATCH && goesOn(); rows += last)
      last = await this.unitOfWork.run(async (tx) =>
        (await this.rows.hold(tx)) ? this.rows.remove(tx, record, before, BATCH) : 0,
      );
    return rows;
  }

  private spanOf(kind: string, limit: KindOfRecord['limit']): Omit<Retained, 'rows'> {
    const milliseconds = typeof limit === 'number' ? limit : this.config[limit];
    return { kind, limit: milliseconds, before: new Date(this.clock.now() - milliseconds) };
  }
}
