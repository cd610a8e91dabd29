import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { LOGGER, type Logger } from '../platform/logging.js';
import { UnitOfWork, type Tx } from '../platform/unit-of-work.js';

/** Months that are made ahead. */
const AHEAD = 2;
/** How often it is looked whether another month has come near, milliseconds. */
const ROUND = 6 * 3_600_000;
/** Of all instances one alone makes partitions at a time. */
const LOCK = 7_953_128;

/** Makes the monthly partitions of `contact` (UTC): ahead of time, and on demand for what is reported late. */
@Injectable()
export class ContactPartitions implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly known = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.makeAhead();
    this.timer = setInterval(() => void this.makeAhead(), ROUND).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Makes sure that a contact of this instant has a partition to go to. */
  async ensure(at: Date): Promise<void> {
    const month = firstOfMonth(at, 0);
    const name = nameOf(month);
    if (this.known.has(name)) return;
    await this.unitOfWork.run((tx) => make(tx, name, month));
    this.known.add(name);
  }

  private async makeAhead(): Promise<void> {
    try {
      const now = this.clock.instant();
      for (let months = 0; months <= AHEAD; months += 1) await this.ensure(firstOfMonth(now, months));
    } catch (error) {
      this.logger.warn({ err: error }, 'the coming months of contacts could not be prepared');
    }
  }
}

/** Attaching a table that is there already keeps nobody waiting; `create table … partition of` would lock all contacts. */
async function make(tx: Tx, name: string, month: Date): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [LOCK]);
  const [found] = (await tx.query('select to_regclass($1) is not null as made', [name])) as {
    made: boolean;
  }[];
  if (found?.made) return;
  const [from, until] = [month, firstOfMonth(month, 1)].map((date) => date.toISOString());
  await tx.query(`create table ${name} (like contact including defaults including constraints)`);
  await tx.query(`alter table contact attach partition ${name} for values from ('${from}') to ('${until}')`);
}

/** `contact_y2026m11`: made of digits alone, so that it can stand in a statement. */
export function nameOf(month: Date): string {
  const [year, number] = [month.getUTCFullYear(), month.getUTCMonth() + 1];
  return `contact_y${year}m${String(number).padStart(2, '0')}`;
}

/** Midnight (UTC) of the first day of a month, some months after that of an instant. */
export function firstOfMonth(at: Date, ahead: number): Date {
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + ahead, 1));
}
