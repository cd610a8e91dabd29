import { Inject, Injectable } from '@nestjs/common';
import { DAY } from '../domain/zones.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { timeZoneRules } from '../platform/time-zones.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { localDate } from './periods.js';
import { SilenceRepository, type CountedSome } from './silence.repository.js';

/** Customers in one statement. */
const SOME = 2_000;
/** A count that began longer ago than this was abandoned. */
const PATIENCE = DAY / 24;
/** Before every id. */
const FIRST = '00000000-0000-0000-0000-000000000000';

type Count = CountedSome['counts'][number];

/** Counts the silent once a day: looking through a million customers takes a minute, which no caller waits for. */
@Injectable()
export class SilenceCountService {
  constructor(
    private readonly rows: SilenceRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Counts unless it was done today, or `again`; `goesOn` can end it between two steps. */
  async run({ again = false, goesOn = always } = {}): Promise<void> {
    const now = this.clock.instant();
    const day = this.today(now);
    const abandoned = new Date(now.getTime() - PATIENCE);
    if (!again && !(await this.unitOfWork.run((tx) => this.rows.claim(tx, day, now, abandoned)))) return;
    const counts = await this.count(now, goesOn);
    if (counts !== null) await this.unitOfWork.run((tx) => this.rows.replace(tx, day, counts));
  }

  /** The counts of all customers; null when it was ended before. */
  private async count(now: Date, goesOn: () => boolean): Promise<Count[] | null> {
    const totals = new Map<string, Count>();
    const moment = { now, staleUntil: new Date(now.getTime() - this.config.staleAfter) };
    for (let after: string | null = FIRST; after !== null;) {
      if (!goesOn()) return null;
      const { last, counts } = await this.rows.countSome(after, SOME, moment);
      for (const { kind, months, count } of counts) {
        const total = totals.get(`${kind} ${months}`)?.count ?? 0;
        totals.set(`${kind} ${months}`, { kind, months, count: total + count });
      }
      after = last;
    }
    return [...totals.values()];
  }

  private today(now: Date): string {
    const zone = timeZoneRules(this.config.organisationTimeZone);
    if (!zone) throw new Error('The organisation has no time zone.');
    return localDate(now.getTime(), zone);
  }
}

function always(): boolean {
  return true;
}
