import { Inject, Injectable } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { EFFORT_VERSION } from '../domain/effort.js';
import { DAY, type ZoneRules } from '../domain/zones.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { timeZoneRules } from '../platform/time-zones.js';
import { UnitOfWork, type Tx } from '../platform/unit-of-work.js';
import { recount } from './recounts.js';
import { planRecounts, type PlanOptions } from './roll-up-plan.js';
import type { RollUpStateRow } from './roll-up-state.entity.js';
import { RollUpRepository } from './roll-up.repository.js';

/** Buckets that are counted in one transaction: a crash costs no more than these. */
const BUCKETS_AT_ONCE = 16;
/** Marks that are looked at for it; the hours of a handful of days. */
const MARKS_AT_ONCE = 1_000;
/** Decisions are counted by whole hours, so that their days are counted once an hour and not once a minute. */
const HOUR = 3_600_000;
/** Layout of the roll-up tables; a new one means counting everything again. */
const LAYOUT = '1';
/** PostgreSQL: another one holds the lock. */
const HELD = '55P03';

/** `busy`: another instance is at it. */
export type RollUpResult = { readonly buckets: number } | 'busy';

/**
 * Adds up what happened. Whoever writes leaves a mark in the same transaction; the roll-up takes the marks that it sees and
 * counts their days anew, in one transaction that sees one moment. So it does not matter in which order things arrive, how
 * often, or when the process ends, and counting from scratch is the same with every day marked.
 */
@Injectable()
export class RollUpService {
  private readonly zone: ZoneRules;
  private readonly version: string;
  private readonly config: Config;

  constructor(
    private readonly rows: RollUpRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    const { organisationTimeZone } = config;
    this.config = config;
    const zone = timeZoneRules(organisationTimeZone);
    if (!zone) throw new Error('The organisation has no time zone.');
    this.zone = zone;
    this.version = `${LAYOUT}/${EFFORT_VERSION}/${zone.name}`;
  }

  /** Counts all that was written since the last time, or everything from scratch. `goesOn` can end it between two steps. */
  async run({ fromScratch = false, goesOn = always } = {}): Promise<RollUpResult> {
    const now = this.clock.now();
    try {
      await this.unitOfWork.run((tx) => this.begin(tx, now, fromScratch));
      let buckets = 0;
      for (let left = true; left && goesOn();) {
        const step = await this.unitOfWork.run((tx) => this.step(tx, now));
        buckets += step.buckets;
        left = step.left;
      }
      return { buckets };
    } catch (error) {
      if (isHeld(error)) return 'busy';
      throw error;
    }
  }

  /** Marks what changed by the passing of time alone. */
  private async begin(tx: Tx, now: number, fromScratch: boolean): Promise<void> {
    await this.rows.hold(tx);
    const known = await this.rows.find(tx);
    const decidedUntil = new Date(Math.floor((now - DAY) / HOUR) * HOUR);
    if (fromScratch || known?.version !== this.version) {
      await this.rows.markEverything(tx);
      // The day that is partly due may begin between two of those marks, of which the later one is not due
      await this.rows.markDecided(tx, new Date(decidedUntil.getTime() - DAY), decidedUntil);
    } else {
      await this.rows.markDecided(tx, known.decidedUntil, decidedUntil);
      await this.rows.markExpired(tx, known.lookedUntil, new Date(now));
    }
    const next = { id: 1, version: this.version, lookedUntil: new Date(now), decidedUntil };
    await this.rows.save(tx, { ...(known ?? NEVER), ...next });
  }

  private async step(tx: Tx, now: number): Promise<{ buckets: number; left: boolean }> {
    await this.rows.hold(tx);
    const state = await this.rows.find(tx);
    if (!state) throw new Error('The roll-up has no state.');
    const seen = await this.rows.listMarks(tx, MARKS_AT_ONCE);
    const { marks, buckets } = planRecounts(seen, {
      zone: this.zone,
      decidedUntil: state.decidedUntil,
      most: BUCKETS_AT_ONCE,
      closedUntil: this.closedUntil(now),
    });
    for (const bucket of buckets) await recount(tx, bucket, state);
    if (marks.length > 0) await this.rows.removeMarks(tx, marks);
    const left = marks.length < seen.length || seen.length === MARKS_AT_ONCE;
    if (!left) await this.rows.save(tx, { ...state, rolledUpAt: later(state.rolledUpAt, new Date(now)) });
    return { buckets: buckets.length, left };
  }

  /** Until when rows may have gone because they are kept no longer: sums of then stay as they were counted. */
  private closedUntil(now: number): NonNullable<PlanOptions['closedUntil']> {
    const { retainContacts, retainDecisions, retainQuestions } = this.config;
    const contact = new Date(now - retainContacts);
    contact.setUTCDate(1);
    contact.setUTCHours(0, 0, 0, 0);
    return { contact, decision: new Date(now - retainDecisions), question: new Date(now - retainQuestions) };
  }
}

const NEVER: Pick<RollUpStateRow, 'rolledUpAt' | 'countedOn' | 'countingSince'> = {
  rolledUpAt: null,
  countedOn: null,
  countingSince: null,
};

function later(a: Date | null, b: Date): Date {
  return a !== null && a > b ? a : b;
}

function isHeld(error: unknown): boolean {
  const { code } = (error instanceof QueryFailedError ? error.driverError : {}) as { code?: string };
  return code === HELD;
}

function always(): boolean {
  return true;
}
