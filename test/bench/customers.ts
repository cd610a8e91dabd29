import pg from 'pg';

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
  insert into contact_point
    select ('10000000' || substr(id::text, 9))::uuid, id, 'phone', '+4470' || lpad(i::text, 8, '0'), null, null, null, false, 0, $statements$
      from bench_customer;
  insert into contact_point
    select ('20000000' || substr(id::text, 9))::uuid, id, 'email', 'customer' || i || '@example.org', null, null, null, false, 1, $statements$
      from bench_customer;
  insert into external_id select 'crm', 'C-' || i, id from bench_customer;
  insert into preferences
    select id, 1, $documents$::jsonb -> (i % 4), '{}', null, now(), now() from bench_customer;
  drop table bench_customer;
`;

/** Fills an empty database with customers; answers the seconds that it took. */
export async function loadCustomers(url: string, count: number): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const started = performance.now();
  await client.query('truncate customer, decision cascade');
  await client.query(
    `create unlogged table bench_customer as
       select i, ('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid as id from generate_series(1, ${count}) i`,
  );
  const fill = FILL.replace('$documents$', client.escapeLiteral(JSON.stringify(DOCUMENTS)));
  await client.query(fill.replaceAll('$statements$', `${client.escapeLiteral(STATEMENTS)}::jsonb`));
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
