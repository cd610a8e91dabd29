import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { PAGE_CLIENT, startIssuer, type Issuer } from '../support/issuer.js';
import { Jar } from '../support/jar.js';
import { titleOf } from '../support/page-forms.js';
import { newLink } from '../support/visitor.js';

const SETTINGS = (issuer: Issuer) => ({
  OIDC_ISSUER: issuer.url,
  OIDC_CLIENT_ID: PAGE_CLIENT.id,
  OIDC_CLIENT_SECRET: PAGE_CLIENT.secret,
  OIDC_CUSTOMER_CLAIM: 'customer_number',
  OIDC_EXTERNAL_SYSTEM: 'crm',
});
const SIGN_IN = 'href="/page/login"';

let issuer: Issuer;
let app: TestApp;
beforeAll(async () => {
  issuer = await startIssuer();
  app = await startApp({ realTime: true, settings: SETTINGS(issuer) });
  issuer.open(app.url);
  await app.api.put('/v1/customers/by-external-id/crm/C-anna').send({});
  await app.api.put('/v1/customers/by-external-id/crm/C-bert').send({});
});
afterAll(async () => {
  await app.stop();
  await issuer.leave();
});

const isBack = (url: URL) => url.pathname === '/page/login/callback';

/** Signs in at the issuer, up to the way back to the page. */
async function signIn(jar: Jar, login: string, until = isBack, at = { app, issuer }): Promise<Jar> {
  await jar.go(`${at.app.url}/page/login`);
  for (const form of [{ prompt: 'login', login, password: 'x' }, { prompt: 'consent' }]) {
    if (!jar.url.startsWith(at.issuer.url)) return jar;
    await jar.go(jar.url, form as Record<string, string>, until);
  }
  return jar;
}

const nowhere = () => false;

describe('a customer', () => {
  test('finds the way to sign in where a link is missing, too old or unknown', async () => {
    for (const path of ['/page', '/page/link/unknown']) {
      const { text } = await app.as().get(path).set('Accept-Language', 'nl');
      expect(text).toContain(SIGN_IN);
      expect(text).toContain('Inloggen');
    }
    expect((await app.as().get('/page').set('Accept-Language', 'en')).text).toContain('>Sign in<');
  });

  test('signs in at the company and gets the own page, without a script', async () => {
    const jar = await signIn(new Jar(), 'anna', nowhere);
    expect([jar.status, titleOf(jar.html)]).toEqual([200, 'You are signed in – Voorkeur']);
    expect(jar.html).toContain('<meta http-equiv="refresh" content="0;url=/page"/>');
    expect(jar.html).toContain('href="/page"');
    await jar.go(`${app.url}/page`);
    expect([jar.status, titleOf(jar.html)]).toEqual([200, 'My choices – Voorkeur']);
    expect(jar.html).not.toContain(SIGN_IN);
    expect(jar.cookie(app.url, 'voorkeur-session')).toMatch(/HttpOnly; SameSite=Strict/);
    expect(jar.cookie(app.url, 'voorkeur-login')).toBeUndefined();
  });

  test('is the one whom the issuer vouches for, and what is stated is their own word', async () => {
    const jar = await signIn(new Jar(), 'bert', nowhere);
    await jar.go(`${app.url}/page`);
    const form = /name="form" value="([^"]+)"/.exec(jar.html)?.[1] ?? '';
    await jar.go(`${app.url}/page/details`, { form, version: '0', timeZone: 'Europe/London' });
    const { body } = await app.api.post('/v1/customers/search').send({
      externalId: { system: 'crm', id: 'C-bert' },
    });
    const [change] = await app.database.query<Record<string, unknown>>(
      `select key_id, authority from change where customer_id = $1 and type like 'preferences%'`,
      [body.items[0].id],
    );
    expect(change).toEqual({ key_id: 'page', authority: 'customer' });
    const [session] = await app.database.query<{ key_id: string }>(
      'select key_id from customer_session where customer_id = $1',
      [body.items[0].id],
    );
    expect(session?.key_id).toBe('login');
  });

  test('who is not in the registry is told so in a friendly way, and gets no session', async () => {
    const jar = await signIn(new Jar(), 'carla', nowhere);
    expect([jar.status, titleOf(jar.html)]).toEqual([404, 'There is no page for you here yet – Voorkeur']);
    expect(jar.cookie(app.url, 'voorkeur-session')).toBeUndefined();
  });

  test('who signs out has no session any more, and may sign in again', async () => {
    const jar = await signIn(new Jar(), 'anna', nowhere);
    const session = jar.cookie(app.url, 'voorkeur-session')?.split(';')[0] ?? '';
    await jar.go(`${app.url}/page`);
    const form = /name="form" value="([^"]+)"/.exec(jar.html)?.[1] ?? '';
    await jar.go(`${app.url}/page/leave`, { form });
    expect(jar.html).toContain(SIGN_IN);
    expect((await app.as().get('/page').set('Cookie', `voorkeur-session=${session}`)).status).toBe(401);
  });

  test('who changes the language after signing in is led to the page, and not back to the issuer', async () => {
    const jar = await signIn(new Jar(), 'anna', nowhere);
    expect([...jar.html.matchAll(/href="([^"]*\?lang=[a-z]+)"/g)].map(([, href]) => href)).toEqual([
      '/page?lang=en',
      '/page?lang=nl',
    ]);
  });
});

describe('the way to the issuer', () => {
  test('carries state, nonce and the challenge of PKCE, each time others, and no secret', async () => {
    const [one, two] = await Promise.all([app.as().get('/page/login'), app.as().get('/page/login')]);
    const queries = [one, two].map(({ headers }) => new URL(String(headers['location'])).searchParams);
    for (const query of queries) {
      expect(Object.fromEntries(query)).toMatchObject({
        ...{ response_type: 'code', client_id: PAGE_CLIENT.id, scope: 'openid', ui_locales: 'en' },
        ...{ redirect_uri: `${app.url}/page/login/callback`, code_challenge_method: 'S256' },
      });
      expect(query.toString()).not.toContain(PAGE_CLIENT.secret);
    }
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(queries[0]?.get(name)).not.toBe(queries[1]?.get(name));
    expect(String(one.headers['set-cookie'])).toMatch(
      /^voorkeur-login=\S+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/,
    );
  });

  test('leads to the issuer and nowhere else, whatever the address says', async () => {
    for (const query of ['?next=https://evil.example.org', '?redirect_uri=//evil', '?issuer=http://evil']) {
      const { headers } = await app.as().get(`/page/login${query}`).set('Host', 'evil.example.org');
      const location = String(headers['location']);
      expect(location.startsWith(`${issuer.url}/auth?`)).toBe(true);
      expect(location).not.toContain('evil');
    }
  });
});

const back = (jar: Jar) => jar.go(jar.url);

describe('the way back', () => {
  const refused = { status: 400, html: expect.stringContaining('Signing in did not work') };

  test('works once', async () => {
    const jar = await signIn(new Jar(), 'anna');
    const [url, proof] = [jar.url, jar.cookie(app.url, 'voorkeur-login')?.split(';')[0] ?? ''];
    expect((await back(jar)).status).toBe(200);
    const again = new Jar();
    again.plant(app.url, 'voorkeur-login', proof);
    expect(await again.go(url)).toMatchObject(refused);
    expect(again.cookie(app.url, 'voorkeur-session')).toBeUndefined();
  });

  test('in a browser that began nothing opens nothing: nobody is signed in as somebody else', async () => {
    const attacker = await signIn(new Jar(), 'anna');
    const victim = new Jar();
    expect(await victim.go(attacker.url)).toMatchObject(refused);
    expect(victim.cookie(app.url, 'voorkeur-session')).toBeUndefined();
  });

  test('in a browser that began a login of its own opens nothing either', async () => {
    const attacker = await signIn(new Jar(), 'anna');
    const victim = new Jar();
    await victim.go(`${app.url}/page/login`);
    expect(await victim.go(attacker.url)).toMatchObject(refused);
    expect(victim.cookie(app.url, 'voorkeur-session')).toBeUndefined();
  });

  test.each([
    ['another state', (url: URL) => url.searchParams.set('state', 'x')],
    ['no state', (url: URL) => url.searchParams.delete('state')],
    ['two states', (url: URL) => url.searchParams.append('state', 'x')],
    ['another code', (url: URL) => url.searchParams.set('code', 'x')],
    ['no code', (url: URL) => url.searchParams.delete('code')],
    ['another issuer', (url: URL) => url.searchParams.set('iss', 'https://evil.example.org')],
    ['a refusal', (url: URL) => url.searchParams.set('error', 'access_denied')],
    ['nothing', (url: URL) => (url.search = '')],
  ])('with %s opens nothing', async (_, alter) => {
    const jar = await signIn(new Jar(), 'anna');
    const url = new URL(jar.url);
    alter(url);
    expect(await jar.go(url.href)).toMatchObject(refused);
    expect(jar.cookie(app.url, 'voorkeur-session')).toBeUndefined();
  });

  test('with a proof that was altered, to make it last, opens nothing', async () => {
    const jar = await signIn(new Jar(), 'anna');
    const [end = '', rest = ''] = (jar.cookie(app.url, 'voorkeur-login')?.split(';')[0] ?? '').split('.');
    jar.plant(app.url, 'voorkeur-login', `${Number(end) + 1}.${rest}`);
    expect(await back(jar)).toMatchObject(refused);
  });

  test('tells nothing of what the issuer said', async () => {
    const jar = new Jar();
    await jar.go(`${app.url}/page/login`);
    const text = '<script>alert(1)</script>';
    await jar.go(`${app.url}/page/login/callback?error=x&error_description=${encodeURIComponent(text)}`);
    expect(jar.html).not.toContain('alert');
  });
});

describe('when the issuer is away', () => {
  test.each([
    ['does not answer', (leaving: Issuer) => leaving.leave()],
    ['has a fault of its own', (leaving: Issuer) => Promise.resolve(leaving.fail())],
  ])('on the way back because it %s, the page says so, and when to try again', async (_, go) => {
    const leaving = await startIssuer();
    const other = await startApp({ realTime: true, settings: SETTINGS(leaving) });
    try {
      leaving.open(other.url);
      await other.api.put('/v1/customers/by-external-id/crm/C-anna').send({});
      const jar = await signIn(new Jar(), 'anna', isBack, { app: other, issuer: leaving });
      await go(leaving);
      await back(jar);
      expect([jar.status, titleOf(jar.html)]).toEqual([
        503,
        'Signing in is not possible right now – Voorkeur',
      ]);
      expect(jar.cookie(other.url, 'voorkeur-session')).toBeUndefined();
    } finally {
      await other.stop();
      await leaving.leave();
    }
  });

  test('the page says so, links go on, and it works again when it is back', async () => {
    const leaving = await startIssuer();
    const other = await startApp({ settings: SETTINGS(leaving) });
    try {
      const away = await other.as().get('/page/login').set('Accept-Language', 'en');
      expect([away.status, away.headers['retry-after'], titleOf(away.text)]).toEqual([
        ...[503, '1'],
        'Signing in is not possible right now – Voorkeur',
      ]);
      const { body } = await other.api.post('/v1/customers').send({});
      expect((await other.as().post(await newLink(other, body.id))).status).toBe(303);
      leaving.open(other.url);
      expect((await other.as().get('/page/login')).status).toBe(503);
      other.clock.advance(11_000);
      expect((await other.as().get('/page/login')).status).toBe(303);
    } finally {
      await other.stop();
      await leaving.leave();
    }
  });

  test('a login that took longer than ten minutes has to be begun anew', async () => {
    const other = await startApp({ settings: SETTINGS(issuer) });
    try {
      const { headers } = await other.as().get('/page/login');
      const cookie = String(headers['set-cookie']).split(';')[0] ?? '';
      const state = new URL(String(headers['location'])).searchParams.get('state');
      other.clock.advance(601_000);
      const late = await other.as().get(`/page/login/callback?code=x&state=${state}`).set('Cookie', cookie);
      expect(late.status).toBe(400);
    } finally {
      await other.stop();
    }
  });
});

test('a proof can only be set for this very site where customers come over TLS', async () => {
  const other = await startApp({
    settings: { ...SETTINGS(issuer), PUBLIC_URL: 'https://choices.example.org' },
  });
  try {
    const { headers } = await other.as().get('/page/login');
    expect(String(headers['set-cookie'])).toMatch(
      /^__Host-voorkeur-login=\S+;.* HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(String(headers['location'])).toContain(
      encodeURIComponent('https://choices.example.org/page/login/'),
    );
  } finally {
    await other.stop();
  }
});

test('without an issuer there is nothing of it: no way in on any page, and no such address', async () => {
  const plain = await startApp();
  try {
    const { body } = await plain.api.post('/v1/customers').send({});
    const used = await newLink(plain, body.id);
    await plain.as().post(used);
    for (const path of ['/page', '/page/link/unknown', used])
      expect((await plain.as().get(path)).text).not.toContain('login');
    for (const path of ['/page/login', '/page/login/callback', '/page/login/callback?code=x&state=y'])
      expect((await plain.as().get(path)).status, path).toBe(404);
    expect((await plain.as().get('/page/login')).headers['set-cookie']).toBeUndefined();
  } finally {
    await plain.stop();
  }
});
