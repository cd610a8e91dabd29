import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tx } from '../platform/unit-of-work.js';
import { SILENCE_COUNTS, SILENCE_FACTS, type Silence, type SilenceCount } from './silence.js';

/** What is silent at one moment; `staleUntil`: what was last said at or before it is stale. */
export interface Moment {
  readonly now: Date;
  readonly staleUntil: Date;
}

/** One count of some customers: their last id, null when there were none, and how many of them are silent in which way. */
export interface CountedSome {
  readonly last: string | null;
  readonly counts: readonly { kind: SilenceCount; months: number; count: number }[];
}

/** A customer who is silent. */
export interface SilentCustomer {
  readonly customerId: string;
  readonly externalIds: readonly { system: string; id: string }[];
  /** Since when: the last word, or the last successful contact; null for never, or not known. */
  readonly since: Date | null;
}

/** Months are told apart where the report asks for a number of them. */
const COUNTED = SILENCE_COUNTS.map((kind) => {
  if (kind === 'no_contact') return `select 'no_contact', months, count(*) from judged group by months`;
  if (kind === 'customers') return `select 'customers', 0, count(*) from judged`;
  if (kind.endsWith('points')) return `select '${kind}', 0, coalesce(sum(${kind}), 0) from judged`;
  return `select '${kind}', 0, count(*) from judged where ${kind}`;
});

const IS_SILENT: Readonly<Record<Silence, string>> = {
  never_asked: 'never_asked',
  stale: 'stale',
  no_contact: 'months >= $5',
  undeliverable: 'undeliverable',
  bounced: 'bounced',
};

const SINCE: Readonly<Record<Silence, string>> = {
  never_asked: 'null::timestamptz',
  stale: 'last_said_at',
  no_contact: 'heard_at',
  undeliverable: 'null::timestamptz',
  bounced: 'null::timestamptz',
};

/** Looks through customers, some at a time, so that no statement is long however many there are. */
@Injectable()
export class SilenceRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Counts the customers after an id, at most `limit`. */
  async countSome(after: string, limit: number, { now, staleUntil }: Moment): Promise<CountedSome> {
    const rows: { last: string | null; kind: SilenceCount; months: number; count: number }[] =
      await this.dataSource.query(
        `${SILENCE_FACTS}, counted (kind, months, count) as (${COUNTED.join(' union all ')})
         select (select max(id::text) from part) as last, kind, months, count::int as count from counted`,
        [after, limit, now, staleUntil],
      );
    return { last: rows[0]?.last ?? null, counts: rows };
  }

  /** The silent ones among the customers after an id, at most `limit` looked at, in order of id; `last` is null at the end. */
  async listSome(
    { kind, months }: { kind: Silence; months: number },
    { after, limit }: { after: string; limit: number },
    { now, staleUntil }: Moment,
  ): Promise<{ last: string | null; silent: SilentCustomer[] }> {
    const [{ last, silent }]: [{ last: string | null; silent: SilentCustomer[] }] =
      await this.dataSource.query(
        `${SILENCE_FACTS}
       select (select max(id::text) from part) as last, coalesce((
         select json_agg(json_build_object('customerId', id, 'externalIds', coalesce((
                  select json_agg(json_build_object('system', system, 'id', e.id) order by system, e.id)
                    from external_id e where e.customer_id = judged.id), '[]'), 'since', ${SINCE[kind]}) order by id)
           from judged where ${IS_SILENT[kind]} and $5::int is not null), '[]') as silent`,
        [after, limit, now, staleUntil, months],
      );
    return { last, silent };
  }

  /** Claims the count of a day; false when it is done, or another instance is at it since `abandoned`. */
  async claim(tx: Tx, day: string, now: Date, abandoned: Date): Promise<boolean> {
    const [, claimed] = await tx.query(
      `update report_state set counting_since = $2
        where (counted_on is null or counted_on < $1) and (counting_since is null or counting_since < $3)`,
      [day, now, abandoned],
    );
    return claimed === 1;
  }

  /** Keeps the count of a day, in place of an earlier one. */
  async replace(tx: Tx, day: string, counts: CountedSome['counts']): Promise<void> {
    await tx.query('delete from report_silence where day = $1', [day]);
    await tx.query(
      `insert into report_silence (day, kind, months, count)
         select $1, kind, months, count from json_to_recordset($2::json) as c (kind text, months int, count int)`,
      [day, JSON.stringify(counts)],
    );
    await tx.query('update report_state set counted_on = $1, counting_since = null', [day]);
  }
}
