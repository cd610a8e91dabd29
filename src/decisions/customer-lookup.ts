import DataLoader from 'dataloader';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import type { CustomerReader } from '../customers/index.js';
import type { Customer, SilencedReason } from '../domain/customer.js';
import type { PastContact } from '../domain/frequency.js';
import type { Preferences } from '../domain/preferences.js';
import { isStoreUnavailable } from '../platform/database-errors.js';
import { poolOf } from '../platform/database.module.js';
import type { SealingKeys } from '../platform/sealing-keys.js';
import { FoundContactPoint, type SealedContactPoint } from './found-contact-point.js';
import { Turns } from './turns.js';

/** One identifier of a customer. */
export type Identifier =
  | { readonly phone: string }
  | { readonly email: string }
  | { readonly id: string }
  | { readonly externalId: { readonly system: string; readonly id: string } };

/** Most customers looked at for one number; a number of a whole office tells nothing about one person anyway. */
const MOST_SHARERS = 100;

/** How much of the database look-ups may take. */
export interface Pace {
  /** Most look-ups in one statement. */
  readonly terms: number;
  /** Most statements under way at once, for each kind of identifier. */
  readonly atOnce: number;
  /** Longest that the database may take, milliseconds. */
  readonly timeout: number;
}

/** Somebody waits: soon, and within the deadline of an IVR look-up. */
export const AT_ONCE: Pace = { terms: 64, atOnce: 2, timeout: 900 };
/** Many at a time, one statement after the other, so that those for whom somebody waits find the database free. */
export const IN_BULK: Pace = { terms: 500, atOnce: 1, timeout: 4_000 };

/** Injection token of the look-up of batches, a path of its own beside that of single calls. */
export const BULK_LOOKUP = Symbol('BulkLookup');

/** How to find the customers of one term: SQL, given the SQL of the term, a JSON value. */
interface Statement {
  readonly name: string;
  readonly owners: (term: string) => string;
}

/** The term is a list of hashes in hexadecimal, one for each index key: usually one. */
const BY_VALUE = (kind: 'phone' | 'email', keys: number): Statement => ({
  name: `customers-by-${kind}`,
  owners: (term) => {
    const hashes = Array.from({ length: keys }, (_, i) => `decode(${term} ->> ${i}, 'hex')`);
    return `select customer_id from contact_point where value_hash in (${hashes.join(', ')})`;
  },
});

const BY_ID: Statement = {
  name: 'customers-by-id',
  owners: (term) => `select (${term} #>> '{}')::uuid as customer_id`,
};

const BY_EXTERNAL_ID: Statement = {
  name: 'customers-by-external-id',
  owners: (term) =>
    `select customer_id from external_id where system = ${term} ->> 'system' and id = ${term} ->> 'id'`,
};

interface Row {
  readonly i: number;
  readonly id: string;
  readonly silenced: SilencedReason | null;
  readonly wrapped: Buffer;
  readonly master: string;
  readonly points: SealedContactPoint[] | null;
  readonly version: number | null;
  readonly document: Preferences | null;
  readonly said: number | null;
  readonly recent: PastContact[] | null;
}

/**
 * Finds customers with all that a decision needs to know of them. Look-ups that wait at the same time go to the
 * database in one statement, as large and as many as the pace allows. What it brings is measured by `npm run bench`.
 * Nothing is remembered: a withdrawn choice is withdrawn at once.
 */
export class CustomerLookup {
  private readonly byPhone: DataLoader<readonly string[], Customer[]>;
  private readonly byEmail: DataLoader<readonly string[], Customer[]>;
  private readonly byId: DataLoader<string, Customer[]>;
  private readonly byExternalId: DataLoader<{ system: string; id: string }, Customer[]>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly customers: CustomerReader,
    private readonly sealing: SealingKeys,
    private readonly pace: Pace,
  ) {
    const keys = sealing.indexIds.length;
    this.byPhone = this.loader(BY_VALUE('phone', keys));
    this.byEmail = this.loader(BY_VALUE('email', keys));
    this.byId = this.loader(BY_ID);
    this.byExternalId = this.loader(BY_EXTERNAL_ID);
  }

  /** The customers that an identifier means: none, one, or several for a shared number or address. */
  find(identifier: Identifier): Promise<Customer[]> {
    if ('phone' in identifier) return this.byPhone.load(this.hashesOf('phone', identifier.phone));
    if ('email' in identifier) return this.byEmail.load(this.hashesOf('email', identifier.email));
    if ('id' in identifier) return this.findById(identifier.id);
    return this.byExternalId.load(identifier.externalId);
  }

  /** An id that is nobody's may have been merged: then whoever has what it had is meant. Asked only after the miss. */
  private async findById(id: string): Promise<Customer[]> {
    const found = await this.byId.load(id);
    // Looked up again by the same id where nobody holds it: a merge may have been undone in between
    return found.length > 0 ? found : this.byId.load((await this.customers.findHolder(id)) ?? id);
  }

  private hashesOf(kind: 'phone' | 'email', value: string): string[] {
    return this.sealing.indexesOf(kind, value).map((hash) => hash.toString('hex'));
  }

  private loader<K>(statement: Statement): DataLoader<K, Customer[]> {
    const { terms: maxBatchSize, atOnce, timeout: query_timeout } = this.pace;
    const one = { name: `${statement.name}-one`, text: textOfOne(statement), query_timeout };
    const many = { name: `${statement.name}-many`, text: textOfMany(statement), query_timeout };
    const turns = new Turns(atOnce);
    const read = async (terms: readonly K[]): Promise<Customer[][]> => {
      const query =
        terms.length === 1
          ? { ...one, values: [JSON.stringify(terms[0])] }
          : { ...many, values: [JSON.stringify(terms)] };
      const { rows } = await this.pool.query<Row>(query);
      return grouped(rows, terms.length, this.sealing);
    };
    return new DataLoader<K, Customer[]>((terms) => turns.run(() => readOrHalve(terms, read)), {
      cache: false,
      maxBatchSize,
      batchScheduleFn: (dispatch) => turns.schedule(dispatch),
    });
  }

  private get pool(): Pool {
    return poolOf(this.dataSource);
  }
}

/** One term that the database refuses must not fail those that happened to be asked with it. */
async function readOrHalve<K>(
  terms: readonly K[],
  read: (terms: readonly K[]) => Promise<Customer[][]>,
): Promise<(Customer[] | Error)[]> {
  try {
    return await read(terms);
  } catch (error) {
    if (isStoreUnavailable(error)) throw error;
    if (terms.length === 1) return [error instanceof Error ? error : new Error(String(error))];
    const middle = Math.ceil(terms.length / 2);
    const halves = [terms.slice(0, middle), terms.slice(middle)];
    return (await Promise.all(halves.map((half) => readOrHalve(half, read)))).flat();
  }
}

function textOfOne(statement: Statement): string {
  return `select 1 as i, o.* from (${customersOf(statement, '$1::json')}) o`;
}

/**
 * The terms come as one JSON text and not as an array: of an array PostgreSQL guesses the length, and plans the statement
 * anew for every call because a short one looks cheaper (measured: 0.5 ms each). All that belongs to a term stands inside
 * the limited part, so that no plan for many rows can be chosen.
 */
function textOfMany(statement: Statement): string {
  return `
    select t.i::int as i, o.*
      from json_array_elements($1::json) with ordinality as t (term, i)
     cross join lateral (${customersOf(statement, 't.term')}) o`;
}

/** Contacts are looked for only where a limit was stated: a look-up without one pays next to nothing for those with. */
const HAS_LIMIT = `f.document @? '$.general.limit' or f.document @? '$.topics.*.limit'`;

/** The newest alone: those of past months are dropped as new ones come. */
const RECENT_OUTBOUND = `
  select json_agg(json_build_object('at', (extract(epoch from r.at) * 1000)::float8, 'topic', r.topic))
    from (select o.at, o.topic from outbound_contact o
           where o.customer_id = c.id order by o.at desc limit 1000) r`;

function customersOf({ owners }: Statement, term: string): string {
  return `
    select c.id, c.silenced, f.version, f.document,
           (extract(epoch from f.last_said_at) * 1000)::float8 as said,
           case when ${HAS_LIMIT} then (${RECENT_OUTBOUND}) end as recent,
           y.wrapped, y.master_key_id as master,
           (select json_agg(json_build_object('id', p.id, 'kind', p.kind, 'sealed', encode(p.sealed, 'base64'),
                                              'undeliverable', p.undeliverable) order by p.position)
              from contact_point p where p.customer_id = c.id) as points
      from (${owners(term)}) k
      join customer c on c.id = k.customer_id
      left join preferences f on f.customer_id = c.id
      left join customer_key y on y.customer_id = c.id
     limit ${MOST_SHARERS}`;
}

function grouped(rows: readonly Row[], count: number, keys: SealingKeys): Customer[][] {
  const groups = Array.from({ length: count }, (): Customer[] => []);
  for (const row of rows) groups[row.i - 1]?.push(toCustomer(row, keys));
  return groups;
}

function toCustomer({ wrapped, master, ...row }: Row, keys: SealingKeys): Customer {
  const { id, silenced, points, version, document, said, recent } = row;
  const owner = { customerId: id, wrapped, masterKeyId: master };
  return {
    id,
    silenced,
    contactPoints: (points ?? []).map((point) => new FoundContactPoint(point, owner, keys)),
    preferences: document ?? {},
    preferencesVersion: version ?? 0,
    lastSaidAt: said,
    ...(recent && { recentOutbound: recent }),
  };
}
