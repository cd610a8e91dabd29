import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';

const MINUTE = 60_000;

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

async function newCustomer(): Promise<string> {
  const { body } = await app.api.post('/v1/customers').send({});
  return body.id;
}

describe('a session of the preference page', () => {
  const see = async (cookie: string) => (await app.as().get('/page').set('Cookie', cookie)).status;

  async function open(): Promise<string> {
    const link = await app.api.post(`/v1/customers/${await newCustomer()}/page-links`).send({});
    const { headers } = await app.as().post(new URL(link.body.url).pathname);
    return String(headers['set-cookie']).split(';')[0] ?? '';
  }

  test('lives 30 minutes from its last use, and 12 hours at most', async () => {
    const cookie = await open();
    for (let uses = 0; uses < 24; uses += 1) {
      app.clock.advance(29 * MINUTE);
      expect(await see(cookie), `use ${uses}`).toBe(200);
    }
    app.clock.advance(29 * MINUTE);
    expect(await see(cookie)).toBe(401);
  });

  test('ends when it is not used', async () => {
    const cookie = await open();
    app.clock.advance(31 * MINUTE);
    expect(await see(cookie)).toBe(401);
  });

  test('is not opened by an API key, nor by a made-up cookie', async () => {
    expect((await app.api.get('/page')).status).toBe(401);
    expect(await see('voorkeur-session=made-up')).toBe(401);
  });
});

describe('a token of a customer', () => {
  test('ends after 15 minutes, or as was asked, and at most an hour', async () => {
    const path = `/v1/customers/${await newCustomer()}/tokens`;
    const usual = (await app.api.post(path).send({})).body.token;
    const long = (await app.api.post(path).send({ expiresIn: 'PT1H' })).body.token;
    app.clock.advance(16 * MINUTE);
    expect((await app.as(usual).get('/v1/me')).status).toBe(401);
    expect((await app.as(long).get('/v1/me')).status).toBe(200);
    app.clock.advance(45 * MINUTE);
    expect((await app.as(long).get('/v1/me')).status).toBe(401);
    expect((await app.api.post(path).send({ expiresIn: 'PT61M' })).status).toBe(422);
  });
});
