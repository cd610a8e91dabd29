import { afterAll, beforeAll, expect, test } from 'vitest';
import request from 'supertest';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { makeDataDir, startService, type Service } from '../support/service-process.js';

const KEY = 'bootstrap-key-of-at-least-32-characters';
const NUMBERS = ['+447700900123', '+442079460123', '0207654321', '+31207654321'];
const EMAIL = 'jan.jansen@example.org';
/** Nothing of what the session is about; digits in whatever spelling. */
const FORBIDDEN =
  /7700\s?900\s?123|7946\s?0123|20\s?765\s?4321|jan\.?jansen|bootstrap-key|garbage-secret|C-1042-secret/i;

const dataDir = makeDataDir();
let database: TestDatabase;
let service: Service;
let bodies = '';
beforeAll(async () => {
  database = await createDatabase();
  service = await startService({
    ...{ DATABASE_URL: database.url, DATA_DIR: dataDir.path, BOOTSTRAP_KEY: KEY, LOG_LEVEL: 'trace' },
  });
});
afterAll(async () => {
  await service.end('SIGKILL');
  await database.drop();
  await dataDir.remove();
});

/** A session in which personal data stand everywhere that they can stand, and much goes wrong. */
async function busySession(): Promise<void> {
  const api = request.agent(service.url).auth(KEY, { type: 'bearer' });
  const contactPoints = [
    ...NUMBERS.slice(0, 2).map((value) => ({ kind: 'phone', value })),
    { kind: 'email', value: EMAIL },
  ];
  const upsert = (body: object) => api.put('/v1/customers/by-external-id/crm/C-1042-secret').send(body);
  const { id } = (await upsert({ contactPoints })).body as { id: string };
  await api
    .put(`/v1/customers/${id}/preferences`)
    .set('If-Match', '*')
    .send({ languages: ['nl'] });
  for (const phone of NUMBERS) {
    for (const format of ['json', 'form', 'xml', 'nonsense'])
      await api.get('/v1/ivr/lookup').query({ phone, format });
    await api.post('/v1/ivr/lookup').type('form').send({ phone, topic: phone });
    await api.post('/v1/customers/search').send({ phone });
    await api.post('/v1/decisions').send({ customer: { phone }, direction: 'outbound' });
  }
  await api.post('/v1/customers/search').send({ email: EMAIL });
  const faults = [
    await upsert({
      contactPoints: [
        { kind: 'email', value: `${EMAIL} ` },
        { kind: 'email', value: EMAIL },
      ],
    }),
    await upsert({ contactPoints: [{ kind: 'handle', value: `${NUMBERS[0]} ${EMAIL}` }] }),
    await upsert({
      contactPoints: [
        { kind: 'phone', value: EMAIL },
        { kind: 'email', value: NUMBERS[0] },
      ],
    }),
    await upsert({ contactPoints: [{ kind: NUMBERS[0], value: 7 }], silenced: EMAIL }),
    await api.post('/v1/customers').send({ externalIds: [{ system: 'crm', id: 'C-1042-secret' }] }),
    await api.post('/v1/decisions').send({ customer: { phone: EMAIL }, direction: NUMBERS[0], topic: EMAIL }),
    await api.get('/v1/ivr/lookup').query({ phone: NUMBERS[0], topic: NUMBERS[0], direction: EMAIL }),
    await api.get('/v1/customers').query({ after: EMAIL, limit: NUMBERS[0] }),
    await api.get(`/v1/customers/${EMAIL}`),
    await api.get(`/${EMAIL}?phone=${NUMBERS[0]}`),
    await api.post('/v1/decisions').type('json').send(`{"phone": "${NUMBERS[0]}`),
    await request(service.url).get(`/v1/ivr/lookup?phone=${NUMBERS[0]}`),
    await request(service.url).get('/v1/topics').auth('vk_1_garbage-secret', { type: 'bearer' }),
    await request(service.url).get('/v1/topics').auth('vk_1_garbage-secret', 'x'),
  ];
  bodies = faults.map(({ status, text }) => `${status} ${text}`).join('\n');
  expect(faults.map(({ status }) => status >= 400 && status < 500)).not.toContain(false);
}

test('no phone number, e-mail address or key is in the log, an error, the metrics or the document', async () => {
  await busySession();
  await database.query('alter table contact_point rename to contact_point_gone');
  const api = request.agent(service.url).auth(KEY, { type: 'bearer' });
  const broken = [
    await api.post('/v1/customers/search').send({ phone: NUMBERS[0] }),
    await api.get('/v1/ivr/lookup').query({ phone: NUMBERS[0] }),
    await api.post('/v1/customers').send({ contactPoints: [{ kind: 'email', value: EMAIL }] }),
  ];
  expect(broken.map(({ status }) => status)).toEqual([500, 200, 500]);
  const metrics = (await request(service.url).get('/metrics')).text;
  const document = (await request(service.url).get('/openapi.json')).text;
  await service.end('SIGTERM');
  const log = service.stderr();
  expect(log.split('\n').length).toBeGreaterThan(50);
  expect(log).toContain('"route":"/v1/ivr/lookup"');
  expect(metrics).toContain('route="/v1/ivr/lookup"');
  for (const [place, text] of Object.entries({
    log,
    metrics,
    document,
    bodies,
    broken: JSON.stringify(broken.map(({ text }) => text)),
  }))
    expect(FORBIDDEN.exec(text)?.[0], place).toBeUndefined();
});

test('the ledger holds no number, no address and no external id', async () => {
  const rows = JSON.stringify(await database.query('select * from change'));
  expect(rows).toContain('customer.created');
  expect(FORBIDDEN.exec(rows)?.[0]).toBeUndefined();
});
