import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebhookResolver } from '../../src/webhooks/webhook-resolver.js';
import { startApp, type TestApp } from '../support/app.js';
import { HOSTILE_ADDRESSES } from '../support/hostile-addresses.js';
import { problemOf } from '../support/problems.js';
import { startReceiver, type Receiver } from '../support/receiver.js';
import { until } from '../support/until.js';

/** An address that is public; nothing here connects to it. */
const PUBLIC = '93.184.216.34';

let app: TestApp;
let listener: Receiver;
/** What names stand for, one answer after the other; the last one stays. */
const names = new Map<string, string[][]>();
/** Every name that was looked up. */
const lookedUp: string[] = [];
beforeAll(async () => {
  app = await startApp({
    realTime: true,
    settings: { WEBHOOK_SCHEDULE: 'PT0S PT0.1S', WEBHOOK_TIMEOUT: 'PT1S' },
  });
  app.nest.get(WebhookResolver).addressesOf = async (name) => {
    lookedUp.push(name);
    const answers = names.get(name) ?? [];
    const addresses = answers.length > 1 ? answers.shift() : answers[0];
    if (addresses === undefined) throw new Error('unknown');
    return addresses;
  };
  listener = await startReceiver();
});
afterAll(async () => {
  await listener.stop();
  await app.stop();
});

const port = () => new URL(listener.url).port;
const create = (url: string) => app.api.post('/v1/webhooks').send({ url, types: ['customer.created'] });

/** Stores an endpoint that is there already, as if the rule had been another one when it was made. */
async function smuggle(url: string): Promise<string> {
  names.set('honest.example.com', [[PUBLIC]]);
  const { status, body } = await create('https://honest.example.com/');
  expect(status).toBe(201);
  const { id } = body;
  await app.database.query('update webhook set url = $2 where id = $1', [id, url]);
  return id;
}

async function outcomeOfTest(id: string): Promise<Record<string, unknown>> {
  const response = await app.api.post(`/v1/webhooks/${id}/test`);
  expect(response.status).toBe(201);
  const path = response.headers['location'] ?? '';
  let delivery: Record<string, unknown> = {};
  await until(async () => {
    delivery = (await app.api.get(path)).body;
    return delivery['state'] !== 'waiting';
  }, 30_000);
  return delivery;
}

test('there are at least eighty hostile addresses', () => {
  expect(new Set(HOSTILE_ADDRESSES).size).toBeGreaterThanOrEqual(80);
});

describe('no connection reaches a listener on this machine', () => {
  test.each(HOSTILE_ADDRESSES)('when an endpoint is made for %j', async (address) => {
    expect(problemOf(await create(address.replaceAll('PORT', port())))).toBe('422 invalid /url');
    expect(listener.connections()).toBe(0);
  });

  test('when hostile addresses stand in the database', async () => {
    const left = HOSTILE_ADDRESSES.values();
    const tryAddresses = async () => {
      for (const address of left) {
        const delivery = await outcomeOfTest(await smuggle(address.replaceAll('PORT', port())));
        expect(delivery, address).toMatchObject({ state: 'failed', fault: 'address not allowed' });
      }
    };
    // a few at a time, however slow the machine is: so many at once wait too long for the database
    await Promise.all(Array.from({ length: 8 }, tryAddresses));
    expect(listener.connections()).toBe(0);
  });

  test.each([
    ['this machine', [['127.0.0.1']]],
    ['this machine in IPv6', [['::1']]],
    ['a private network', [['10.0.0.7']]],
    ['the metadata of a cloud', [['169.254.169.254']]],
    ['a public address and this machine', [[PUBLIC, '127.0.0.1']]],
    ['this machine in the guise of IPv6', [['::ffff:127.0.0.1']]],
    ['something that is no address', [['localhost']]],
    ['nothing', []],
  ])('when a name stands for %s', async (_, answers) => {
    names.set('evil.example.com', answers);
    expect(problemOf(await create(`https://evil.example.com:${port()}/`))).toBe('422 invalid /url');
    expect(listener.connections()).toBe(0);
  });

  test('when a name was public while the endpoint was made, and stands for this machine afterwards', async () => {
    names.set('rebinding.example.com', [[PUBLIC], ['127.0.0.1']]);
    const made = await create(`https://rebinding.example.com:${port()}/`);
    expect(made.status).toBe(201);
    const delivery = await outcomeOfTest(made.body.id);
    expect(delivery).toMatchObject({ attempts: 2, state: 'failed', fault: 'address not allowed' });
    expect(listener.connections()).toBe(0);
  });

  test('when a name answers otherwise every time: what was checked is what is connected to', async () => {
    // A look-up for the check and another one for the connection would get the second answer, and through
    names.set('flipping.example.com', [[PUBLIC], [PUBLIC], ['127.0.0.1'], [PUBLIC], ['127.0.0.1'], [PUBLIC]]);
    const made = await create(`https://flipping.example.com:${port()}/`);
    lookedUp.length = 0;
    const delivery = await outcomeOfTest(made.body.id);
    // Once for each try
    expect(lookedUp).toEqual(['flipping.example.com', 'flipping.example.com']);
    expect(delivery).toMatchObject({ attempts: 2, fault: 'address not allowed' });
    expect(listener.connections()).toBe(0);
  });
});

test('the listener would have noticed', async () => {
  await fetch(listener.url);
  expect(listener.connections()).toBe(1);
});
