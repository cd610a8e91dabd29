import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { LOGGER, type Logger } from '../platform/logging.js';
import { UnitOfWork } from '../platform/unit-of-work.js';

/** Months that are made ahead. */
const AHEAD = 2;
/** How often it is looked whether another month has come near, milliseconds. */
const ROUND = 6 * 3_600_000;
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
    const month = firstOfMonth(at, 0).toISOString().slice(0, 10);
    if (this.known.has(month)) return;
    // A function of the schema's owner: the service's own role makes no tables
    await this.unitOfWork.run((tx) => tx.query('select make_contact_month($1)', [month]));
    this.known.add(month);
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

/** `contact_y2026m11`: made of digits alone, so that it can stand in a statement. */
export function nameOf(month: Date): string {
  const [year, number] = [month.getUTCFullYear(), month.getUTCMonth() + 1];
  return `contact_y${year}m${String(number).padStart(2, '0')}`;
}

/** Midnight (UTC) of the first day of a month, some months after that of an instant. */
export function firstOfMonth(at: Date, ahead: number): Date {
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + ahead, 1));
}
