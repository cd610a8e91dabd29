import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { KeysService } from '../../src/access/index.js';
import { RollUpTimer } from '../../src/reports/index.js';
import { startApp, type TestApp } from '../support/app.js';

const MINUTE = 60_000;

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ settings: { COMPANY_NAME: 'Ons <Bedrijf>' } });
});
afterAll(() => app.stop());

const signIn = (key: string, headers: Record<string, string> = {}) =>
  app.as().post('/insight/sign-in').set(headers).type('form').send({ key });

async function open(): Promise<{ id: string; cookie: string }> {
  const { id, key } = await app.newKey(['reports:read']);
  const { headers } = await signIn(key);
  return { id, cookie: String(headers['set-cookie']).split(';')[0] ?? '' };
}

const see = (cookie: string, path = '/insight') =>
  app.as().get(path).set('Cookie', cookie).set('Accept-Language', 'en');

describe('the way into the insight page', () => {
  test('is a key with reports:read, which stands in no address, no answer and no cookie', async () => {
    const { key } = await app.newKey(['reports:read']);
    const answer = await signIn(key);
    expect(answer.status).toBe(303);
    expect(answer.headers['location']).toBe('/insight');
    const cookie = String(answer.headers['set-cookie']);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Strict');
    const page = await see(cookie.split(';')[0] ?? '');
    expect(page.status).toBe(200);
    for (const text of [answer.text, JSON.stringify(answer.headers), page.text])
      expect(text).not.toContain(key);
    const stored = await app.database.query('select hash, key_id from key_session');
    expect(JSON.stringify(stored)).not.toContain(cookie.split(/[=;]/)[1]);
  });

  test('is closed without a session, with the form to sign in', async () => {
    const answer = await app.as().get('/insight');
    expect(answer.status).toBe(401);
    expect(answer.text).toContain('action="/insight/sign-in"');
    expect((await see('voorkeur-insight=made-up')).status).toBe(401);
    expect((await app.api.get('/insight')).status).toBe(401);
  });

  test('is not opened by a customer, nor by a key without the scope or that is none', async () => {
    const { key } = await app.newKey(['customers:read', 'decisions:read']);
    expect((await signIn(key)).status).toBe(403);
    const wrong = await signIn('vk_made_up_key');
    expect(wrong.status).toBe(401);
    expect(wrong.text).not.toContain('vk_made_up_key');
    expect(wrong.headers['set-cookie']).toBeUndefined();
    expect((await app.as().post('/insight/sign-in').type('form').send('')).status).toBe(401);
  });

  test('keeps a key that somebody put into the address out of the page', async () => {
    const { cookie } = await open();
    const { text } = await see(cookie, '/insight?key=vk_leaked&topic=vk_leaked&period=vk_leaked');
    expect(text).not.toContain('key=vk_leaked');
    expect(text).not.toContain('topic=vk_leaked');
  });

  test('takes no form from another site', async () => {
    const { key } = await app.newKey(['reports:read']);
    expect((await signIn(key, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    expect((await signIn(key, { Origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await signIn(key, { 'Sec-Fetch-Site': 'same-origin' })).status).toBe(303);
  });

  test('is limited: after many keys that are none even a good one waits a minute', async () => {
    const own = await startApp();
    const { key } = await own.newKey(['reports:read']);
    const enter = (text: string) => own.as().post('/insight/sign-in').type('form').send({ key: text });
    for (let tries = 0; tries < 20; tries += 1) expect((await enter(`vk_wrong_${tries}`)).status).toBe(401);
    const limited = await enter(key);
    expect(limited.status).toBe(429);
    expect(limited.headers['retry-after']).toBe('60');
    await own.stop();
  });
});

describe('a session of the insight page', () => {
  let session: { id: string; cookie: string };
  beforeEach(async () => {
    session = await open();
  });

  test('lives 30 minutes from its last use, and 12 hours at most', async () => {
    for (let uses = 0; uses < 24; uses += 1) {
      app.clock.advance(29 * MINUTE);
      expect((await see(session.cookie)).status, `use ${uses}`).toBe(200);
    }
    app.clock.advance(29 * MINUTE);
    expect((await see(session.cookie)).status).toBe(401);
  });

  test('ends with its key', async () => {
    expect((await see(session.cookie)).status).toBe(200);
    await app.nest.get(KeysService).revoke(session.id);
    expect((await see(session.cookie)).status).toBe(401);
    expect(await app.database.query('select 1 from key_session where key_id = $1', [session.id])).toEqual([]);
  });

  test('ends when its key may not read reports any more', async () => {
    await app.database.query(`update api_key set scopes = '{customers:read}' where id = $1`, [session.id]);
    expect((await see(session.cookie)).status).toBe(401);
  });

  test('ends by signing out, with the form of the page alone', async () => {
    const leave = (form: string) =>
      app.as().post('/insight/sign-out').set('Cookie', session.cookie).type('form').send({ form });
    expect((await leave('made-up')).status).toBe(403);
    const form = /name="form" value="([^"]+)"/.exec((await see(session.cookie)).text)?.[1] ?? '';
    expect((await leave(form)).status).toBe(200);
    expect((await see(session.cookie)).status).toBe(401);
  });
});

describe('every answer of the insight page', () => {
  test.each(['/insight', '/insight/nothing', '/insight/assets/x/none.css', '/insight?period=month'])(
    'may not be kept, framed or extended: %s',
    async (path) => {
      const { headers } = await app.as().get(path);
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers['referrer-policy']).toBe('no-referrer');
    },
  );

  test('has no style and no script of its own in it, and escapes what it is told', async () => {
    const { cookie } = await open();
    const { text } = await see(cookie, '/insight?topic=%22%3E%3Cscript%3E');
    expect(text).not.toMatch(/ style="|<style|<script/);
    expect(text).toContain('Ons &lt;Bedrijf>');
  });
});

describe('what the insight page shows', () => {
  let cookie: string;
  beforeAll(async () => {
    cookie = (await open()).cookie;
  });

  test('says honestly that nothing was reported, and how that is done', async () => {
    const { text } = await see(cookie);
    expect(text).toContain('No contacts were reported in this period');
    expect(text).toContain('POST /v1/contacts');
    expect(text).not.toContain('effort-chart');
  });

  test('is what the reports say, for the period and the topic that are asked for', async () => {
    const customer = (await app.api.post('/v1/customers').send({})).body.id;
    await app.api
      .put(`/v1/customers/${customer}/preferences`)
      .set('If-Match', '"0"')
      .send({ general: { channels: [{ channel: 'phone' }] }, source: { authority: 'customer' } });
    app.clock.advance(MINUTE);
    const at = new Date(app.clock.now()).toISOString();
    const report = (body: object) =>
      app.api.post('/v1/contacts').send({ customer: { id: customer }, direction: 'inbound', at, ...body });
    await report({ channel: 'phone', arrivedOn: 'phone', topic: 'billing' });
    const moved = { channel: 'chat', arrivedOn: 'phone', switchedBy: 'company', overrideReason: 'cost' };
    expect((await report({ ...moved, topic: 'outage' })).status).toBe(201);
    await app.nest.get(RollUpTimer).runNow(true);

    const { text } = await see(cookie);
    expect(text).toContain('50% on the wanted channel');
    expect(text).toContain('Most often against the choice: from Phone to Chat on the website, 1 contact.');
    expect(text).toContain('of 2 contacts that could be compared with a choice');
    expect(text).toContain('Most often: cost');
    expect(text).toContain('Few contacts: do not conclude much from this.');
    expect(text).toMatch(/Contacts are counted up to \d+ November 2026/);
    expect((await see(cookie, '/insight?topic=billing')).text).toContain('100% on the wanted channel');
    const before = await see(cookie, '/insight?from=2026-01-01&to=2026-01-31');
    expect(before.text).toContain('1 January 2026 to 31 January 2026');
    expect(before.text).toContain('No contacts were reported');
    const nl = await see(cookie, '/insight?lang=nl&topic=billing');
    expect(nl.text).toContain('100% langs het gewilde kanaal');
    expect(nl.text).toContain('/insight?period=year&amp;topic=billing&amp;lang=en');
  });

  test('is a year when the dates make no period, and it says so', async () => {
    const { status, text } = await see(cookie, '/insight?from=2026-05-01&to=2026-01-01');
    expect(status).toBe(200);
    expect(text).toContain('These dates give no period');
  });
});
