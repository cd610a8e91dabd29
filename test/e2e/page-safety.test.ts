import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KeysService } from '../../src/access/index.js';
import { startApp, type TestApp } from '../support/app.js';
import { aCustomer } from '../support/examples.js';
import { newLink, visit } from '../support/visitor.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

describe('a key that is revoked', () => {
  test('takes with it what it let in, and nothing else', async () => {
    const { id } = await aCustomer(app.api);
    const { id: keyId, key } = await app.newKey(['pages:create']);
    const [visitor, other] = [await visit(app, id, key), await visit(app, id)];
    const [link, used] = [await newLink(app, id, key), await newLink(app, id, key)];
    await app.as().post(used);
    const { token } = (await app.as(key).post(`/v1/customers/${id}/tokens`).send({})).body;
    expect((await app.as(token).get('/v1/me')).status).toBe(200);

    await app.nest.get(KeysService).revoke(keyId);
    expect((await visitor.get('/page')).status).toBe(401);
    expect((await app.as(token).get('/v1/me')).status).toBe(401);
    expect((await app.as().post(link)).status).toBe(404);
    expect((await app.as().get(used)).status).toBe(410);
    expect((await other.get('/page')).status).toBe(200);
  });
});

describe('a link', () => {
  test('that was used shows the way on, also to a browser that sends no cookie along', async () => {
    const link = await newLink(app, (await aCustomer(app.api)).id);
    await app.as().post(link);
    const { status, text } = await app.as().get(link);
    expect([status, text]).toEqual([410, expect.stringMatching(/href="\/page"[^>]*>Go on to my page/)]);
  });

  test('is answered as a body, and its secret not as a header too', async () => {
    const { id } = await aCustomer(app.api);
    const answer = await app.api.post(`/v1/customers/${id}/page-links`).send({});
    expect([answer.status, answer.headers['location']]).toEqual([201, undefined]);
    expect(JSON.stringify(answer.headers)).not.toContain(String(answer.body.url).split('/').pop());
  });
});

test.each([
  ['get', '/page'],
  ['post', '/page'],
  ['get', '/page?lang=nl'],
  ['get', '/%70age'],
  ['get', '/p%61ge/contact'],
  ['get', '/page/nothing'],
  ['get', '/page/logo'],
  ['get', '/page/theme.css'],
  ['put', '/page/contact'],
] as const)('the answer to %s %s has the headers of the page', async (method, path) => {
  const { headers } = await app
    .as()
    [method](path)
    .type('application/xml')
    .send(method === 'get' ? '' : '<a/>');
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy.endsWith('; sandbox')).toBe(path === '/page/logo');
  expect(headers['referrer-policy']).toBe('no-referrer');
});

test('what is not under /page has another policy', async () => {
  expect((await app.as().get('/pages')).headers['content-security-policy']).toBeUndefined();
});

describe('behind a proxy', () => {
  const ORIGIN = 'https://choices.example';
  let proxied: TestApp;
  beforeAll(async () => {
    proxied = await startApp({ settings: { PUBLIC_URL: ORIGIN, TRUST_PROXY: '1' } });
  });
  afterAll(() => proxied.stop());

  const press = (headers: Record<string, string>, path = '/page/link/unknown') =>
    proxied.as().post(path).set(headers);

  test.each([
    [{ Origin: ORIGIN }, 404],
    [{ Origin: 'null' }, 404],
    [{}, 404],
    [{ Origin: 'https://evil.example' }, 403],
    [{ Origin: 'https://evil.example', Host: 'evil.example' }, 403],
    [{ Origin: 'http://choices.example' }, 403],
    [{ Origin: 'http://inside:3000', 'Sec-Fetch-Site': 'same-origin' }, 404],
    [{ Origin: ORIGIN, 'Sec-Fetch-Site': 'cross-site' }, 403],
  ])('a form with %j is answered %i', async (headers, status) => {
    expect((await press(headers as Record<string, string>)).status).toBe(status);
  });

  test('links that do not open are counted by the address that the proxy names, and those that open are not', async () => {
    const [bad, good] = [{ 'X-Forwarded-For': '192.0.2.1' }, { 'X-Forwarded-For': '192.0.2.2' }];
    for (let times = 0; times < 120; times += 1) expect((await press(bad)).status).toBe(404);
    expect((await press(bad)).status).toBe(429);
    expect((await press(good)).status).toBe(404);
    const link = await newLink(proxied, (await aCustomer(proxied.api)).id);
    expect((await press(bad, link)).status).toBe(303);
  });
});
