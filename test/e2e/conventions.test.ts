import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SCOPES } from '../../src/platform/scopes.js';
import { startApp, type TestApp } from '../support/app.js';
import { DocumentedAnswers } from '../support/fuzz/answers.js';
import { nameOf } from '../support/fuzz/request.js';
import { operationsOf, readDocument, type Operation } from '../support/openapi.js';
import { problemOf } from '../support/problems.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const post = (text: string, type = 'application/json') =>
  app.api.post('/v1/customers').set('Content-Type', type).send(text);

describe('a request that can not be read', () => {
  test.each([
    ['broken JSON', '{"contactPoints":'],
    ['a NUL character', String.raw`{"externalIds":[{"system":"crm","id":"a\u0000b"}]}`],
    ['no body at all', ''],
    ['a key that would change the prototype', '{"__proto__":{"silenced":"legal"}}'],
    ['a field that stands twice', '{"silenced":null,"silenced":"legal"}'],
    ['nesting without end', `{"contactPoints":${'['.repeat(30_000)}${']'.repeat(30_000)}}`],
  ])('is refused with 400 for %s', async (_, text) => {
    expect(problemOf(await post(text))).toBe('400 malformed');
  });

  test('is refused with 400 for bytes that are no UTF-8, which would be stored as other characters', async () => {
    const body = Buffer.from('{"externalIds":[{"system":"crm","id":"caf\xe9"}]}', 'latin1');
    const { key } = await app.newKey(SCOPES);
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const answer = await fetch(`${app.url}/v1/customers`, { method: 'POST', headers, body });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ type: 'urn:voorkeur:problem:malformed' });
  });

  test('is refused with 400 when it is nested without end, also with an idempotency key', async () => {
    const body = '['.repeat(30_000) + ']'.repeat(30_000);
    const call = app.api.post('/v1/decisions').set('Idempotency-Key', 'deep').type('json');
    expect(problemOf(await call.send(body))).toBe('400 malformed');
  });

  test('is refused with 400 for a NUL character in the address', async () => {
    expect(problemOf(await app.api.get('/v1/channels/a%00b'))).toBe('400 malformed');
  });

  test('is refused with 400 for an address with broken encoding', async () => {
    expect(problemOf(await app.api.get('/v1/channels/%E0%A4%A'))).toBe('400 malformed');
  });

  test('is refused with 413 when it is larger than 64 kB', async () => {
    expect(problemOf(await post(JSON.stringify({ silenced: 'x'.repeat(65 * 1024) })))).toBe('413 too_large');
  });

  test.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data'])(
    'is refused with 415 when it is %s',
    async (type) => {
      expect(problemOf(await post('a=b', type))).toBe('415 unsupported_media_type');
    },
  );

  test('is taken when the content type names a charset', async () => {
    expect((await post('{}', 'application/json; charset=utf-8')).status).toBe(201);
  });

  test('a merge patch is refused where JSON is replaced', async () => {
    const put = app.api.put('/v1/channels/fax').set('Content-Type', 'application/merge-patch+json');
    expect(problemOf(await put.send('{}'))).toBe('415 unsupported_media_type');
  });
});

describe('an address', () => {
  test('that does not exist is 404', async () => {
    expect(problemOf(await app.api.get('/v1/nowhere'))).toBe('404 not_found');
  });

  test.each(['019aa001-7b1c-7000-8000-000000000001', 'C-1042', '%2e%2e', "'; drop table customer; --"])(
    'of a customer that nobody has is 404: %s',
    async (id) => {
      expect(problemOf(await app.api.get(`/v1/customers/${encodeURIComponent(id)}`))).toBe('404 not_found');
    },
  );

  test('with another method is 405 and names the methods that it takes', async () => {
    const response = await app.api.delete('/v1/customers');
    expect(problemOf(response)).toBe('405 method_not_allowed');
    expect(response.headers['allow']?.split(', ')).toEqual(expect.arrayContaining(['GET', 'POST']));
  });

  test('with a parameter in it also names its methods', async () => {
    const response = await app.api.post('/v1/channels/phone');
    expect(problemOf(response)).toBe('405 method_not_allowed');
    expect(response.headers['allow']?.split(', ')).toEqual(expect.arrayContaining(['DELETE', 'GET', 'PUT']));
  });
});

describe('a body', () => {
  test('with an unknown field is refused with a pointer to each', async () => {
    const body = { name: 'no', contactPoints: [{ kind: 'email', value: 'a@example.org', 'a/b': 1 }] };
    const response = await app.api.post('/v1/customers').send(body);
    expect(problemOf(response)).toBe('422 invalid /contactPoints/0/a~1b /name');
  });

  test('with several faults names every one', async () => {
    const body = { contactPoints: [{ kind: 'fax' }, 'x'], externalIds: 7, silenced: 'yes' };
    const response = await app.api.post('/v1/customers').send(body);
    expect(problemOf(response)).toBe(
      '422 invalid /contactPoints/0/kind /contactPoints/0/value /contactPoints/1 /externalIds /silenced',
    );
  });

  test.each([['[]'], ['"text"'], ['7'], ['null']])('that is %s is no object and refused', async (text) => {
    expect((await post(text)).status).toBeOneOf([400, 422]);
  });

  test('with a false that is text is refused, not read as true', async () => {
    const point = { kind: 'email', value: 'a@example.org', undeliverable: 'false' };
    const response = await app.api.post('/v1/customers').send({ contactPoints: [point] });
    expect(problemOf(response)).toBe('422 invalid /contactPoints/0/undeliverable');
  });

  test('or parameter that is none of many words is told all of them, and the document says that it can be so long', async () => {
    const document = await readDocument(app.api);
    const operation = operationsOf(document).find((one) => nameOf(one) === 'get /v1/changes') as Operation;
    const { status, headers, text } = await app.api.get('/v1/changes').query({ types: 'x' });
    expect(text).toContain('preferences.changed');
    expect(new DocumentedAnswers(document).faultOf(operation, { status, headers, text })).toBeNull();
  });

  test('that repeats in its answer what was sent does not repeat a phone number', async () => {
    const point = { kind: 'phone', value: '+44770090' };
    const response = await app.api.post('/v1/customers').send({ contactPoints: [point, point] });
    expect(problemOf(response)).toBe('422 invalid /contactPoints/0/value /contactPoints/1/value');
    expect(response.text).not.toContain('44770090');
  });
});

describe('every answer', () => {
  test('has the request id of the caller when that is harmless', async () => {
    const response = await app.api.get('/v1/topics').set('X-Request-Id', 'call-2026.11-23');
    expect(response.headers['x-request-id']).toBe('call-2026.11-23');
  });

  test.each(['short', 'x'.repeat(65), 'with blanks in it', '<script>12345'])(
    'has a new request id instead of %s',
    async (given) => {
      const { headers } = await app.api.get('/v1/topics').set('X-Request-Id', given);
      expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  test('is kept by nobody on the way', async () => {
    const answers = [await app.api.get('/v1/topics'), await app.api.get('/v1/nowhere')];
    for (const { headers } of answers)
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });
});
