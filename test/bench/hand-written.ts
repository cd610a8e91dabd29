/**
 * What a good engineer would write by hand for this one question: Fastify, pg, one prepared statement per request, and
 * the same `decide`. It has no keys, no validation, no log and no metrics.
 */
import { fastify } from 'fastify';
import pg from 'pg';
import type { Channel, Topic } from '../../src/domain/catalogue.js';
import type { Customer } from '../../src/domain/customer.js';
import { toMilliseconds } from '../../src/domain/durations.js';
import { decideShared } from '../../src/domain/shared-number.js';
import { toWeek } from '../../src/domain/windows.js';
import { FoundContactPoint, type SealedContactPoint } from '../../src/decisions/found-contact-point.js';
import { toDecisionDto } from '../../src/decisions/decision.mapper.js';
import { toIvrAnswer } from '../../src/decisions/ivr-answer.js';
import { SealingKeys } from '../../src/platform/sealing-keys.js';
import { timeZoneRules, TZDB_VERSION } from '../../src/platform/time-zones.js';

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });
const { MASTER_KEYS = '', INDEX_KEYS = '' } = process.env;
const keys = new SealingKeys({ masterKeys: [MASTER_KEYS], indexKeys: [INDEX_KEYS] });

const BY_PHONE = `
  select c.id, c.silenced, f.version, f.document, (extract(epoch from f.last_said_at) * 1000)::float8 as said,
         (select json_agg(json_build_object('id', p.id, 'kind', p.kind, 'sealed', encode(p.sealed, 'base64'),
                                            'undeliverable', p.undeliverable) order by p.position)
            from contact_point p where p.customer_id = c.id) as points,
         k.wrapped, k.master_key_id as master
    from contact_point o join customer c on c.id = o.customer_id left join preferences f on f.customer_id = c.id
         left join customer_key k on k.customer_id = c.id
   where o.value_hash = $1`;

async function findByPhone(phone: string): Promise<Customer[]> {
  const { rows } = await pool.query({
    name: 'by-phone',
    text: BY_PHONE,
    values: [keys.indexOf('phone', phone)],
  });
  return rows.map((row) => ({
    id: row.id,
    silenced: row.silenced,
    contactPoints: (row.points ?? []).map(
      (point: SealedContactPoint) =>
        new FoundContactPoint(
          point,
          { customerId: row.id, wrapped: row.wrapped, masterKeyId: row.master },
          keys,
        ),
    ),
    preferences: row.document ?? {},
    preferencesVersion: row.version ?? 0,
    lastSaidAt: row.said,
  }));
}

async function readCatalogue() {
  const channels = await pool.query('select * from channel order by position, key');
  const topics = await pool.query('select * from topic');
  const timeZone = timeZoneRules('Europe/Amsterdam');
  if (!timeZone) throw new Error('There is no zone data.');
  return {
    channels: channels.rows.map((row): Channel => ({
      key: row.key,
      contactPoint: row.contact_point,
      directions: row.directions,
      modes: row.modes,
      hours: row.hours ? { human: toWeek(row.hours.human) } : {},
      customerHours: row.customer_hours ? toWeek(row.customer_hours) : null,
      enabled: row.enabled,
    })),
    topics: new Map(
      topics.rows.map((row): [string, Topic] => [
        row.key,
        { ...row, patience: toMilliseconds(row.patience) ?? 0 },
      ]),
    ),
    timeZone,
    zone: timeZoneRules,
    tzdb: TZDB_VERSION,
    staleAfter: 365 * 86_400_000,
  };
}

const catalogue = await readCatalogue();
const server = fastify();

server.get<{ Querystring: { phone: string; topic: string } }>('/ivr', async ({ query }, reply) => {
  const customers = await findByPhone(query.phone);
  const request = { direction: 'inbound', topic: query.topic, arrivedOn: 'phone' } as const;
  const decision = decideShared(request, customers, catalogue, Date.now());
  const answer = {
    id: 'none',
    match: 'single',
    customerId: customers[0]?.id ?? null,
    simulated: false,
    question: null,
  } as const;
  return reply.send(toIvrAnswer({ ...answer, decision }, catalogue));
});

server.post<{ Body: { customer: { phone: string }; topic: string } }>(
  '/decisions',
  async ({ body }, reply) => {
    const customers = await findByPhone(body.customer.phone);
    const request = { direction: 'outbound', topic: body.topic } as const;
    const decision = decideShared(request, customers, catalogue, Date.now());
    const answer = {
      id: 'none',
      match: 'single',
      customerId: customers[0]?.id ?? null,
      simulated: false,
      question: null,
    } as const;
    return reply.send(toDecisionDto({ ...answer, decision }, catalogue));
  },
);

await server.listen({ host: '127.0.0.1', port: Number(process.env['PORT']) });
process.stdout.write('listening\n');
