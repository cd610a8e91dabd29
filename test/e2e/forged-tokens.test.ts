import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CompactEncrypt, exportJWK, exportSPKI, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { AUDIENCE, goodClaims, startIssuer, type Issuer } from '../support/issuer.js';
import { problemOf } from '../support/problems.js';

let issuer: Issuer;
let app: TestApp;
/** A forger's own key, and a place in the network where its public half stands. */
let own: { key: CryptoKey; jwk: JWK; pem: string };
let lair: Server;
let visits = 0;

beforeAll(async () => {
  issuer = await startIssuer();
  issuer.open();
  const settings = { JWT_ISSUER: issuer.url, JWT_AUDIENCE: AUDIENCE };
  app = await startApp({ realTime: true, settings });
  const pair = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'rsa-first', alg: 'RS256', use: 'sig' };
  own = { key: pair.privateKey, jwk, pem: await exportSPKI(pair.publicKey) };
  lair = createServer((_, response) => {
    visits += 1;
    response.end(JSON.stringify({ keys: [own.jwk] }));
  });
  await new Promise<void>((resolve) => lair.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await app.stop();
  await issuer.leave();
  lair.close();
});

const encoded = (value: unknown) => Buffer.from(text(value)).toString('base64url');
const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
const good = () => goodClaims(issuer.url);
const now = () => Math.floor(Date.now() / 1_000);
const publicPem = async () => exportSPKI((await importJWK(issuer.publicKeys[0] ?? {}, 'RS256')) as CryptoKey);
const lairUrl = () => `http://127.0.0.1:${(lair.address() as AddressInfo).port}/jwks`;

/** The issuer's own signature over whatever stands in the two parts: it can't be told from a slip of the issuer. */
async function signedText(header: unknown, payload: unknown): Promise<string> {
  const input = `${encoded(header)}.${encoded(payload)}`;
  const key = issuer.keys.get('rsa-first');
  if (key === undefined) throw new Error('The issuer has no such key.');
  const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', key, Buffer.from(input));
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}

/** A token that a forger signed with a key of his own. */
const byForger = (header: object, claims: object = good()) =>
  new SignJWT({ ...claims }).setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', ...header }).sign(own.key);

const byIssuer = (claims: object, header: object = {}) => issuer.sign({ ...good(), ...claims }, header);

const HEADER = { alg: 'RS256', typ: 'at+jwt', kid: 'rsa-first' };

async function withHmac(secret: string | Buffer, header: object): Promise<string> {
  const input = `${encoded(header)}.${encoded(good())}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

async function parts(): Promise<[string, string, string]> {
  const [header = '', payload = '', signature = ''] = (await byIssuer({})).split('.');
  return [header, payload, signature];
}

const withCurve = async (header: object) => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
  const input = `${encoded(header)}.${encoded(good())}`;
  return `${input}.${sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
};

async function encrypted(): Promise<string> {
  const { publicKey } = await generateKeyPair('RSA-OAEP-256');
  return new CompactEncrypt(Buffer.from(await byIssuer({})))
    .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'JWT' })
    .encrypt(publicKey);
}

/** What is no access token of the issuer, and why; each would open the door if that one check were missing. */
const FORGED: Readonly<Record<string, () => string | Promise<string>>> = {
  'no signature is needed (alg none)': () => `${encoded({ alg: 'none', typ: 'at+jwt' })}.${encoded(good())}.`,
  'no signature is needed (alg NoNe)': async () =>
    `${encoded({ ...HEADER, alg: 'NoNe' })}.${(await parts())[1]}.`,
  'alg none with the signature of a good token': async () =>
    `${encoded({ ...HEADER, alg: 'none' })}.${(await parts())[1]}.${(await parts())[2]}`,
  'no algorithm': () => signedText({ typ: 'at+jwt', kid: 'rsa-first' }, good()),
  'the public key as the secret of HS256': async () =>
    withHmac(await publicPem(), { ...HEADER, alg: 'HS256' }),
  'the public key as JSON as the secret of HS256': () =>
    withHmac(JSON.stringify(issuer.publicKeys[0]), { ...HEADER, alg: 'HS256' }),
  'an empty secret of HS256': () => withHmac('', { ...HEADER, alg: 'HS256' }),
  'another issuer': () => byIssuer({ iss: 'https://evil.example.org' }),
  'the issuer with a slash more': () => byIssuer({ iss: `${issuer.url}/` }),
  'a list of issuers': () => byIssuer({ iss: [issuer.url] as unknown as string }),
  'no issuer': () => byIssuer({ iss: undefined }),
  'another audience': () => byIssuer({ aud: 'https://other.example.org' }),
  'an audience that only begins as ours': () => byIssuer({ aud: `${AUDIENCE}.evil.example.org` }),
  'no audience': () => byIssuer({ aud: undefined }),
  'an audience in an object': () => signedText(HEADER, { ...good(), aud: { [AUDIENCE]: true } }),
  'an end in the past': () => byIssuer({ exp: now() - 3_600 }),
  'no end': () => byIssuer({ exp: undefined }),
  'an end that is text': () => signedText(HEADER, { ...good(), exp: String(now() + 300) }),
  'a beginning in the future': () => byIssuer({ nbf: now() + 3_600 }),
  'an issue in the future': () => byIssuer({ iat: now() + 3_600 }),
  'no time of issue': () => byIssuer({ iat: undefined }),
  'nobody it is about': () => byIssuer({ sub: undefined }),
  'an empty subject': () => byIssuer({ sub: '' }),
  'a subject that is a list': () => signedText(HEADER, { ...good(), sub: ['crm'] }),
  'no client': () => byIssuer({ client_id: undefined }),
  'a client that is an object': () => signedText(HEADER, { ...good(), client_id: { toString: 'crm' } }),
  'scopes in an object': () => signedText(HEADER, { ...good(), scope: { 'customers:read': true } }),
  'scopes that are numbers': () => signedText(HEADER, { ...good(), scope: [1, 2] }),
  'a key id that is a path': () => byForger({ kid: '../../../../dev/null' }),
  'a key id that is a statement': () => byForger({ kid: "x' union select 'key' --" }),
  'a key id that every object has': () => byForger({ kid: '__proto__' }),
  'a key id that is an address': () => byForger({ kid: lairUrl() }),
  'a key of its own, in the header (jwk)': () => byForger({ kid: 'rsa-first', jwk: own.jwk }),
  'a key of its own, at an address (jku)': () => byForger({ kid: 'rsa-first', jku: lairUrl() }),
  'a certificate of its own, at an address (x5u)': () => byForger({ x5u: lairUrl() }),
  'a certificate of its own (x5c)': () => byForger({ kid: 'rsa-first', x5c: [encoded(own.pem)] }),
  'another key under the id of a good one': () => byForger({ kid: 'rsa-first' }),
  'another key without an id': () => byForger({}),
  'another curve under the id of a good key': () => withCurve({ ...HEADER, alg: 'ES256', kid: 'ec-first' }),
  'an RSA key under an algorithm of curves': () => signedText({ ...HEADER, alg: 'ES256' }, good()),
  'an altered payload': async () => {
    const [header, , signature] = await parts();
    return `${header}.${encoded({ ...good(), scope: 'keys:manage customers:read' })}.${signature}`;
  },
  'an altered header': async () => {
    const [, payload, signature] = await parts();
    return `${encoded({ ...HEADER, x: 1 })}.${payload}.${signature}`;
  },
  'an altered signature': async () => {
    const [header, payload, signature] = await parts();
    return `${header}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
  },
  'the signature of another token': async () => {
    const [header, payload] = await parts();
    return `${header}.${payload}.${(await byIssuer({ jti: 'other' })).split('.')[2]}`;
  },
  'a signature that was taken away': async () => (await parts()).slice(0, 2).join('.') + '.',
  'a signature that is zeroes': async () =>
    (await parts()).slice(0, 2).join('.') + `.${Buffer.alloc(256).toString('base64url')}`,
  'two parts': async () => (await parts()).slice(0, 2).join('.'),
  'four parts': async () => `${await byIssuer({})}.${encoded({})}`,
  'an ID token of the same issuer': () => byIssuer({ nonce: 'n', at_hash: 'h' }, { typ: 'JWT' }),
  'an ID token with the type of an access token': () => byIssuer({ nonce: 'n' }),
  'a logout token': () => byIssuer({ events: {} }, { typ: 'logout+jwt' }),
  'no type': () => signedText({ alg: 'RS256', kid: 'rsa-first' }, good()),
  'a type that is an object': () => signedText({ ...HEADER, typ: { at: 'jwt' } }, good()),
  'encryption around it': encrypted,
  'a token within a token': async () => signedText({ ...HEADER, cty: 'JWT' }, await byIssuer({})),
  'a payload that is a list': () => signedText(HEADER, [good()]),
  'a payload that is null': () => signedText(HEADER, 'null'),
  'a payload that is no JSON': () => signedText(HEADER, 'scope=customers:read'),
  'a claim that comes twice': () =>
    signedText(HEADER, `{"scope":"customers:read",${JSON.stringify(good()).slice(1)}`),
  'a claim that comes twice, spelled otherwise': () =>
    signedText(HEADER, `{"sc\\u006fpe":"customers:read",${JSON.stringify(good()).slice(1)}`),
  'a header that says something twice': () =>
    signedText(`{"alg":"none","alg":"RS256","typ":"at+jwt","kid":"rsa-first"}`, good()),
  'a critical extension that is unknown': () => signedText({ ...HEADER, crit: ['vk'], vk: true }, good()),
  'critical extensions that are none': () => signedText({ ...HEADER, crit: [] }, good()),
  'a payload that is not encoded (b64)': () => signedText({ ...HEADER, crit: ['b64'], b64: false }, good()),
  'a greater size than any token has': () => byIssuer({ padding: 'x'.repeat(9_000) }),
  'nesting without end': () => signedText(HEADER, `{"a":${'['.repeat(2_000)}${']'.repeat(2_000)}}`),
  'characters that are no base64url': async () => (await byIssuer({})).replace('.', '.=='),
  'dots alone': () => '..',
};

describe('a forged token is refused with 401, and not told why:', () => {
  test.each(Object.entries(FORGED))('%s', async (_, forge) => {
    const answer = await app.as(await forge()).get('/v1/customers');
    expect(problemOf(answer)).toBe('401 unauthenticated');
    expect(answer.body.detail).toBe('The access token is not good here.');
    expect(Object.keys(answer.body).sort()).toEqual(['detail', 'instance', 'status', 'title', 'type']);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="voorkeur", error="invalid_token"');
  });
});

test('the same tokens open the door where nothing is wrong with them', async () => {
  const doors = [
    byIssuer({}),
    signedText(HEADER, good()),
    signedText({ ...HEADER, typ: 'application/at+JWT' }, good()),
    byIssuer({ padding: 'x'.repeat(3_000) }),
    signedText(HEADER, { ...good(), note: 'a "quoted": word, {"a":1}', deep: [{ a: { a: [{ a: 1 }] } }] }),
    signedText(HEADER, { ...good(), scope: ['customers:read'] }),
  ];
  for (const token of await Promise.all(doors))
    expect((await app.as(token).get('/v1/customers')).status).toBe(200);
});

test('no address that stands in a token is asked for anything', async () => {
  for (const name of ['jku', 'x5u']) await app.as(await byForger({ [name]: lairUrl() })).get('/v1/topics');
  expect(visits).toBe(0);
});

test('a token that is too long for a header is refused before it is read', async () => {
  const answer = await app.as(await byIssuer({ padding: 'x'.repeat(20_000) })).get('/v1/customers');
  expect(answer.status).toBe(400);
});

test('tokens are counted by what came of them, and no part of one is in the metrics', async () => {
  const token = await byIssuer({ sub: 'nobody-else-is-called-so' });
  await app.as(token).get('/v1/topics');
  await app.as(`${token}x`).get('/v1/topics');
  const { text: metrics } = await app.as().get('/metrics');
  expect(metrics).toMatch(/voorkeur_access_tokens_total\{outcome="accepted"\} [1-9]/);
  expect(metrics).toMatch(/voorkeur_access_tokens_total\{outcome="refused"\} [1-9]/);
  for (const part of ['nobody-else', token.split('.')[2] ?? '?']) expect(metrics).not.toContain(part);
});
