import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, type EntityManager } from 'typeorm';
import { queryPatiently } from '../platform/patient-query.js';
import type { Tx } from '../platform/unit-of-work.js';
import { SealRow } from './seal.entity.js';
import { CONTENTS, SEALED_LOGS, type LogName } from './sealed-logs.js';

/** Any number, the same for all instances: only one of them seals at a time. */
export const SEALING_LOCK = 7_040_004;

/** Where to look for rows: above `after`, up to `horizon`, at most so many. */
interface Span {
  readonly after: string;
  readonly horizon: string;
  readonly most: number;
}

/** Rows that a seal is to cover. */
export interface Block {
  readonly until: string;
  readonly digests: Buffer;
  readonly count: number;
}

/** A row as it is digested: `passing` is what can be forgotten of it, null when it was. */
export interface RowInWords {
  readonly sequence: string;
  readonly lasting: string;
  readonly passing: string | null;
  readonly digest: Buffer | null;
}

/** Entries that can be taken away: all up to a seal. */
interface Cuttable {
  readonly last: SealRow;
  readonly rows: number;
}

type Reader = Pick<EntityManager, 'query'>;

/** Seals, and the rows under them. */
@Injectable()
export class SealRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Holds the right to seal for this transaction; false when another instance has it. */
  async hold(tx: Tx): Promise<boolean> {
    const rows: { held: boolean }[] = await tx.query('select pg_try_advisory_xact_lock($1) as held', [
      SEALING_LOCK,
    ]);
    return rows[0]?.held ?? false;
  }

  /** Waits for the right to seal. */
  async wait(tx: Tx): Promise<void> {
    await tx.query('select pg_advisory_xact_lock($1)', [SEALING_LOCK]);
  }

  async findLast(log: LogName, tx?: Tx): Promise<SealRow | null> {
    return (tx ?? this.dataSource.manager).findOne(SealRow, { where: { log }, order: { position: 'DESC' } });
  }

  /** Sequence up to which rows are sealed: a cut comes last in the chain, and covers no rows. */
  async findReach(log: LogName, tx: Tx): Promise<string> {
    const where = { log, cutPosition: IsNull() };
    const covering = await tx.findOne(SealRow, { where, order: { position: 'DESC' } });
    return (covering ?? (await this.findLast(log, tx)))?.untilSequence ?? '0';
  }

  find(log: LogName, position: string, tx?: Tx): Promise<SealRow | null> {
    return (tx ?? this.dataSource.manager).findOneBy(SealRow, { log, position });
  }

  async add(tx: Tx, seal: SealRow): Promise<void> {
    await tx.insert(SealRow, seal);
  }

  /** To be asked before rows are read, in a statement of its own: the rows must be seen later than the marks of writers. */
  async horizon(tx: Tx, log: LogName): Promise<string> {
    const rows: { horizon: string | null }[] = await tx.query(
      `select horizon from ${SEALED_LOGS[log].horizon}`,
    );
    return rows[0]?.horizon ?? '0';
  }

  /** The next rows above a sequence, as a seal holds them; null for none. Contents of changes get their salt by this. */
  async takeBlock(tx: Tx, log: LogName, { after, horizon, most }: Span): Promise<Block | null> {
    const values = [after, horizon, most];
    if (log === 'ledger') await tx.query(SALT_CONTENTS, values);
    const rows: (Omit<Block, 'until'> & { until: string | null })[] = await tx.query(blockOf(log), values);
    const [block] = rows;
    return block?.until == null ? null : { ...block, until: block.until };
  }

  /** Seals from a position on. */
  listSeals(log: LogName, from: bigint, limit: number): Promise<SealRow[]> {
    return this.dataSource
      .createQueryBuilder(SealRow, 's')
      .where('s.log = :log and s.position >= :from', { log, from: String(from) })
      .orderBy('s.position')
      .limit(limit)
      .getMany();
  }

  /** The newest cut of a log; null when nothing was cut. */
  findCut(log: LogName): Promise<SealRow | null> {
    return this.dataSource
      .createQueryBuilder(SealRow, 's')
      .where('s.log = :log and s.cut_position is not null', { log })
      .orderBy('s.position', 'DESC')
      .limit(1)
      .getOne();
  }

  /** Rows above a sequence, as they are digested. */
  listRows(log: LogName, after: bigint, limit: number): Promise<RowInWords[]> {
    const { from, lasting, passing, digest } = SEALED_LOGS[log];
    return this.dataSource.query(
      `select r.sequence, ${lasting} as lasting, ${passing} as passing, ${digest} as digest
         from ${from} where r.sequence > $1 order by r.sequence limit $2`,
      [String(after), limit],
    );
  }

  /** About how many rows there are, by their first and last numbers: to count them all would take as long as to look at them. */
  async count(log: LogName): Promise<number> {
    const table = SEALED_LOGS[log].from.split(' ', 1)[0];
    const rows: { count: number }[] = await this.dataSource.query(
      `select coalesce(max(sequence) - min(sequence) + 1, 0)::float8 as count from ${table}`,
    );
    return rows[0]?.count ?? 0;
  }

  /** Entries of the access log that are older than an instant. */
  async countOlder(before: Date): Promise<number> {
    const count = 'select count(*)::int as count from access_entry where at < $1';
    const rows = await this.dataSource.transaction((tx) =>
      queryPatiently<{ count: number }>(tx, count, [before]),
    );
    return rows[0]?.count ?? 0;
  }

  /** The last seal of entries that are all older than an instant, among the oldest, and how many these are; null for none. */
  async findCuttable(tx: Reader, before: Date, most: number): Promise<Cuttable | null> {
    const found: { position: string | null; rows: number }[] = await tx.query(CUTTABLE, [before, most]);
    const { position = null, rows = 0 } = found[0] ?? {};
    const last = position === null ? null : await this.find('access', position);
    return last && { last, rows };
  }

  /** Takes entries and seals away up to a seal, as a cut that was sealed in this transaction says. */
  async cut(tx: Tx, position: string): Promise<void> {
    await tx.query('select cut_accesses($1)', [position]);
  }
}

const SALT_CONTENTS = `
  insert into ledger_content (sequence, salt, digest)
  select b.sequence, b.salt, sha256(convert_to(b.salt::text || ' ' || b.contents, 'UTF8'))
    from (select r.sequence, gen_random_uuid() as salt, ${CONTENTS} as contents
            from change r where r.sequence > $1 and r.sequence <= $2 order by r.sequence limit $3) b
  on conflict do nothing`;

/** Only as many entries are looked at as may go. */
const CUTTABLE = `
  with oldest as materialized (
    select position, until_sequence, rows
      from (select position, until_sequence, sum(length(digests) / 32) over (order by position) as rows
              from (select * from audit_seal where log = 'access' and cut_position is null order by position limit 1000) s) o
     where rows <= $2),
  kept as (
    select min(sequence) as first from access_entry
     where at >= $1 and sequence <= (select max(until_sequence) from oldest))
  select max(position) as position, max(rows)::int as rows from oldest
   where until_sequence < coalesce((select first from kept), 9223372036854775807)`;

/** The same as `digestOf`, for many rows at once. */
function blockOf(log: LogName): string {
  const { from, lasting, passing, digest } = SEALED_LOGS[log];
  return `
    select max(sequence) as until, count(*)::int as count,
           string_agg(sha256(content || convert_to(lasting, 'UTF8')), ''::bytea order by sequence) as digests
      from (select r.sequence, ${lasting} as lasting,
                   coalesce(sha256(convert_to(${passing}, 'UTF8')), ${digest}, ''::bytea) as content
              from ${from} where r.sequence > $1 and r.sequence <= $2 order by r.sequence limit $3) b`;
}
