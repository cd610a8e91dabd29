import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { aCustomer, choice, state } from '../support/examples.js';
import { problemOf } from '../support/problems.js';
import { startReceiver, type Answer, type Received, type Receiver } from '../support/receiver.js';
import { until } from '../support/until.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp({
    realTime: true,
    settings: {
      WEBHOOK_LOOPBACK: 'yes',
      WEBHOOK_SCHEDULE: 'PT0S PT0.2S PT0.2S PT0.2S',
      WEBHOOK_TIMEOUT: 'PT1S',
    },
  });
});
afterAll(() => app.stop());

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0)) await step();
});

async function receiver(answer?: Answer): Promise<Receiver> {
  const one = await startReceiver(answer);
  undo.push(() => one.stop());
  return one;
}

interface Endpoint {
  readonly id: string;
  readonly secret: string;
  readonly version: number;
}

async function anEndpoint(
  url: string,
  types = ['customer.created', 'preferences.changed'],
): Promise<Endpoint> {
  const response = await app.api.post('/v1/webhooks').send({ url, types });
  expect(response.status, response.text).toBe(201);
  undo.unshift(() => app.api.delete(`/v1/webhooks/${response.body.id}`).then());
  return response.body;
}

const typesOf = ({ received }: Receiver) => received.map(({ body }) => JSON.parse(body).type);
const deliveries = async ({ id }: Endpoint, query = '') =>
  (await app.api.get(`/v1/webhooks/${id}/deliveries${query}`)).body.items;
const read = async ({ id }: Endpoint) => (await app.api.get(`/v1/webhooks/${id}`)).body;
const verify = (secret: string, { headers, body }: Received) =>
  new Webhook(secret).verify(body, headers as Record<string, string>);

describe('an endpoint', () => {
  test('is told of a change, signed, and without what was said', async () => {
    const there = await receiver();
    const endpoint = await anEndpoint(`${there.url}/hook?tenant=7`);
    const { id } = await aCustomer(app.api, { externalIds: [{ system: 'crm', id: 'W-1' }] });
    await until(() => there.received.length === 1);
    const [received] = there.received as [Received];
    expect(received.path).toBe('/hook?tenant=7');
    expect(received.headers['content-type']).toContain('application/cloudevents+json');
    const event = verify(endpoint.secret, received) as { id: string };
    expect(event).toMatchObject({ type: 'customer.created', subject: id });
    expect(received.headers['webhook-id']).toBe(event.id);
    const { items } = (await app.api.get('/v1/changes?types=customer.created&limit=1000')).body;
    expect(event).toEqual(items.at(-1));
    await until(async () => (await deliveries(endpoint))[0].state === 'delivered');
    expect((await deliveries(endpoint))[0]).toMatchObject({
      attempts: 1,
      status: 200,
      reply: 'ok',
      fault: null,
    });
  });

  test('is told of the types it asked for, and of nothing from before', async () => {
    const there = await receiver();
    const { id } = await aCustomer(app.api, {});
    await anEndpoint(there.url, ['preferences.changed']);
    await aCustomer(app.api, {});
    await state(app.api, id, { general: choice('email') });
    await until(() => there.received.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(typesOf(there)).toEqual(['preferences.changed']);
  });

  test('gets the changes of a customer one after the other, also when one must be tried again', async () => {
    let failures = 2;
    const there = await receiver((_, response) => {
      failures -= 1;
      response.writeHead(failures >= 0 ? 500 : 204).end();
    });
    const endpoint = await anEndpoint(there.url);
    const { id } = await aCustomer(app.api, {});
    for (const channel of ['email', 'phone']) await state(app.api, id, { general: choice(channel) });
    await until(() => there.received.length === 5);
    const versions = there.received.map(
      ({ body }) => `${JSON.parse(body).type} ${JSON.parse(body).data.version}`,
    );
    expect(versions).toEqual([
      ...['customer.created 1', 'customer.created 1', 'customer.created 1'],
      ...['preferences.changed 1', 'preferences.changed 2'],
    ]);
    expect(new Set(there.received.slice(0, 3).map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    for (const received of there.received) verify(endpoint.secret, received);
  });

  test('that goes on failing is given up, the next change is tried, and one can be delivered again', async () => {
    let isDown = true;
    const there = await receiver((_, response) =>
      response.writeHead(isDown ? 503 : 200).end('call +31 6 12345678'),
    );
    const endpoint = await anEndpoint(there.url, ['customer.created']);
    await aCustomer(app.api, {});
    await until(async () => (await deliveries(endpoint, '?state=failed')).length === 1);
    const [failed] = await deliveries(endpoint);
    expect(failed).toMatchObject({ state: 'failed', attempts: 4, status: 503, nextTryAt: null });
    expect(failed.reply).not.toContain('12345678');
    expect((await read(endpoint)).failingSince).not.toBeNull();
    isDown = false;
    const path = `/v1/webhooks/${endpoint.id}/deliveries/${failed.id}`;
    expect((await app.api.post(`${path}/redeliver`)).status).toBe(200);
    await until(async () => (await app.api.get(path)).body.state === 'delivered');
    expect(there.received.at(-1)?.headers['webhook-id']).toBe(failed.eventId);
    await until(async () => (await read(endpoint)).failingSince === null);
  });

  test.each([
    ['hangs', () => undefined, 'no answer in time'],
    ['resets', (_: Received, response) => response.socket?.destroy(), 'connection closed'],
    [
      'never stops talking',
      (_: Received, response) => {
        const talk = setInterval(() => response.write('x'), 20);
        response.on('close', () => clearInterval(talk));
      },
      'no answer in time',
    ],
  ] satisfies [string, Answer, string][])('that %s has a fault in its delivery', async (_, answer, fault) => {
    const there = await receiver(answer);
    const endpoint = await anEndpoint(there.url);
    await app.api.post(`/v1/webhooks/${endpoint.id}/test`);
    await until(async () => (await deliveries(endpoint))[0].attempts > 0);
    expect((await deliveries(endpoint))[0]).toMatchObject({ fault, status: null, reply: null });
  });

  test('that redirects has failed, and nobody goes there', async () => {
    const elsewhere = await receiver();
    const there = await receiver((_, response) => response.writeHead(307, { location: elsewhere.url }).end());
    const endpoint = await anEndpoint(there.url);
    await app.api.post(`/v1/webhooks/${endpoint.id}/test`);
    await until(async () => (await deliveries(endpoint))[0].state === 'failed');
    expect((await deliveries(endpoint))[0]).toMatchObject({ status: 307, attempts: 4 });
    expect(elsewhere.connections()).toBe(0);
  });

  test('that answers more than 16 kB is cut off', async () => {
    let sent = 0;
    const there = await receiver((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write('y'.repeat(8_192))) sent += 8_192;
      };
      response.on('drain', more);
      more();
    });
    const endpoint = await anEndpoint(there.url);
    await app.api.post(`/v1/webhooks/${endpoint.id}/test`);
    await until(async () => (await deliveries(endpoint))[0].state === 'delivered');
    expect((await deliveries(endpoint))[0].reply).toBe('y'.repeat(200));
    const after = sent;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(sent).toBe(after);
  });

  test('is waited for as long as its Retry-After says', async () => {
    let first = true;
    const there = await receiver((_, response) => {
      response.writeHead(first ? 429 : 200, { 'retry-after': '2' }).end();
      first = false;
    });
    const endpoint = await anEndpoint(there.url);
    await app.api.post(`/v1/webhooks/${endpoint.id}/test`);
    await until(async () => (await deliveries(endpoint))[0].attempts === 1);
    const [{ triedAt, nextTryAt }] = await deliveries(endpoint);
    expect(Date.parse(nextTryAt) - Date.parse(triedAt)).toBeGreaterThanOrEqual(2_000);
    await until(() => there.received.length === 2);
  });

  test('that answers 410 is switched off, with a change that says so', async () => {
    const there = await receiver((_, response) => response.writeHead(410).end());
    const endpoint = await anEndpoint(there.url);
    const after = (await app.api.get('/v1/changes?after=now')).body.next;
    await app.api.post(`/v1/webhooks/${endpoint.id}/test`);
    await until(async () => !(await read(endpoint)).enabled);
    expect(await read(endpoint)).toMatchObject({ disabledBecause: 'gone', version: 2 });
    const { items } = (await app.api.get(`/v1/changes?after=${after}&wait=5`)).body;
    expect(items).toEqual([
      expect.objectContaining({ type: 'webhook.disabled', subject: `/webhooks/${endpoint.id}` }),
    ]);
    expect(problemOf(await app.api.post(`/v1/webhooks/${endpoint.id}/test`))).toBe('409 conflict');
  });

  test('that failed for five days is switched off; one that failed for less is not', async () => {
    const there = await receiver((_, response) => response.writeHead(500).end());
    const [long, short] = [await anEndpoint(`${there.url}/long`), await anEndpoint(`${there.url}/short`)];
    const since = (hours: number) => new Date(Date.now() - hours * 3_600_000);
    const age = 'update webhook set failing_since = $2 where id = $1';
    await app.database.query(age, [long.id, since(120)]);
    await app.database.query(age, [short.id, since(119)]);
    for (const { id } of [long, short]) await app.api.post(`/v1/webhooks/${id}/test`);
    await until(async () => !(await read(long)).enabled);
    expect(await read(long)).toMatchObject({ disabledBecause: 'failing' });
    await until(async () => (await deliveries(short))[0].attempts > 0);
    expect(await read(short)).toMatchObject({ enabled: true });
  });

  test('that hangs does not hold up another one', async () => {
    const hanging = await receiver(() => undefined);
    const there = await receiver();
    const hung = await anEndpoint(hanging.url);
    await anEndpoint(there.url);
    for (let index = 0; index < 40; index += 1) await aCustomer(app.api, {});
    // One after the other, the hanging one alone would take 160 s
    await until(() => there.received.length === 40, 30_000);
    expect((await deliveries(hung, '?state=delivered')).length).toBe(0);
  });

  test('that is switched off misses nothing of the time between', async () => {
    const there = await receiver();
    const endpoint = await anEndpoint(there.url);
    const switchTo = (enabled: boolean, version: number) =>
      app.api.patch(`/v1/webhooks/${endpoint.id}`).set('If-Match', `"${version}"`).send({ enabled });
    const off = await switchTo(false, 1);
    expect(off.body).toMatchObject({ enabled: false, disabledBecause: 'asked', version: 2 });
    await aCustomer(app.api, {});
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(there.received).toEqual([]);
    expect((await switchTo(true, 2)).body).toMatchObject({
      enabled: true,
      disabledBecause: null,
      version: 3,
    });
    await until(() => there.received.length === 1);
  });
});

describe('secrets', () => {
  test('are two for a day after a rotation, and each verifies', async () => {
    const there = await receiver();
    const endpoint = await anEndpoint(there.url);
    const rotated = await app.api.post(`/v1/webhooks/${endpoint.id}/rotate-secret`);
    expect(rotated.status).toBe(200);
    expect(rotated.body.secret).not.toBe(endpoint.secret);
    expect(Date.parse(rotated.body.previousSecretUntil) - Date.now()).toBeGreaterThan(23 * 3_600_000);
    await app.api.post(`/v1/webhooks/${endpoint.id}/test`);
    await until(() => there.received.length === 1);
    const [received] = there.received as [Received];
    expect(received.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
    verify(endpoint.secret, received);
    verify(rotated.body.secret, received);
    await app.database.query(
      `update webhook set previous_secret_until = now() - interval '1 s' where id = $1`,
      [endpoint.id],
    );
    await app.api.post(`/v1/webhooks/${endpoint.id}/test`);
    await until(() => there.received.length === 2);
    const [, later] = there.received as [Received, Received];
    verify(rotated.body.secret, later);
    expect(() => verify(endpoint.secret, later)).toThrow();
  });

  test('are shown once, and are not in the database', async () => {
    const there = await receiver();
    const endpoint = await anEndpoint(there.url);
    expect(endpoint.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await read(endpoint)).not.toHaveProperty('secret');
    const rows = await app.database.query('select row_to_json(w)::text as text from webhook w');
    const bytes = Buffer.from(endpoint.secret.slice(6), 'base64');
    for (const { text } of rows)
      for (const form of [endpoint.secret.slice(6), bytes.toString('hex')]) expect(text).not.toContain(form);
  });
});

describe('delivering again from a point', () => {
  test('sends everything after it once more, in order, under the same ids', async () => {
    const there = await receiver();
    const endpoint = await anEndpoint(there.url);
    const { position } = await read(endpoint);
    const { id } = await aCustomer(app.api, {});
    for (const channel of ['email', 'phone']) await state(app.api, id, { general: choice(channel) });
    await until(() => there.received.length === 3);
    const path = `/v1/webhooks/${endpoint.id}/redeliver`;
    await until(async () => (await deliveries(endpoint, '?state=delivered')).length === 3);
    expect((await app.api.post(path).send({ after: position })).status).toBe(204);
    await until(() => there.received.length === 6);
    const ids = there.received.map(({ headers }) => headers['webhook-id']);
    expect(ids.slice(3)).toEqual(ids.slice(0, 3));
    await until(async () => (await deliveries(endpoint, '?state=delivered')).length === 3);
    const since = new Date(Date.now() - 3_600_000).toISOString();
    expect((await app.api.post(path).send({ since })).status).toBe(204);
    await until(() => there.received.length >= 9);
  });

  test.each([
    [{}, '422 invalid '],
    [{ after: '1', since: '2026-01-01T00:00:00Z' }, '422 invalid '],
    [{ after: '999999999' }, '422 invalid /after'],
    [{ since: '2199-01-01T00:00:00Z' }, '422 invalid /since'],
  ])('is refused for %j', async (body, problem) => {
    const endpoint = await anEndpoint('http://127.0.0.1:9');
    expect(problemOf(await app.api.post(`/v1/webhooks/${endpoint.id}/redeliver`).send(body))).toBe(problem);
  });
});

describe('the list of endpoints', () => {
  test('has pages, single ones, changes and an end', async () => {
    const first = await anEndpoint('http://127.0.0.1:9/a');
    const second = await anEndpoint('http://127.0.0.1:9/b');
    const page = (await app.api.get(`/v1/webhooks?limit=1&after=${first.id}`)).body;
    expect(page.items.map(({ id }: Endpoint) => id)).toEqual([second.id]);
    const path = `/v1/webhooks/${first.id}`;
    expect(problemOf(await app.api.patch(path).send({ types: ['customer.erased'] }))).toBe(
      '428 version_required',
    );
    const changed = await app.api
      .patch(path)
      .set('If-Match', '"1"')
      .send({ types: ['customer.erased'] });
    expect(changed.body).toMatchObject({ types: ['customer.erased'], version: 2 });
    expect(changed.headers['etag']).toBe('"2"');
    expect(problemOf(await app.api.patch(path).set('If-Match', '"1"').send({}))).toBe('412 version_mismatch');
    expect((await app.api.delete(path)).status).toBe(204);
    expect(problemOf(await app.api.get(path))).toBe('404 not_found');
  });

  test.each([
    [{ url: 'http://example.com/', types: ['customer.created'] }, '422 invalid /url'],
    [{ url: 'http://127.0.0.1:9', types: ['customer.invented'] }, '422 invalid /types/0'],
    [{ url: 'http://127.0.0.1:9', types: [] }, '422 invalid /types'],
    [{ url: 'http://127.0.0.1:9', types: ['webhook.test'] }, '422 invalid /types/0'],
  ])('does not take %j', async (body, problem) => {
    expect(problemOf(await app.api.post('/v1/webhooks').send(body))).toBe(problem);
  });
});
