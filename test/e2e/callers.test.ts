import type { OpenAPIObject } from '@nestjs/swagger';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KeysService } from '../../src/access/index.js';
import { AUTHORITIES } from '../../src/domain/authority.js';
import { SCOPES } from '../../src/platform/scopes.js';
import { startApp, type TestApp } from '../support/app.js';
import { operationsOf, readDocument, type Operation } from '../support/openapi.js';
import { nameOf, toWire, type Call, type Wire } from '../support/fuzz/request.js';
import { Sender, several, type Answer } from '../support/fuzz/sender.js';
import { REFUSED, ValidCalls } from '../support/fuzz/valid.js';
import { Watch } from '../support/fuzz/watch.js';
import { createWorld, WITHOUT_LIMITS, type World } from '../support/fuzz/world.js';
import { AUDIENCE, goodClaims, startIssuer, type Issuer } from '../support/issuer.js';
import { problemOf } from '../support/problems.js';
import { routesOf } from '../support/routes.js';
import { visit } from '../support/visitor.js';

/**
 * Every operation × nine callers. Each cell sends the same valid request with other credentials: were it let in, something
 * would be told or stored.
 */
const CALLERS = [
  'nobody',
  'garbage',
  'an expired token',
  'a revoked key',
  'a key of another scope',
  'a token of another audience',
  "another customer's token",
  'a session of the page',
  'the right one',
] as const;
type Caller = (typeof CALLERS)[number];

/** What a cell must be: who may call, by the access that an operation declares; a scope is `scope`. */
const CELLS: Readonly<Record<string, Readonly<Record<Caller, string>>>> = {
  scope: refusedBut({ 'a key of another scope': '403 forbidden', 'the right one': 'taken' }),
  // A key without any scope is a right one
  any_key: refusedBut({ 'a key of another scope': 'taken', 'the right one': 'taken' }),
  // Of another customer: that one's own, and nothing of this one
  customer: refusedBut({ "another customer's token": 'their own', 'the right one': 'taken' }),
  public: Object.fromEntries(CALLERS.map((caller) => [caller, 'taken'])) as Record<Caller, string>,
};

function refusedBut(others: Partial<Record<Caller, string>>): Record<Caller, string> {
  const refused = Object.fromEntries(CALLERS.map((caller) => [caller, '401 unauthenticated']));
  return { ...refused, ...others } as Record<Caller, string>;
}

/** Handlers that are no part of the document: who opens them. `session`: a customer's visit; `desk`: that of the insight page. */
const ROUTES: Readonly<Record<string, 'anyone' | 'session' | 'desk'>> = {
  'get /page': 'session',
  'post /page/confirm': 'session',
  'get /page/choices/general': 'session',
  'post /page/choices/general': 'session',
  'get /page/choices/topics/:key': 'session',
  'post /page/choices/topics/:key': 'session',
  'get /page/details': 'session',
  'post /page/details': 'session',
  'get /page/records': 'session',
  'get /page/erase': 'session',
  'post /page/erase': 'session',
  'get /page/download': 'session',
  'get /page/contact': 'session',
  'post /page/contact/mark': 'session',
  'post /page/contact/unmark': 'session',
  'post /page/contact/remove': 'session',
  'post /page/contact/claim': 'session',
  'post /page/contact/prove': 'session',
  'get /page/served': 'session',
  'post /page/served/feedback': 'session',
  'post /page/leave': 'session',
  'get /page/login': 'anyone',
  'get /page/login/callback': 'anyone',
  'get /page/link/:token': 'anyone',
  'post /page/link/:token': 'anyone',
  'get /page/feedback/:token': 'anyone',
  'post /page/feedback/:token': 'anyone',
  'get /page/assets/:hash/:name': 'anyone',
  'get /page/theme.css': 'anyone',
  'get /page/logo': 'anyone',
  'all /page/*': 'anyone',
  'get /insight': 'desk',
  'post /insight/sign-out': 'desk',
  'post /insight/sign-in': 'anyone',
  'all /insight/*': 'anyone',
  'get /insight/assets/:hash/:name': 'anyone',
};

let issuer: Issuer;
let app: TestApp;
let document: OpenAPIObject;
let operations: Operation[];
let world: World;
let sender: Sender;
let valid: ValidCalls;
let watch: Watch;
/** Is filled by the first who looks. */
let matrix: Promise<Matrix> | undefined;
let credentials: Readonly<Record<Exclude<Caller, 'a key of another scope' | 'the right one'>, Headers>>;
/** For the operations that are not the customers' own: a system's token that was good. */
let expiredSystem: Headers;

type Headers = Readonly<Record<string, string>>;

beforeAll(async () => {
  issuer = await startIssuer();
  issuer.open();
  const tokens = { JWT_ISSUER: issuer.url, JWT_AUDIENCE: AUDIENCE };
  app = await startApp({ settings: { ...tokens, ...WITHOUT_LIMITS } });
  document = await readDocument(app.api);
  operations = operationsOf(document);
  sender = new Sender(app.url);
  const { key } = await app.newKey(SCOPES, AUTHORITIES);
  world = await createWorld(sender, key);
  const path = `/v1/customers/${customerAt(0)}/tokens`;
  const { token: expired } = await world.make('post', path, { expiresIn: 'PT1M' });
  app.clock.advance(61_000);
  valid = new ValidCalls(document, world);
  watch = await Watch.over(app.database.url);
  const revoked = await app.newKey(SCOPES, AUTHORITIES);
  await app.nest.get(KeysService).revoke(revoked.id);
  app.clock.advance(1_001);
  const [ago, now] = [app.clock.now() - 600_000, app.clock.now()];
  expiredSystem = bearer(await accessToken(AUDIENCE, ago));
  // That one was good, and is no longer for its time alone
  expect(await statusAt(ago, expiredSystem)).toEqual(200);
  expect(await statusAt(now, expiredSystem)).toEqual(401);
  credentials = {
    nobody: {},
    garbage: bearer('vk_000000000000_garbage'),
    'an expired token': bearer(String(expired)),
    'a revoked key': bearer(revoked.key),
    'a token of another audience': bearer(await accessToken('https://other.example.org')),
    "another customer's token": bearer(String(world.tokens[1])),
    'a session of the page': { cookie: (await visit(app, customerAt(0))).cookie },
  };
});
afterAll(async () => {
  await Promise.all([sender.stop(), watch.stop()]);
  await world.receiver.stop();
  await app.stop();
  await issuer.leave();
});

const bearer = (secret: string): Headers => ({ authorization: `Bearer ${secret}` });
const customerAt = (index: number): string => world.customers[index]?.id ?? '';
const accessOf = (operation: Operation): string => {
  const access = operation['x-scope'] ?? '';
  return SCOPES.some((scope) => scope === access) ? 'scope' : access;
};

/** An access token of the company's own issuer, with all scopes. */
const accessToken = (aud: string, at = app.clock.now()): Promise<string> =>
  issuer.sign({ ...goodClaims(issuer.url, at), aud, scope: SCOPES.join(' ') });

async function statusAt(at: number, headers: Headers): Promise<number> {
  app.clock.set(new Date(at).toISOString());
  return (await sender.send({ method: 'GET', path: '/v1/customers', headers })).status;
}

/** Headers of a caller. Of the scopes that an operation needs, one key lacks the first, and the right one has no other. */
async function headersOf(caller: Caller, operation: Operation): Promise<Headers> {
  const needed: readonly unknown[] = [operation['x-scope'], operation['x-also-scope']];
  if (caller === 'a key of another scope')
    return bearer((await app.newKey(SCOPES.filter((scope) => scope !== needed[0]))).key);
  if (caller === 'an expired token' && accessOf(operation) !== 'customer') return expiredSystem;
  if (caller !== 'the right one') return credentials[caller];
  if (!['scope', 'any_key'].includes(accessOf(operation))) return {};
  const own = SCOPES.filter((scope) => needed.includes(scope));
  return bearer((await app.newKey(own, AUTHORITIES)).key);
}

/** A valid call; where there can be none, one about nothing. */
async function callOf(operation: Operation): Promise<Call> {
  if (valid.has(operation)) {
    const [draft] = fc.sample(valid.draft(operation), { numRuns: 1, seed: 20261123 });
    if (draft) return valid.prepare(draft);
  }
  const values = operation.path.match(/(?<=\{)\w+(?=\})/g)?.map((name) => [name, UNKNOWN]) ?? [];
  return { operation, params: Object.fromEntries(values), query: [], headers: bearer(world.key) };
}

const UNKNOWN = '019aa001-7b1c-7000-8000-000000000001';

function problemIn({ status, headers, text }: Answer): string {
  return problemOf({ status, headers, text, body: JSON.parse(text) } as unknown as Parameters<
    typeof problemOf
  >[0]);
}

/** By caller, what came of each operation, by its name. */
type Matrix = Readonly<Record<Caller, Record<string, string>>>;

/**
 * What came of every operation by every caller. Those who must be refused come first, all with the same call: it would be
 * used up by whoever is let in.
 */
async function fillMatrix(): Promise<Matrix> {
  const filled = Object.fromEntries(CALLERS.map((caller) => [caller, {}])) as Matrix;
  for (const operation of operations) {
    const name = nameOf(operation);
    const refused = CALLERS.filter((caller) => CELLS[accessOf(operation)]?.[caller].startsWith('4'));
    const call = await callOf(operation);
    const outcomes = await outcomesOfRefused(refused, call);
    for (const [index, caller] of refused.entries()) filled[caller][name] = outcomes[index] ?? '';
    const isUsed = outcomes.some((outcome) => !outcome.startsWith('4'));
    for (const caller of CALLERS.filter((one) => !refused.includes(one)))
      filled[caller][name] = await outcomeOf(
        caller,
        caller === 'the right one' && !isUsed ? call : await callOf(operation),
      );
  }
  return filled;
}

/** The call with what a caller has in the place of its own credentials; the right one of a customer's calls keeps them. */
async function callAs(caller: Caller, call: Call): Promise<Wire> {
  const own = await headersOf(caller, call.operation);
  const { authorization, ...rest } = call.headers;
  const kept = caller === 'the right one' && authorization !== undefined && { authorization };
  return toWire({ ...call, headers: { ...rest, ...kept, ...own } });
}

/** The problems that callers met, who were told nothing and changed nothing; `taken` of one who was let in. */
async function outcomesOfRefused(callers: readonly Caller[], call: Call): Promise<string[]> {
  const wires = await several(callers, (caller) => callAs(caller, call));
  await watch.touched();
  const answers = await several(wires, (wire) => sender.send(wire));
  const touched = await watch.touched();
  const outcomes = answers.map((answer) => {
    if (answer.status < 400) return 'taken';
    return answer.text.includes(customerAt(0)) ? 'told of the customer' : problemIn(answer);
  });
  return touched.length === 0 ? outcomes : outcomes.map((outcome) => `${outcome}, changed ${touched.join()}`);
}

/** `taken`, or `their own` when nothing of the first customer was told or changed; else the problem. */
async function outcomeOf(caller: Caller, call: Call): Promise<string> {
  const { operation } = call;
  const rows = await rowsOf(customerAt(0));
  const answer = await sender.send(await callAs(caller, call));
  if (valid.has(operation)) await valid.clear(call, answer.status < 400 ? answer.text : REFUSED);
  // Of an operation without a valid call, nothing is there
  if (answer.status === 404 && !valid.has(operation)) return 'taken';
  if (answer.status >= 400) return problemIn(answer);
  if (accessOf(operation) !== 'customer' || caller === 'the right one') return 'taken';
  expect(answer.text).not.toContain(customerAt(0));
  expect(await rowsOf(customerAt(0))).toEqual(rows);
  return 'their own';
}

/** Choices of a customer as they are stored. */
function rowsOf(id: string): Promise<object[]> {
  return app.database.query('select p::text as row from preferences p where customer_id = $1', [id]);
}

describe('every operation of the document', () => {
  test('declares who may call it, so that the matrix has a row for it', () => {
    for (const operation of operations) expect(CELLS, nameOf(operation)).toHaveProperty(accessOf(operation));
    expect(
      operations
        .filter((operation) => accessOf(operation) === 'public')
        .map(nameOf)
        .sort(),
    ).toEqual(['get /health/live', 'get /health/ready', 'get /metrics']);
    expect(operations.length).toBeGreaterThan(50);
  });

  test.each(CALLERS)('answers %s as its row in the matrix says', async (caller) => {
    const cells = operations.map((operation) => [nameOf(operation), CELLS[accessOf(operation)]?.[caller]]);
    expect((await (matrix ??= fillMatrix()))[caller]).toEqual(Object.fromEntries(cells));
  });

  test('refuses a token of another audience for its audience alone', async () => {
    const [operation] = operations.filter((one) => nameOf(one) === 'get /v1/customers');
    const call = await callOf(operation as Operation);
    const statusFor = async (audience: string) => {
      const headers = bearer(await accessToken(audience));
      return (await sender.send(toWire({ ...call, headers }))).status;
    };
    expect([await statusFor(AUDIENCE), await statusFor('https://other.example.org')]).toEqual([200, 401]);
  });

  test('is told of to everybody', async () => {
    for (const path of ['/docs', '/openapi.json', '/openapi.yaml'])
      expect((await sender.send({ method: 'GET', path, headers: {} })).status, path).toBe(200);
  });

  test('that needs two scopes is refused to a key that has only the first', async () => {
    for (const operation of operations.filter((one) => one['x-also-scope'] !== undefined)) {
      const { key } = await app.newKey(SCOPES.filter((scope) => scope !== operation['x-also-scope']));
      const call = await callOf(operation);
      const answer = await sender.send(toWire({ ...call, headers: { ...call.headers, ...bearer(key) } }));
      expect(problemIn(answer), nameOf(operation)).toBe('403 forbidden');
    }
  });
});

describe('every route that is no part of the document', () => {
  const names = () => routesOf(app.nest).filter((name) => !operations.some((one) => asRoute(one) === name));
  const asRoute = ({ method, path }: Operation) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`;

  test('has a row in the matrix, and every row is of a route', () => {
    expect(names().sort()).toEqual(Object.keys(ROUTES).sort());
  });

  test.each(CALLERS.filter((caller) => caller !== 'the right one' && caller !== 'a session of the page'))(
    'that needs a session is closed to %s, and nothing is told or changed',
    async (caller) => {
      const closed = Object.entries(ROUTES).filter(([, opener]) => opener !== 'anyone');
      const operation = { 'x-scope': 'reports:read' } as Operation;
      const headers =
        caller === 'a key of another scope'
          ? await headersOf(caller, operation)
          : credentials[caller as 'nobody'];
      await watch.touched();
      for (const [name] of closed) {
        const answer = await press(name, headers);
        expect([401, 403], `${caller}: ${name}`).toContain(answer.status);
        expect(answer.text, name).not.toContain(customerAt(0));
      }
      expect(await watch.touched()).toEqual([]);
    },
  );

  test('that is open to anyone answers every caller alike, and with no error of ours', async () => {
    for (const [name] of Object.entries(ROUTES).filter(([, opener]) => opener === 'anyone')) {
      const statuses = [];
      for (const headers of [...Object.values(credentials), expiredSystem])
        statuses.push((await press(name, headers)).status);
      expect(new Set(statuses).size, `${name}: ${statuses.join()}`).toBe(1);
      expect(statuses[0], name).toBeLessThan(500);
    }
  });

  test('of the insight page opens to a session that a key with its scope began', async () => {
    const { key } = await app.newKey(['reports:read']);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams({ key }).toString();
    const begun = await sender.send({ method: 'POST', path: '/insight/sign-in', headers: form, body });
    const cookie = String(begun.headers['set-cookie']).split(';')[0] ?? '';
    expect((await press('get /insight', { cookie })).status).toBe(200);
    // A form without the proof that the page gave it is refused as foreign
    expect((await press('post /insight/sign-out', { cookie })).status).toBe(403);
  });

  test('of customers opens to a session of the page, and those of the insight page do not', async () => {
    for (const [name, opener] of Object.entries(ROUTES).filter(([, one]) => one !== 'anyone')) {
      const { status } = await press(name, credentials['a session of the page']);
      // A form without the proof that the page gave it is refused as foreign
      const isOpen = opener === 'session' && name.startsWith('get');
      expect(status, name).toBe(
        isOpen ? 200 : name.startsWith('get') ? 401 : opener === 'session' ? 403 : 401,
      );
    }
  });
});

function press(name: string, headers: Headers): Promise<Answer> {
  const [method = '', path = ''] = name.split(' ');
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  return sender.send({
    method: method.toUpperCase(),
    path: path.replace(':key', 'billing'),
    headers: { ...headers, ...(method === 'post' && form) },
    ...(method === 'post' && { body: 'a=b' }),
  });
}

describe('what is of somebody else', () => {
  /** Both answers must be the same but for the id of the request. */
  const same = (one: Answer, other: Answer, what: string) => {
    const plain = ({ status, text }: Answer) => ({ status, text: text.replace(/"instance":"[^"]*"/, '') });
    expect(plain(one), what).toEqual(plain(other));
    expect(one.status, what).toBeGreaterThanOrEqual(400);
  };
  const send = (method: string, path: string, headers: Headers, body?: object) => {
    const type = body && { 'content-type': 'application/json' };
    return sender.send({
      method,
      path,
      headers: { ...headers, ...type },
      ...(body && { body: JSON.stringify(body) }),
    });
  };
  const key = () => bearer(world.key);

  test('looks as what nobody has, wherever an id stands in a path', { timeout: 120_000 }, async () => {
    for (const operation of operations.filter(({ path }) => /\{(id|deliveryId)\}/.test(path))) {
      const call = await callOf(operation);
      const at = (id: string) =>
        sender.send(
          toWire({
            ...call,
            params: { ...call.params, [call.params['deliveryId'] ? 'deliveryId' : 'id']: id },
          }),
        );
      const unknown = await at(UNKNOWN);
      expect(unknown.status, nameOf(operation)).toBe(404);
      // A key, a delivery and a contact have ids too, but not of this kind
      same(await at(await idOfAnotherKind(operation)), unknown, nameOf(operation));
      expect((await at('x')).status, nameOf(operation)).toBe(404);
      if (valid.has(operation)) await valid.clear(call, REFUSED);
    }
  });

  test('is no delivery of this endpoint', async () => {
    const operation = operations.find((one) => one.path.endsWith('/{deliveryId}')) as Operation;
    const [mine, other] = [await callOf(operation), await callOf(operation)];
    const path = (deliveryId = '') => `/v1/webhooks/${mine.params['id']}/deliveries/${deliveryId}`;
    for (const [method, end] of [
      ['GET', ''],
      ['POST', '/redeliver'],
    ] as const)
      same(
        await send(method, `${path(other.params['deliveryId'])}${end}`, key()),
        await send(method, `${path(UNKNOWN)}${end}`, key()),
        method,
      );
    for (const call of [mine, other]) await valid.clear(call, REFUSED);
  });

  test('is no contact point that choices may name, and no history', async () => {
    const theirs = world.customers[1]?.points.find(({ kind }) => kind === 'phone')?.id ?? '';
    const choose = (contactPointId: string) => ({
      general: { channels: [{ channel: 'phone', contactPointId }] },
    });
    const any = { 'if-match': '*' };
    for (const [path, headers] of [
      ['/v1/me/preferences', bearer(String(world.tokens[0]))],
      [`/v1/customers/${customerAt(0)}/preferences`, key()],
    ] as const)
      same(
        await send('PUT', path, { ...headers, ...any }, choose(theirs)),
        await send('PUT', path, { ...headers, ...any }, choose(UNKNOWN)),
        path,
      );
    const history = (of: string) =>
      send('GET', `/v1/customers/${customerAt(0)}/preferences/history?of=${of}`, key());
    same(await history(customerAt(1)), await history(UNKNOWN), 'history');
  });

  test('can not be told from nothing by the forms of the page', async () => {
    const visitor = await visit(app, customerAt(0));
    const theirs = world.customers[1]?.points[0]?.id ?? '';
    const contact = await world.make('post', '/v1/contacts', {
      ...{ customer: { id: customerAt(1) }, direction: 'outbound', channel: 'email' },
    });
    await (
      await visit(app, customerAt(1))
    ).post('/page/contact/claim', { kind: 'phone', value: '+447700900456' });
    const [open] = await app.database.query<{ id: string }>('select id from verification');
    const forms: [path: string, foreign: string, more?: Record<string, string>][] = [
      ['/page/contact/mark', theirs],
      ['/page/contact/unmark', theirs],
      ['/page/contact/remove', theirs],
      ['/page/contact/prove', open?.id ?? '', { code: '123456' }],
      ['/page/served/feedback', contact.id, { asWanted: 'yes' }],
    ];
    await watch.touched();
    for (const [path, foreign, more] of forms) {
      const [one, other] = [
        await visitor.post(path, { id: foreign, ...more }),
        await visitor.post(path, { id: UNKNOWN, ...more }),
      ];
      expect(one.status, path).toBeGreaterThanOrEqual(400);
      expect([one.status, one.text.replaceAll(foreign, UNKNOWN)], path).toEqual([other.status, other.text]);
    }
    expect(await watch.touched()).toEqual([]);
  });

  /** An id that there is, but of a thing of another kind. */
  async function idOfAnotherKind({ path }: Operation): Promise<string> {
    if (!path.startsWith('/v1/customers')) return customerAt(0);
    const customer = { id: customerAt(0) };
    return (await world.make('post', '/v1/contacts', { customer, direction: 'outbound', channel: 'email' }))
      .id;
  }
});
