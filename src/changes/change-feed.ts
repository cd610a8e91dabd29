import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { poolOf } from '../platform/database.module.js';
import type { Tx } from '../platform/unit-of-work.js';
import type { ChangeRow, ChangeType } from './change.entity.js';

/** Key of a customer in another system, as it is now. */
export interface ExternalId {
  readonly system: string;
  readonly id: string;
}

/** A change as the feed tells it: without the snapshot, with the external ids that the customer has at this moment. */
export interface FeedChange extends Omit<ChangeRow, 'snapshot' | 'statedAt'> {
  readonly externalIds: readonly ExternalId[];
}

/** What a reader of the feed asks for. */
export interface FeedRequest {
  /** The position after which to read; 0 is the beginning. */
  readonly after: bigint;
  /** Most changes. */
  readonly limit: number;
  /** Only these types; null for all. */
  readonly types: readonly ChangeType[] | null;
}

/** A piece of the feed. */
export interface FeedPiece {
  readonly changes: FeedChange[];
  /** The position to go on from. */
  readonly next: bigint;
  /** Whether there is nothing more to read now. */
  readonly isEnd: boolean;
}

/** How far the ledger can be read (see the migration that makes `change_horizon`). */
export interface Horizon {
  /** The highest number ever drawn, committed or not. */
  readonly newest: bigint;
  /** Up to here nothing can be added any more. It may fall back a little, never below what was readable. */
  readonly horizon: bigint;
}

/** Most rows that one statement looks at, so that a filter that fits nothing does not take seconds. */
const MOST_SCANNED = 50_000n;

const HORIZON = { name: 'change-horizon', text: 'select newest, horizon from change_horizon()' };

const COLUMNS = `
  c.sequence, c.id, c.type, c.at, c.customer_id as "customerId", c.version, c.key_id as "keyId", c.authority, c.via, c.paths,
  coalesce((select json_agg(json_build_object('system', e.system, 'id', e.id) order by e.system, e.id)
              from external_id e where e.customer_id = c.customer_id), '[]') as "externalIds"`;

const READ = {
  name: 'read-changes',
  text: `
    select ${COLUMNS}
      from change c
     where c.sequence > $1 and c.sequence <= $2 and ($3::text[] is null or c.type = any($3))
     order by c.sequence
     limit $4`,
};

const FIND = {
  name: 'find-changes',
  text: `select ${COLUMNS} from change c where c.sequence = any($1::bigint[])`,
};

/** One statement, on a connection of the pool or of a transaction. */
type Run = (query: {
  readonly name: string;
  readonly text: string;
  readonly values?: unknown[];
}) => Promise<{ rows: object[] }>;

async function horizonWith(run: Run): Promise<Horizon> {
  const { rows } = await run(HORIZON);
  const [{ newest, horizon } = { newest: 0, horizon: 0 }] = rows as { newest: string; horizon: string }[];
  return { newest: BigInt(newest), horizon: BigInt(horizon) };
}

/** The ledger as a feed: every committed change, in one order, none left out and none twice. */
@Injectable()
export class ChangeFeed {
  constructor(private readonly dataSource: DataSource) {}

  /** To be asked before rows are read, in a statement of its own: the rows must be seen later than the marks of writers. */
  horizon(): Promise<Horizon> {
    return horizonWith((query) => poolOf(this.dataSource).query(query));
  }

  /** The next piece; a filter can leave it empty although there is more. */
  read(request: FeedRequest): Promise<FeedPiece> {
    return this.readWith((query) => poolOf(this.dataSource).query(query), request);
  }

  /** The same on the connection of a transaction: whoever holds rows that others wait for must not wait for a connection. */
  readWithin(tx: Tx, request: FeedRequest): Promise<FeedPiece> {
    return this.readWith(
      async ({ text, values = [] }) => ({ rows: await tx.query(text, [...values]) }),
      request,
    );
  }

  private async readWith(run: Run, { after, limit, types }: FeedRequest): Promise<FeedPiece> {
    const { horizon } = await horizonWith(run);
    if (horizon <= after) return { changes: [], next: after, isEnd: true };
    const until = horizon - after > MOST_SCANNED ? after + MOST_SCANNED : horizon;
    const values = [String(after), String(until), types, limit];
    const rows = (await run({ ...READ, values })).rows as FeedChange[];
    const last = rows.at(-1);
    const isFull = rows.length === limit && last !== undefined;
    return {
      changes: rows,
      next: isFull ? BigInt(last.sequence) : until,
      isEnd: !isFull && until === horizon,
    };
  }

  /** Changes at these positions, in any order. */
  async find(sequences: readonly string[]): Promise<FeedChange[]> {
    if (sequences.length === 0) return [];
    return (await poolOf(this.dataSource).query<FeedChange>({ ...FIND, values: [sequences] })).rows;
  }
}
