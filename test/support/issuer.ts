import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  exportJWK,
  generateKeyPair,
  importJWK,
  SignJWT,
  type CryptoKey,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
} from 'jose';
import Provider, { type Configuration } from 'oidc-provider';

/** What the access tokens of the issuer are for. */
export const AUDIENCE = 'https://voorkeur.example.org';
/** The system that has an account at the issuer, and the page. */
const SYSTEM = { id: 'crm', secret: 'crm-secret-of-a-test' };
export const PAGE_CLIENT = { id: 'voorkeur-page', secret: 'page-secret-of-a-test' };

/** The company's issuer: `oidc-provider` on this machine. */
export interface Issuer {
  readonly url: string;
  /** Its private keys, by the id of the public one: what no forger has. */
  readonly keys: ReadonlyMap<string, CryptoKey>;
  readonly publicKeys: readonly JWK[];
  /** How often its keys were asked for. */
  keysAsked(): number;
  /** Lets customers come back to a page, from then on. */
  open(pageUrl?: string): void;
  /** Other keys, from now on. */
  changeKeys(): Promise<void>;
  /** An access token as the issuer gives it to a system. */
  accessToken(scope: string): Promise<string>;
  /** A token with the issuer's own signature over what it would never say. */
  sign(claims?: JWTPayload, header?: Partial<JWTHeaderParameters>): Promise<string>;
  /** It answers everything with a fault of its own, from now on. */
  fail(): void;
  /** It goes away: connections are refused. */
  leave(): Promise<void>;
  /** And comes back at the same address. */
  comeBack(): Promise<void>;
}

/** What the issuer says of an access token that is good. */
export function goodClaims(issuer: string, now: number = Date.now()): JWTPayload {
  const seconds = Math.floor(now / 1_000);
  const who = { sub: SYSTEM.id, client_id: SYSTEM.id, jti: 'token-1' };
  return { iss: issuer, aud: AUDIENCE, ...who, scope: 'customers:read', iat: seconds, exp: seconds + 300 };
}

export async function startIssuer(): Promise<Issuer> {
  let provider: Provider | undefined;
  let asked = 0;
  let keys = await makeKeys('first');
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/jwks')) asked += 1;
    if (provider) void provider.callback()(request, response);
    else response.writeHead(503).end();
  });
  await listenOn(server, 0);
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  let pageUrl = 'http://127.0.0.1:1';
  const open = (page = pageUrl) => {
    pageUrl = page;
    provider = new Provider(url, configuration(keys.private, pageUrl));
  };
  const keyOf = async (kid: string) => {
    const jwk = keys.private.find((key) => key.kid === kid);
    if (jwk === undefined) throw new Error(`There is no key ${kid}.`);
    return (await importJWK(jwk, jwk.alg)) as CryptoKey;
  };
  const loaded = new Map<string, CryptoKey>();
  const load = async () => {
    loaded.clear();
    for (const { kid = '' } of keys.private) loaded.set(kid, await keyOf(kid));
  };
  await load();
  return {
    url,
    keys: loaded,
    get publicKeys() {
      return keys.public;
    },
    keysAsked: () => asked,
    open,
    changeKeys: async () => {
      keys = await makeKeys('second');
      await load();
      open();
    },
    accessToken: (scope) => fetchToken(url, scope),
    sign: async (claims = goodClaims(url), header = {}) => {
      const kid = [...loaded.keys()].find((id) => id.startsWith('rsa')) ?? '';
      const usual = { alg: 'RS256', typ: 'at+jwt', kid };
      const { alg = 'RS256', kid: wanted = kid, ...rest } = { ...usual, ...header };
      const key = loaded.get(loaded.has(wanted) ? wanted : kid);
      if (key === undefined) throw new Error('The issuer has no key.');
      const options = { crit: Object.fromEntries((header.crit ?? []).map((name) => [name, true])) };
      return new SignJWT(claims).setProtectedHeader({ ...rest, alg, kid: wanted }).sign(key, options);
    },
    fail: () => (provider = undefined),
    leave: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
    comeBack: () => listenOn(server, port),
  };
}

function listenOn(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
}

async function makeKeys(name: string): Promise<{ private: JWK[]; public: JWK[] }> {
  const pairs = [
    { alg: 'RS256', kid: `rsa-${name}` },
    { alg: 'ES256', kid: `ec-${name}` },
  ];
  const made = await Promise.all(
    pairs.map(async ({ alg, kid }) => {
      const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
      const about = { alg, kid, use: 'sig' };
      return [
        { ...(await exportJWK(privateKey)), ...about },
        { ...(await exportJWK(publicKey)), ...about },
      ] as const;
    }),
  );
  return { private: made.map(([key]) => key), public: made.map(([, key]) => key) };
}

function configuration(keys: JWK[], pageUrl: string): Configuration {
  return {
    jwks: { keys } as NonNullable<Configuration['jwks']>,
    clients: [
      {
        client_id: SYSTEM.id,
        client_secret: SYSTEM.secret,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      },
      {
        client_id: PAGE_CLIENT.id,
        client_secret: PAGE_CLIENT.secret,
        token_endpoint_auth_method: 'client_secret_post',
        redirect_uris: [`${pageUrl}/page/login/callback`],
      },
    ],
    claims: { openid: ['sub', 'customer_number'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['a-secret-of-a-test'] },
    // Seconds; what has none warns
    ttl: {
      ClientCredentials: 600,
      Session: 600,
      Interaction: 600,
      Grant: 600,
      AccessToken: 600,
      IdToken: 600,
    },
    pkce: { required: () => true },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => Promise.resolve({ sub: id, customer_number: `C-${id}` }),
    }),
    features: {
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: (_, client) => (client.clientId === SYSTEM.id ? AUDIENCE : []),
        getResourceServerInfo: () => ({
          audience: AUDIENCE,
          accessTokenFormat: 'jwt',
          scope: 'customers:read customers:write decisions:read preferences:write desk',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  };
}

async function fetchToken(url: string, scope: string): Promise<string> {
  const answer = await fetch(`${url}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${SYSTEM.id}:${SYSTEM.secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
  });
  const { access_token: token } = (await answer.json()) as { access_token?: string };
  if (token === undefined) throw new Error(`The issuer answered ${answer.status}.`);
  return token;
}
