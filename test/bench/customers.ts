import pg from 'pg';
import { sealPoint } from '../../src/customers/contact-point-record.js';
import { newSecret } from '../../src/platform/secrets.js';
import { SealingKeys } from '../../src/platform/sealing-keys.js';

/** Secrets of the registry that is measured, as it reads them. */
export const SECRETS = { MASTER_KEYS: newSecret(), INDEX_KEYS: newSecret() };
const KEYS = new SealingKeys({ masterKeys: [SECRETS.MASTER_KEYS], indexKeys: [SECRETS.INDEX_KEYS] });

/** The phone number of the i-th customer, from 1: a range that is in nobody's numbering plan for long. */
export function phoneOf(i: number): string {
  return `+4470${String(i).padStart(8, '0')}`;
}

/** What customers stated: from nothing to two topics with windows, in equal parts. */
const DOCUMENTS = [
  {},
  { general: { channels: [{ channel: 'email' }], declined: ['sms'] } },
  {
    languages: ['nl'],
    timeZone: 'Europe/Amsterdam',
    general: {
      channels: [
        {
          channel: 'phone',
          mode: 'human',
          windows: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '12:30' }],
        },
        { channel: 'email' },
      ],
      declined: ['sms', 'post'],
    },
  },
  {
    languages: ['en', 'nl'],
    timeZone: 'America/New_York',
    general: { channels: [{ channel: 'chat' }, { channel: 'email' }], declined: ['phone'] },
    topics: {
      billing: { channels: [{ channel: 'phone', mode: 'human' }], declined: [] },
      outage: { channels: [{ channel: 'sms' }, { channel: 'phone' }], declined: [] },
    },
    objections: ['marketing'],
  },
];

/** Who stated the contact points. */
const STATEMENTS = JSON.stringify({
  '/value': { authority: 'import', via: null, at: '2026-11-23T09:00:00.000Z', key: 'bench' },
});

/** What the i-th customer of an import stated; each stated something. */
export function statedBy(i: number): object {
  return DOCUMENTS[1 + (i % (DOCUMENTS.length - 1))] ?? {};
}

const FILL = `
  insert into customer
    select id, null, 1, now(), now() from bench_customer;
  insert into external_id select 'crm', 'C-' || i, id from bench_customer;
  insert into preferences
    select id, 1, $documents$::jsonb -> (i % 4), '{}', null, now(), now() from bench_customer;
  drop table bench_customer;
`;

/** Customers whose contact points are sealed at once. */
const SEALED_AT_ONCE = 5_000;

/** The contact points of a row of customers, sealed as the registry does it. */
async function addContactPoints(client: pg.Client, first: number, last: number): Promise<void> {
  const keys: unknown[][] = [[], [], []];
  const points: unknown[][] = [[], [], [], [], [], []];
  for (let i = first; i <= last; i += 1) {
    const tail = `0000-7000-8000-${i.toString(16).padStart(12, '0')}`;
    const customerId = `00000000-${tail}`;
    const { key, row } = KEYS.newKey(customerId);
    [customerId, row.wrapped, row.masterKeyId].forEach((cell, column) => keys[column]?.push(cell));
    const own = [
      { id: `10000000-${tail}`, kind: 'phone', value: phoneOf(i) },
      { id: `20000000-${tail}`, kind: 'email', value: `customer${i}@example.org` },
    ] as const;
    for (const [position, { id, kind, value }] of own.entries()) {
      const sealed = sealPoint({ id, customerId, kind, value, address: null }, key);
      const cells = [id, customerId, kind, sealed, KEYS.indexOf(kind, value), position];
      cells.forEach((cell, column) => points[column]?.push(cell));
    }
  }
  await client.query(
    'insert into customer_key select * from unnest($1::uuid[], $2::bytea[], $3::text[])',
    keys,
  );
  await client.query(
    `insert into contact_point (id, customer_id, kind, sealed, value_hash, position, undeliverable, statements)
     select *, false, $7::jsonb from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bytea[], $5::bytea[], $6::int[])`,
    [...points, STATEMENTS],
  );
}

/** What a number is stored under. */
export function hashOf(phone: string): Buffer {
  return KEYS.indexOf('phone', phone);
}

/** Fills an empty database with customers; answers the seconds that it took. */
export async function loadCustomers(url: string, count: number): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const started = performance.now();
  await client.query('truncate customer, customer_key, decision cascade');
  await client.query(
    `create unlogged table bench_customer as
       select i, ('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid as id from generate_series(1, ${count}) i`,
  );
  const fill = FILL.replace('$documents$', client.escapeLiteral(JSON.stringify(DOCUMENTS)));
  await client.query(fill);
  for (let from = 1; from <= count; from += SEALED_AT_ONCE)
    await addContactPoints(client, from, Math.min(count, from + SEALED_AT_ONCE - 1));
  await client.query('vacuum analyze');
  await client.end();
  await checkpoint(url);
  return (performance.now() - started) / 1_000;
}

/** Writes out what the load left in memory, so that it does not happen during a measurement. Only a superuser may. */
async function checkpoint(url: string): Promise<void> {
  const client = new pg.Client({
    connectionString: Object.assign(new URL(url), { username: 'postgres' }).href,
  });
  await client.connect();
  await client.query('checkpoint');
  await client.end();
}
