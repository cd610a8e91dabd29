import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { aCustomer, type Customer } from '../support/examples.js';
import { problemOf } from '../support/problems.js';

let app: TestApp;
let customer: Customer;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  customer = await aCustomer(app.api);
});
afterAll(() => app.stop());

const customerPath = () => `/v1/customers/${customer.id}`;
const preferencesPath = () => `${customerPath()}/preferences`;

test('a new customer has version 1 and an address', async () => {
  const response = await app.api.post('/v1/customers').send({});
  expect(response.headers).toMatchObject({ etag: '"1"', location: `/v1/customers/${response.body.id}` });
});

test('preferences exist from the moment that a customer does', async () => {
  const response = await app.api.get(preferencesPath());
  expect([response.status, response.headers['etag']]).toEqual([200, '"0"']);
  expect(response.body).toEqual({
    customerId: customer.id,
    version: 0,
    languages: null,
    timeZone: null,
    general: null,
    topics: {},
    pause: null,
    needs: null,
    objections: null,
    statedBy: {},
    confirmedAt: null,
    updatedAt: null,
  });
});

describe.each([
  ['a customer', customerPath, 'patch', { silenced: 'legal' }, 1],
  ['preferences', preferencesPath, 'put', { languages: ['nl'] }, 0],
  ['preferences', preferencesPath, 'patch', { languages: ['nl'] }, 0],
] as const)('a write to %s', (_, path, method, body, version) => {
  const write = () => app.api[method](path()).send(body);

  test(`by ${method} needs If-Match`, async () => {
    expect(problemOf(await write())).toBe('428 version_required');
  });

  test.each(['"99"', 'W/"0"', 'W/"1"', '0', '1', '""', '"x"', ','])(
    `by ${method} is refused with 412 for If-Match %s`,
    async (tag) => {
      expect(problemOf(await write().set('If-Match', tag))).toBe('412 version_mismatch');
      expect((await app.api.get(path())).body.version).toBe(version);
    },
  );

  test.each([`"${version}"`, `"98", "${version}"`, '*'])(
    `by ${method} is taken with If-Match %s and makes the next version`,
    async (tag) => {
      const response = await write().set('If-Match', tag);
      expect(response.body.version).toBe(version + 1);
      expect(response.headers['etag']).toBe(`"${version + 1}"`);
    },
  );

  test(`by ${method} on an unknown customer is 404`, async () => {
    const unknown = path().replace(customer.id, '019aa001-7b1c-7000-8000-000000000009');
    expect(problemOf(await app.api[method](unknown).set('If-Match', '*').send(body))).toBe('404 not_found');
  });
});

describe('If-None-Match', () => {
  test.each(['"1"', 'W/"1"', '"7", "1"', '*'])(
    'answers 304 for the version that is known: %s',
    async (tag) => {
      const response = await app.api.get(customerPath()).set('If-None-Match', tag);
      expect([response.status, response.text, response.headers['etag']]).toEqual([304, '', '"1"']);
    },
  );

  test.each(['"0"', '"11"', '1'])('answers the customer for another version: %s', async (tag) => {
    const response = await app.api.get(customerPath()).set('If-None-Match', tag);
    expect([response.status, response.body.id]).toEqual([200, customer.id]);
  });

  test('also works for preferences', async () => {
    expect((await app.api.get(preferencesPath()).set('If-None-Match', '"0"')).status).toBe(304);
  });
});

describe('the upsert by external id', () => {
  const path = () => `/v1/customers/by-external-id/crm/${customer.id}`;

  test('honours If-Match when it is given', async () => {
    await app.api.put(path()).send({});
    expect(problemOf(await app.api.put(path()).set('If-Match', '"9"').send({ silenced: 'legal' }))).toBe(
      '412 version_mismatch',
    );
    const taken = await app.api.put(path()).set('If-Match', '"1"').send({ silenced: 'legal' });
    expect([taken.status, taken.headers['etag']]).toEqual([200, '"2"']);
  });

  test('creates nothing when If-Match names a version of what does not exist', async () => {
    expect((await app.api.put(path()).set('If-Match', '"1"').send({})).status).toBe(412);
  });
});
