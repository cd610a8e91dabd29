import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/unit-of-work.js';
import type { MarkRow } from './mark.entity.js';
import { RollUpStateRow } from './roll-up-state.entity.js';

export type Mark = Pick<MarkRow, 'about' | 'at'>;

/** Longest lease of a question with a wide margin: older ones have expired, and were counted so. */
const LONGEST_LEASE = `interval '31 days'`;

/** Every day of which there is anything, as marks: one in every twelve hours, and no local day is shorter. */
const EVERYTHING = `
  insert into report_mark (about, at)
    select about, mark
      from (select 'contact' as about, min(at) as first, max(at) as last from contact
            union all select 'decision', min(at), max(at) from decision
            union all select 'question', min(asked_at), max(asked_at) from question
            union all select 'change', min(at), max(at) from change) span,
           lateral (select generate_series(date_trunc('hour', first, 'UTC'), last, interval '12 hours') as mark
                    union select date_trunc('hour', last, 'UTC')) marks
     where first is not null`;

/** What the roll-up keeps of itself: marks, and how far it is. */
@Injectable()
export class RollUpRepository {
  /**
   * Holds the roll-up for this transaction, which then sees one moment; throws 55P03 when another instance has it. The lock
   * comes before the first look, so that nothing is seen that the one before has changed since.
   */
  async hold(tx: Tx): Promise<void> {
    await tx.query('set transaction isolation level repeatable read');
    await tx.query('lock table report_state in exclusive mode nowait');
    // Compiling these statements takes longer than running them
    await tx.query('set local jit = off');
  }

  find(tx: Tx): Promise<RollUpStateRow | null> {
    return tx.findOneBy(RollUpStateRow, { id: 1 });
  }

  async save(tx: Tx, state: RollUpStateRow): Promise<void> {
    await tx.save(RollUpStateRow, state);
  }

  async markEverything(tx: Tx): Promise<void> {
    await tx.query('delete from report_mark');
    await tx.query(EVERYTHING);
  }

  /** Marks the hours of decisions that became 24 hours old. */
  async markDecided(tx: Tx, from: Date, until: Date): Promise<void> {
    await tx.query(
      `insert into report_mark (about, at)
         select distinct 'decision', date_trunc('hour', at, 'UTC') from decision where at >= $1 and at < $2`,
      [from, until],
    );
  }

  /** Marks the hours of questions whose lease ended without an answer. */
  async markExpired(tx: Tx, from: Date, until: Date): Promise<void> {
    await tx.query(
      `insert into report_mark (about, at)
         select distinct 'question', date_trunc('hour', asked_at, 'UTC') from question
          where state = 'open' and asked_at > $1::timestamptz - ${LONGEST_LEASE} and expires_at > $1 and expires_at <= $2`,
      [from, until],
    );
  }

  /** The first marks, each once, oldest hours first. */
  listMarks(tx: Tx, most: number): Promise<Mark[]> {
    return tx.query('select about, at from report_mark group by about, at order by at, about limit $1', [
      most,
    ]);
  }

  /** Removes the marks that this transaction sees; those of others who commit meanwhile stay. */
  async removeMarks(tx: Tx, marks: readonly Mark[]): Promise<void> {
    await tx.query(
      `delete from report_mark m using unnest($1::text[], $2::timestamptz[]) as done (about, at)
        where m.about = done.about and m.at = done.at`,
      [marks.map(({ about }) => about), marks.map(({ at }) => at)],
    );
  }
}
