import type { MigrationInterface, QueryRunner } from 'typeorm';
import { migrationKeys } from '../src/platform/migration-keys.js';
import { open, seal } from '../src/platform/sealing.js';

/** Customers that are sealed or opened at once. */
const AT_ONCE = 1_000;

interface Point {
  readonly id: string;
  readonly customer_id: string;
  readonly kind: string;
  readonly value: string;
  readonly address?: object | null;
}

type Sealed<T> = Omit<T, 'value' | 'address'> & { readonly sealed: Buffer };

interface Merge {
  readonly id: string;
  readonly merged_into: string;
  readonly kept: Buffer | object;
}

type Keys = Map<string, Buffer>;

/**
 * Values leave their tables for new ones, so that the files that held them are removed: pages that were only written
 * over would hold them on. Without rows no keys are needed.
 */
export class SealNumbersAndAddresses1795330000000 implements MigrationInterface {
  async up(database: QueryRunner): Promise<void> {
    await database.query(SET_ASIDE);
    await database.query(SEALED_TABLES);
    for await (const ids of customers(database)) {
      const points = await rowsOf<Point>(database, 'contact_point_old', ids);
      const verifications = await rowsOf<Point>(database, 'verification_old', ids);
      if (points.length + verifications.length === 0) continue;
      const keys = await ensureKeys(
        database,
        [...points, ...verifications].map((row) => row.customer_id),
      );
      await sealRows(database, 'contact_point', points, keys);
      await sealRows(database, 'verification', verifications, keys);
    }
    await copyMerges(database, 'bytea', async ({ id, merged_into: into, kept }) => {
      const keys = await ensureKeys(database, [id, into]);
      const inner = seal(JSON.stringify(kept), of(keys, id), `merged_customer:${id}`);
      return seal(inner, of(keys, into), `merged_customer:${id}`);
    });
    await database.query(FINISH_SEALED);
    await database.query(FINISH);
  }

  async down(database: QueryRunner): Promise<void> {
    await database.query(SET_ASIDE);
    await database.query(PLAIN_TABLES);
    for await (const ids of customers(database)) {
      const points = await rowsOf<Sealed<Point>>(database, 'contact_point_old', ids);
      const verifications = await rowsOf<Sealed<Point>>(database, 'verification_old', ids);
      if (points.length + verifications.length === 0) continue;
      const keys = await findKeys(database, ids);
      await openRows(database, 'contact_point', points, keys);
      await openRows(database, 'verification', verifications, keys);
    }
    await copyMerges(database, 'jsonb', async ({ id, merged_into: into, kept }) => {
      const keys = await findKeys(database, [id, into]);
      const inner = open(kept as Buffer, of(keys, into), `merged_customer:${id}`);
      return open(inner, of(keys, id), `merged_customer:${id}`).toString();
    });
    await database.query(FINISH_PLAIN);
    await database.query(FINISH);
    await database.query('drop table customer_key');
  }
}

const SET_ASIDE = `
  alter table verification rename to verification_old;
  alter table verification_old rename constraint verification_pkey to verification_old_pkey;
  alter table verification_old rename constraint verification_once to verification_old_once;
  drop index verification_replaces_index;
  alter table contact_point rename to contact_point_old;
  alter table contact_point_old rename constraint contact_point_pkey to contact_point_old_pkey;
  alter table contact_point_old rename constraint contact_point_once to contact_point_old_once;
  drop index contact_point_by_value;
  alter table merged_customer rename to merged_customer_old;
  alter table merged_customer_old rename constraint merged_customer_pkey to merged_customer_old_pkey;
  drop index merged_customer_holder_index, merged_customer_kept_index;
`;

/** The tables of contact points and verifications, with what their values are stored in. */
const tables = (pointValue: string, value: string) => `
  create table contact_point (
    id uuid constraint contact_point_pkey primary key,
    customer_id uuid not null,
    kind text not null constraint contact_point_kind_known check (kind in ('phone', 'email', 'post', 'handle')),
    ${pointValue},
    use text constraint contact_point_use_known check (use in ('private', 'work')),
    verified_at timestamptz,
    undeliverable boolean not null,
    statements jsonb not null,
    position integer not null
  );
  create table verification (
    id uuid constraint verification_pkey primary key,
    customer_id uuid not null,
    kind text not null constraint verification_kind_known check (kind in ('phone', 'email')),
    ${value},
    replaces uuid,
    language text not null,
    code_hash text,
    attempts integer not null,
    created_at timestamptz not null,
    expires_at timestamptz not null
  );`;

const SEALED = 'sealed bytea not null, value_hash bytea not null';

const SEALED_TABLES = `
  create table customer_key (
    customer_id uuid constraint customer_key_pkey primary key,
    wrapped bytea not null,
    master_key_id text not null
  );
  create index customer_key_by_master on customer_key (master_key_id);
  ${tables(SEALED, SEALED)}`;

const PLAIN_TABLES = tables('value text not null, address jsonb', 'value text not null');

const FINISH_SEALED = `
  alter table contact_point add constraint contact_point_once unique (customer_id, value_hash);
  create index contact_point_by_value on contact_point (value_hash, customer_id);
  alter table verification add constraint verification_once unique (customer_id, value_hash);
`;

const FINISH_PLAIN = `
  alter table contact_point add constraint contact_point_once unique (customer_id, kind, value);
  create index contact_point_by_value on contact_point (kind, value, customer_id);
  alter table verification add constraint verification_once unique (customer_id, kind, value);
`;

const FINISH = `
  drop table verification_old, contact_point_old, merged_customer_old;
  alter table contact_point
    add constraint contact_point_customer_fkey foreign key (customer_id) references customer on delete cascade;
  alter table verification
    add constraint verification_customer_fkey foreign key (customer_id) references customer on delete cascade,
    add constraint verification_replaces_fkey foreign key (replaces) references contact_point on delete cascade;
  create index verification_replaces_index on verification (replaces);
  alter table merged_customer
    add constraint merged_customer_holder_fkey foreign key (holder) references customer on delete cascade;
  create index merged_customer_holder_index on merged_customer (holder);
  create index merged_customer_kept_index on merged_customer (at) where kept is not null;
`;

/** Columns beside the value, in both forms. */
const BESIDE = {
  contact_point: 'o.use, o.verified_at, o.undeliverable, o.statements, o.position',
  verification: 'o.replaces, o.language, o.code_hash, o.attempts, o.created_at, o.expires_at',
};

async function* customers(database: QueryRunner): AsyncGenerator<string[]> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows: { id: string }[] = await database.query(
      'select id from customer where id > $1 order by id limit $2',
      [after, AT_ONCE],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(({ id }) => id);
    after = last.id;
  }
}

function rowsOf<T>(database: QueryRunner, table: string, ids: readonly string[]): Promise<T[]> {
  return database.query(`select * from ${table} where customer_id = any($1::uuid[])`, [ids]);
}

async function sealRows(
  database: QueryRunner,
  table: keyof typeof BESIDE,
  rows: readonly Point[],
  keys: Keys,
): Promise<void> {
  const sealing = migrationKeys(database);
  const sealed = rows.map((row) => {
    const text = row.kind === 'post' ? JSON.stringify(row.address ?? row.value) : row.value;
    return seal(text, of(keys, row.customer_id), placeOf(table, row));
  });
  await database.query(
    `insert into ${table}
     select o.id, o.customer_id, o.kind, s.sealed, s.hash, ${BESIDE[table]}
       from unnest($1::uuid[], $2::bytea[], $3::bytea[]) as s (id, sealed, hash) join ${table}_old o on o.id = s.id`,
    [rows.map(({ id }) => id), sealed, rows.map(({ kind, value }) => sealing.indexOf(kind, value))],
  );
}

async function openRows(
  database: QueryRunner,
  table: keyof typeof BESIDE,
  rows: readonly Sealed<Point>[],
  keys: Keys,
): Promise<void> {
  const opened = rows.map((row) => {
    const text = open(row.sealed, of(keys, row.customer_id), placeOf(table, row)).toString();
    return { id: row.id, ...(row.kind === 'post' ? fromPost(text) : { value: text, address: null }) };
  });
  const value = table === 'contact_point' ? 's.value, s.address' : 's.value';
  await database.query(
    `insert into ${table}
     select o.id, o.customer_id, o.kind, ${value}, ${BESIDE[table]}
       from json_to_recordset($1::json) as s (id uuid, value text, address jsonb) join ${table}_old o on o.id = s.id`,
    [JSON.stringify(opened)],
  );
}

/** An address in one line, as it was before. */
function fromPost(text: string): { value: string; address: object | null } {
  const address = JSON.parse(text) as string | Record<string, string | undefined>;
  if (typeof address === 'string') return { value: address, address: null };
  const { street = '', postalCode = '', locality = '', region = '', country = '' } = address;
  const parts = [street, postalCode, locality, region, country];
  return { value: parts.map((part) => part.trim().replace(/\s+/g, ' ').toUpperCase()).join(', '), address };
}

/** Ends as it began but for the type of what is kept, and without constraints that `FINISH` makes. */
async function copyMerges(
  database: QueryRunner,
  type: 'bytea' | 'jsonb',
  convert: (merge: Merge) => Promise<Buffer | string>,
): Promise<void> {
  await database.query(`
    create table merged_customer (
      id uuid constraint merged_customer_pkey primary key,
      merged_into uuid not null,
      holder uuid not null,
      at timestamptz not null,
      kept ${type}
    )`);
  await database.query(
    'insert into merged_customer select id, merged_into, holder, at, null from merged_customer_old where kept is null',
  );
  const rows: { id: string }[] = await database.query(
    'select id from merged_customer_old where kept is not null',
  );
  for (const { id } of rows) {
    const [merge]: Merge[] = await database.query('select * from merged_customer_old where id = $1', [id]);
    if (merge === undefined) continue;
    await database.query(
      `insert into merged_customer select id, merged_into, holder, at, $2::${type} from merged_customer_old where id = $1`,
      [id, await convert(merge)],
    );
  }
}

async function findKeys(database: QueryRunner, ids: readonly string[]): Promise<Keys> {
  const rows: { customerId: string; wrapped: Buffer; masterKeyId: string }[] = await database.query(
    'select customer_id as "customerId", wrapped, master_key_id as "masterKeyId" from customer_key where customer_id = any($1::uuid[])',
    [ids],
  );
  return new Map(rows.map((row) => [row.customerId, migrationKeys(database).unwrap(row)]));
}

async function ensureKeys(database: QueryRunner, ids: readonly string[]): Promise<Keys> {
  const all = [...new Set(ids)];
  const keys = await findKeys(database, all);
  const made = all.filter((id) => !keys.has(id)).map((id) => ({ id, ...migrationKeys(database).newKey(id) }));
  for (const { id, key } of made) keys.set(id, key);
  await database.query('insert into customer_key select * from unnest($1::uuid[], $2::bytea[], $3::text[])', [
    made.map(({ id }) => id),
    made.map(({ row }) => row.wrapped),
    made.map(({ row }) => row.masterKeyId),
  ]);
  return keys;
}

function of(keys: Keys, customerId: string): Buffer {
  const key = keys.get(customerId);
  if (key === undefined) throw new Error(`The key of customer ${customerId} is not there.`);
  return key;
}

function placeOf(
  table: string,
  { id, customer_id: customer, kind }: Pick<Point, 'id' | 'customer_id' | 'kind'>,
) {
  return `${table}:${id}:${customer}:${kind}`;
}
