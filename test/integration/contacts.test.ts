import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ContactPartitions } from '../../src/contacts/contact-partitions.js';
import { UnitOfWork } from '../../src/platform/unit-of-work.js';
import { Clock } from '../../src/platform/clock.js';
import { createLogger } from '../../src/platform/logging.js';
import { startApp, type TestApp } from '../support/app.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const partitions = async () =>
  (
    await app.database.query<{ name: string }>(
      `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'contact'::regclass order by 1`,
    )
  ).map(({ name }) => name);

/** The plan of a statement, as lines of text. */
async function plan(text: string, values: unknown[]): Promise<string> {
  const rows = await app.database.query<{ 'QUERY PLAN': string }>(
    `explain (analyze, costs off, timing off, summary off) ${text}`,
    values,
  );
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

test('this month and the next two have their partition from the start', async () => {
  expect(await partitions()).toEqual(['contact_y2026m11', 'contact_y2026m12', 'contact_y2027m01']);
});

test('several instances that need the same month at once make it once', async () => {
  const instances = Array.from(
    { length: 4 },
    () => new ContactPartitions(app.nest.get(UnitOfWork), app.nest.get(Clock), createLogger('silent')),
  );
  await Promise.all(instances.map((each) => each.ensure(new Date('2025-02-28T23:59:59.999Z'))));
  expect(await partitions()).toContain('contact_y2025m02');
  expect(await app.nest.get(DataSource).driver.createSchemaBuilder().log()).toMatchObject({ upQueries: [] });
});

test('among many contacts those of one customer are found by the index, and later months are not opened', async () => {
  for (let month = 1; month <= 11; month += 1)
    await app.nest.get(ContactPartitions).ensure(new Date(Date.UTC(2026, month - 1, 15)));
  await app.database.query(
    `insert into contact (id, at, customer_id, key_id, reported_by, direction, channel, basis, breaches,
                          preferences_version, revision, recorded_at)
     select gen_random_uuid(), timestamptz '2026-01-01' + (n % 325) * interval '1 day' + n * interval '1 ms',
            ('00000000-0000-7000-8000-' || lpad((n % 5000)::text, 12, '0'))::uuid, 'k', 'k', 'outbound', 'email',
            'default', '{}', 0, 1, now()
       from generate_series(1, 100000) n`,
  );
  await app.database.query('analyze contact');
  const text = `select * from contact where customer_id = $1 and at <= $2 and (at, id) < ($2, $3) order by at desc, id desc limit 51`;
  const values = [
    '00000000-0000-7000-8000-000000000042',
    '2026-10-20T00:00:00Z',
    'ffffffff-ffff-7fff-bfff-ffffffffffff',
  ];
  const steps = await plan(text, values);
  expect(steps).not.toMatch(/Seq Scan on contact_y2026m(0|10)/);
  expect(steps).toMatch(/Index Scan.* contact_y2026m10_customer_id_at_id_idx/);
  expect(steps).not.toContain('contact_y2026m11');
});

test('a look-up asks for contacts only where a limit was stated', async () => {
  const customers = await Promise.all(
    [{}, { limit: { max: 1, per: 'day' } }].map(async (limit) => {
      const { id } = (await app.api.post('/v1/customers').send({}).expect(201)).body;
      const choice = { channels: [{ channel: 'email' }], declined: [], ...limit };
      await app.api
        .patch(`/v1/customers/${id}/preferences`)
        .set('If-Match', '"0"')
        .send({ general: choice, source: { authority: 'customer' } })
        .expect(200);
      return id as string;
    }),
  );
  const statement = `
    select case when f.document @? '$.general.limit' or f.document @? '$.topics.*.limit'
                then (select count(*) from outbound_contact o where o.customer_id = c.id) end
      from customer c left join preferences f on f.customer_id = c.id where c.id = $1`;
  expect(await plan(statement, [customers[0]])).toContain('(never executed)');
  expect(await plan(statement, [customers[1]])).not.toContain('(never executed)');
});
