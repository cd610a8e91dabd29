import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Authority } from '../../src/domain/authority.js';
import { startApp, type TestApp } from '../support/app.js';
import { aCustomer, choice } from '../support/examples.js';
import { AUDIENCE, goodClaims, startIssuer, type Issuer } from '../support/issuer.js';
import { problemOf } from '../support/problems.js';

const JWT = (issuer: Issuer, settings: Record<string, string> = {}) => ({
  settings: { JWT_ISSUER: issuer.url, JWT_AUDIENCE: AUDIENCE, ...settings },
  realTime: true,
});

let issuer: Issuer;
let app: TestApp;
beforeAll(async () => {
  issuer = await startIssuer();
  issuer.open();
  app = await startApp(JWT(issuer));
});
afterAll(async () => {
  await app.stop();
  await issuer.leave();
});

const signed = (claims: object = {}) => issuer.sign({ ...goodClaims(issuer.url), ...claims });

describe('an access token of the issuer', () => {
  test('opens what its scopes say, and nothing else', async () => {
    const token = await issuer.accessToken('customers:read');
    expect((await app.as(token).get('/v1/customers')).status).toBe(200);
    expect((await app.as(token).get('/v1/topics')).status).toBe(200);
    const refused = await app.as(token).post('/v1/customers').send({});
    expect(problemOf(refused)).toBe('403 forbidden');
    expect(refused.headers['www-authenticate']).toBe('Bearer realm="voorkeur", error="insufficient_scope"');
  });

  test('stands beside keys, which open as before, and is not taken as a user name', async () => {
    expect((await app.api.get('/v1/customers')).status).toBe(200);
    const asUserName = app
      .as()
      .get('/v1/topics')
      .auth(await signed(), '');
    expect(problemOf(await asUserName)).toBe('401 unauthenticated');
  });

  test("does not open what is for a customer's own token", async () => {
    expect(problemOf(await app.as(await signed()).get('/v1/me'))).toBe('401 unauthenticated');
  });

  test('is passed over by scopes that are unknown here, also those named like what every object has', async () => {
    const token = await signed({ scope: 'openid constructor __proto__ customers:read customers:* *' });
    expect((await app.as(token).get('/v1/customers')).status).toBe(200);
    expect((await app.as(token).get('/v1/reports/silence')).status).toBe(403);
  });

  test('without scopes opens what any key may read', async () => {
    const token = await signed({ scope: undefined });
    expect((await app.as(token).get('/v1/topics')).status).toBe(200);
    expect((await app.as(token).get('/v1/customers')).status).toBe(403);
  });

  test('is named in what it writes, by a name that reports take', async () => {
    const token = await signed({ scope: 'customers:write preferences:read decisions:read' });
    const { body } = await app.as(token).post('/v1/customers').send({});
    const [row] = await app.database.query<{ key_id: string }>(
      'select key_id from change where customer_id = $1',
      [body.id],
    );
    expect(row?.key_id).toBe('jwt.crm');
    expect((await app.api.get('/v1/reports/adherence?system=jwt.crm')).status).toBe(200);
  });

  test('whose client is named by an address leaves a hash of that name', async () => {
    const token = await signed({ scope: 'customers:write', client_id: 'anna@example.org' });
    const { body } = await app.as(token).post('/v1/customers').send({});
    const [row] = await app.database.query<{ key_id: string }>(
      'select key_id from change where customer_id = $1',
      [body.id],
    );
    expect(row?.key_id).toMatch(/^jwt_[0-9a-f]{32}$/);
  });

  test('is good until its end and a little longer, as clocks differ', async () => {
    const now = Math.floor(Date.now() / 1_000);
    const status = async (claims: object) => (await app.as(await signed(claims)).get('/v1/topics')).status;
    expect(await status({ exp: now - 20 })).toBe(200);
    expect(await status({ exp: now - 40 })).toBe(401);
    expect(await status({ nbf: now + 20 })).toBe(200);
    expect(await status({ nbf: now + 40 })).toBe(401);
    expect(await status({ iat: now + 20 })).toBe(200);
    expect(await status({ iat: now + 40 })).toBe(401);
  });

  test('of which one audience is ours, by another key of the issuer, is good as well', async () => {
    const claims = { ...goodClaims(issuer.url), aud: ['https://other.example.org', AUDIENCE] };
    const token = await issuer.sign(claims, { alg: 'ES256', kid: 'ec-first' });
    expect((await app.as(token).get('/v1/customers')).status).toBe(200);
  });
});

describe("whose word a token's system may pass on", () => {
  const states = async (target: TestApp, token: string, authority?: Authority) => {
    const { id } = await aCustomer(target.api);
    const body = { general: choice('phone'), ...(authority && { source: { authority } }) };
    const answer = await target
      .as(token)
      .put(`/v1/customers/${id}/preferences`)
      .set('If-Match', '*')
      .send(body);
    return answer.status === 200 ? answer.body.general.statedBy.authority : problemOf(answer);
  };
  const writing = { scope: 'preferences:write' };

  test("is not the customer's, unless the operator said so", async () => {
    expect(await states(app, await signed(writing), 'customer')).toBe('403 forbidden');
    expect(await states(app, await signed({ ...writing, authorities: ['customer'] }), 'customer')).toBe(
      '403 forbidden',
    );
    expect(await states(app, await signed(writing))).toBe('import');
    expect(await states(app, await signed(writing), 'employee_on_behalf')).toBe('employee_on_behalf');
  });

  test('follows the claim or the setting where there is one', async () => {
    const told = await startApp(JWT(issuer, { JWT_AUTHORITY_CLAIM: 'voice', JWT_AUTHORITIES: 'inferred' }));
    try {
      expect(await states(told, await signed({ ...writing, voice: 'customer' }), 'customer')).toBe(
        'customer',
      );
      expect(await states(told, await signed({ ...writing, voice: ['king'] }))).toBe('inferred');
      expect(await states(told, await signed(writing), 'import')).toBe('403 forbidden');
    } finally {
      await told.stop();
    }
  });
});

test("the company's roles give our scopes where that is configured, and their names alone give nothing", async () => {
  const mapped = await startApp(
    JWT(issuer, {
      JWT_SCOPE_CLAIM: 'realm_access.roles',
      JWT_SCOPE_MAP: 'desk=customers:read,preferences:write desk=reports:read',
      JWT_CALLER_CLAIM: 'azp',
      JWT_TYPE: 'JWT',
    }),
  );
  const call = async (claims: object, header = {}) => {
    const token = await issuer.sign(
      { ...goodClaims(issuer.url), azp: 'desk-app', ...claims },
      { typ: 'JWT', ...header },
    );
    const paths = ['/v1/customers', '/v1/reports/silence', '/v1/webhooks'];
    return Promise.all(paths.map(async (path) => (await mapped.as(token).get(path)).status));
  };
  try {
    expect(await call({ realm_access: { roles: ['desk', 'else'] } })).toEqual([200, 200, 403]);
    expect(await call({ realm_access: { roles: ['customers:read', 'constructor'] } })).toEqual([
      403, 403, 403,
    ]);
    expect(await call({ realm_access: { roles: [] } })).toEqual([403, 403, 403]);
    expect(await call({ azp: undefined })).toEqual([401, 401, 401]);
    // Without RFC 9068 the type does not tell an ID token from an access token: what else it says does
    for (const other of [{ nonce: 'n' }, { at_hash: 'h' }, { typ: 'ID' }, { typ: 'Refresh' }, { events: {} }])
      expect(await call({ realm_access: { roles: ['desk'] }, ...other })).toEqual([401, 401, 401]);
  } finally {
    await mapped.stop();
  }
});

describe("when the issuer's keys", () => {
  test('can not be read, the service starts, keys open it, and tokens are told so with 503', async () => {
    const silent = await startIssuer();
    const early = await startApp(JWT(silent));
    try {
      expect((await early.api.get('/v1/topics')).status).toBe(200);
      const token = await silent.sign();
      const answer = await early.as(token).get('/v1/topics');
      expect(problemOf(answer)).toBe('503 issuer_unavailable');
      expect(answer.headers['retry-after']).toBe('1');
    } finally {
      await early.stop();
      await silent.leave();
    }
  });

  test('were read before it went away, they go on; and change when it is back', async () => {
    const leaving = await startIssuer();
    leaving.open();
    const other = await startApp({ ...JWT(leaving), realTime: false });
    const token = async () => leaving.sign(goodClaims(leaving.url, other.clock.now()));
    const call = async () => (await other.as(await token()).get('/v1/topics')).status;
    try {
      expect(await call()).toBe(200);
      await leaving.leave();
      other.clock.advance(11 * 60_000);
      expect([await call(), await call(), await call()]).toEqual([200, 200, 200]);
      await leaving.changeKeys();
      other.clock.advance(11_000);
      // Whether there is such a key can't be known
      expect(await call()).toBe(503);
      await leaving.comeBack();
      expect(await call()).toBe(503);
      other.clock.advance(11_000);
      expect(await call()).toBe(200);
    } finally {
      await other.stop();
      await leaving.leave();
    }
  });

  test('were not read for a day, they are not trusted any more', async () => {
    const gone = await startIssuer();
    gone.open();
    const other = await startApp({ ...JWT(gone), realTime: false });
    const call = async () => {
      const token = await gone.sign(goodClaims(gone.url, other.clock.now()));
      return (await other.as(token).get('/v1/topics')).status;
    };
    try {
      expect(await call()).toBe(200);
      await gone.leave();
      other.clock.advance(23 * 3_600_000);
      expect(await call()).toBe(200);
      other.clock.advance(2 * 3_600_000);
      expect(await call()).toBe(503);
    } finally {
      await other.stop();
    }
  });

  test('are asked for by garbage, the issuer is asked once in ten seconds', async () => {
    await app.as(await signed()).get('/v1/topics');
    const before = issuer.keysAsked();
    const calls = Array.from({ length: 200 }, async (_, n) => {
      const token = await issuer.sign(goodClaims(issuer.url), { kid: `made-up-${n}` });
      return (await app.as(token).get('/v1/topics')).status;
    });
    expect(new Set(await Promise.all(calls))).toEqual(new Set([401]));
    expect(issuer.keysAsked() - before).toBeLessThanOrEqual(2);
  });

  test('stand at a configured address, that address is read, and no discovery', async () => {
    const paths: string[] = [];
    const server = createServer((request, response) => {
      paths.push(request.url ?? '');
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ keys: issuer.publicKeys }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
    const other = await startApp(JWT(issuer, { JWT_JWKS_URL: url }));
    try {
      expect((await other.as(await signed()).get('/v1/topics')).status).toBe(200);
      expect(paths).toEqual(['/keys']);
    } finally {
      await other.stop();
      server.close();
    }
  });
});

test('signatures of another kind than is allowed are refused, also those of the issuer', async () => {
  const strict = await startApp(JWT(issuer, { JWT_ALGORITHMS: 'ES256' }));
  try {
    const call = async (alg: string, kid: string) => {
      const token = await issuer.sign(goodClaims(issuer.url), { alg, kid });
      return (await strict.as(token).get('/v1/topics')).status;
    };
    expect(await call('RS256', 'rsa-first')).toBe(401);
    expect(await call('ES256', 'ec-first')).toBe(200);
  } finally {
    await strict.stop();
  }
});

test('without an issuer a token is a key that is none', async () => {
  const plain = await startApp({ realTime: true });
  try {
    expect(problemOf(await plain.as(await signed()).get('/v1/topics'))).toBe('401 unauthenticated');
  } finally {
    await plain.stop();
  }
});
