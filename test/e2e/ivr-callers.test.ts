import { request as httpRequest } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FIELDS } from '../../src/decisions/ivr-answer.js';
import { startApp, type TestApp } from '../support/app.js';
import { aCustomer, state } from '../support/examples.js';
import { faultsOfFlatAnswer } from '../support/ivr.js';

/** The traps of the platforms that call, one test each (`reference/callers.md` of the design). */
let app: TestApp;
let key: string;
let customerId: string;
beforeAll(async () => {
  app = await startApp();
  key = (await app.newKey(['decisions:read'])).key;
  customerId = (await aCustomer(app.api, { contactPoints: [{ kind: 'phone', value: '+447700900123' }] })).id;
});
afterAll(() => app.stop());

const get = (query: object) => app.as(key).get('/v1/ivr/lookup').query(query);

describe('Asterisk’s JSON_DECODE crashes on null, true, false and reals', () => {
  test.each(['+447700900123', '+447700900999', 'anonymous', '12'])(
    'so every value is text, whatever the caller: %s',
    async (phone) => {
      for (const direction of ['inbound', 'outbound'])
        expect(faultsOfFlatAnswer((await get({ phone, direction })).body)).toEqual([]);
    },
  );
});

describe('in old versions of Asterisk a missing key and "" look the same', () => {
  test('so every key is there, and nothing is the word none', async () => {
    const { body } = await get({ phone: 'anonymous' });
    expect(Object.keys(body)).toEqual([...FIELDS]);
    expect(body).toMatchObject({
      customer_ref: 'none',
      language: 'none',
      next_at: 'none',
      next_at_epoch: 'none',
    });
  });
});

describe('a + in a query becomes a space when the caller does not encode it', () => {
  test.each(['+447700900123', '%20447700900123', '%2B447700900123'])(
    'so phone=%s means the same',
    async (raw) => {
      const { body } = await app.as(key).get(`/v1/ivr/lookup?phone=${raw}`);
      expect(body.customer_ref).toBe(customerId);
    },
  );
});

describe('withheld callers arrive as words or as the keypad spelling of words, which look like valid numbers', () => {
  test.each(['anonymous', 'RESTRICTED', '+266696687', '+86282452253', '+8656696', '+2562533', '+7378742833'])(
    'so %s is withheld, and belongs to nobody',
    async (phone) => {
      expect((await get({ phone })).body).toMatchObject({ match: 'withheld', found: 'no' });
    },
  );
});

describe('userpwd is sent by some clients only after a 401 with WWW-Authenticate: Basic', () => {
  test('so a call without credentials is challenged, and the same call with them is answered', async () => {
    const first = await app.as().get('/v1/ivr/lookup').query({ phone: '+447700900123' });
    expect([first.status, first.headers['www-authenticate']]).toEqual([
      401,
      expect.stringMatching(/^Basic realm=/),
    ]);
    const second = await app.as().get('/v1/ivr/lookup').query({ phone: '+447700900123' }).auth(key, 'x');
    expect(second.body.customer_ref).toBe(customerId);
  });

  test('and credentials in the URL work, as Twilio sends them', async () => {
    const url = Object.assign(new URL('/v1/ivr/lookup?phone=%2B447700900123', app.url), { username: key });
    const status = await new Promise((resolve, reject) => {
      httpRequest(url, (answer) => resolve(answer.resume().statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
  });
});

describe('day numbers differ between platforms', () => {
  test('so a day is written mon to sun, and a number is refused', async () => {
    const windows = (day: unknown) => ({
      general: { channels: [{ channel: 'phone', windows: [{ days: [day], from: '09:00', to: '10:00' }] }] },
    });
    const put = (body: object) =>
      app.api.put(`/v1/customers/${customerId}/preferences`).set('If-Match', '*').send(body);
    for (const day of [0, 1, '1', 'Mon', 'monday']) expect((await put(windows(day))).status).toBe(422);
    await state(app.api, customerId, windows('sun'));
  });
});

describe('a platform that connects the call before it looks the preference up is too late', () => {
  test('so a look-up needs one call with what is known while the phone rings', async () => {
    const { body } = await get({ phone: '+447700900123' });
    expect(body).toMatchObject({ found: 'yes', action: 'serve', channel: 'phone' });
  });
});

describe('whatever a flow sends', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom('', 'phone', '+447700900123', 'none'),
  );
  const value = fc.oneof(text, fc.array(text, { maxLength: 3 }));
  const names = ['phone', 'topic', 'direction', 'arrivedOn', 'offered', 'region', 'format', 'field', 'junk'];
  const query = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 9 });
  const json = fc.dictionary(fc.constantFrom(...names), fc.oneof(value, fc.jsonValue({ maxDepth: 2 })));
  const harmless = fc.record({
    phone: text,
    arrivedOn: text,
    offered: text,
    region: text,
    direction: fc.constantFrom('inbound', 'outbound'),
  });

  test('in a query, it is 200 or 400, never an error of ours', async () => {
    await fc.assert(
      fc.asyncProperty(query, async (input) => {
        const search = new URLSearchParams(
          Object.entries(input).flatMap(([name, given]) =>
            [given].flat().map((one): [string, string] => [name, one]),
          ),
        );
        const { status } = await app.as(key).get(`/v1/ivr/lookup?${search}`);
        expect(status).toBeOneOf([200, 400]);
      }),
      { numRuns: 150 },
    );
  });

  test('in JSON, it is 200 or 400, never an error of ours', async () => {
    await fc.assert(
      fc.asyncProperty(json, async (input) => {
        const { status } = await app.as(key).post('/v1/ivr/lookup').send(input);
        expect(status).toBeOneOf([200, 400]);
      }),
      { numRuns: 150 },
    );
  });

  test('with a good direction and format, it is 200 with every key and only words', async () => {
    await fc.assert(
      fc.asyncProperty(harmless, async (input) => {
        const { status, body } = await app.as(key).post('/v1/ivr/lookup').type('form').send(input);
        const readable = !JSON.stringify(input).includes(String.raw`\u0000`);
        expect([status, readable && faultsOfFlatAnswer(body)]).toEqual(readable ? [200, []] : [400, false]);
      }),
      { numRuns: 150 },
    );
  });
});

test('a platform that sends a content type with every request still gets its answer', async () => {
  for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/json'])
    expect((await get({ phone: '+447700900001' }).set('Content-Type', type)).status).toBe(200);
});
