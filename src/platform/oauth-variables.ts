import ipaddr from 'ipaddr.js';
import { AUTHORITIES, type Authority } from '../domain/authority.js';
import { SCOPES, type Scope } from './scopes.js';
import type { VariablesOf } from './variable.js';

/** What an installation may set of the company's issuers: of systems' tokens, and of customers' logins. */
export interface OauthConfig {
  /** Issuer of the JWTs that systems may call with, exactly as `iss` says it; null: keys are the only way in. */
  readonly jwtIssuer: string | null;
  /** What `aud` must name. */
  readonly jwtAudience: string | null;
  /** Where the issuer's public keys are; null finds it by discovery. */
  readonly jwtJwksUrl: string | null;
  /** Signatures that are taken; asymmetric ones alone. */
  readonly jwtAlgorithms: readonly string[];
  /** The type that a token's header must say. */
  readonly jwtType: 'at+jwt' | 'JWT';
  /** Claim that names the calling system. */
  readonly jwtCallerClaim: string;
  /** Claim that lists what the system may do. */
  readonly jwtScopeClaim: string;
  /** Our scopes by the company's; null: they have the same names. */
  readonly jwtScopeMap: ReadonlyMap<string, readonly Scope[]> | null;
  /** Claim that lists on whose authority the system may state; null for none. */
  readonly jwtAuthorityClaim: string | null;
  /** The authorities of tokens whose claim lists none; the first one counts when a write does not say. */
  readonly jwtAuthorities: readonly [Authority, ...Authority[]];
  /** Issuer at which customers log in; null: links are the only way to the page. */
  readonly oidcIssuer: string | null;
  readonly oidcClientId: string | null;
  /** Null for a public client. */
  readonly oidcClientSecret: string | null;
  /** What is asked for at the login. */
  readonly oidcScopes: string;
  /** Claim of the ID token that is the customer's external id. */
  readonly oidcCustomerClaim: string;
  /** The system of that external id. */
  readonly oidcExternalSystem: string | null;
}

/** Signature algorithms with a public key (RFC 7518, RFC 8037, RFC 9864). */
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];

/** Whether what is read from this address can be trusted: it comes over TLS, or from this machine. */
export function isTrustedAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, hash } = new URL(text);
  if (username !== '' || password !== '' || hash !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

function isLoopback(hostname: string): boolean {
  const literal = hostname.replace(/^\[|\]$/g, '');
  return (
    hostname === 'localhost' || (ipaddr.isValid(literal) && ipaddr.parse(literal).range() === 'loopback')
  );
}

const ADDRESS_RULE = 'an https:// address, or an http:// address of this machine';
const CLAIM_RULE = 'the name of a claim, of 1 to 200 characters without blanks';

/** As it is written: a slash at the end of an issuer counts. */
const address = (text: string) => (isTrustedAddress(text) ? text : undefined);
const claim = (text: string) => (/^[^\s\p{Cc}]{1,200}$/u.test(text) ? text : undefined);
const line = (text: string) => (/^[^\p{Cc}\p{Cs}]{1,400}$/u.test(text) ? text : undefined);
const words = (text: string) => text.split(/[\s,]+/).filter((word) => word !== '');

function algorithms(text: string): string[] | undefined {
  const wanted = words(text);
  return wanted.length > 0 && wanted.every((one) => ALGORITHMS.includes(one)) ? wanted : undefined;
}

function authorities(text: string): [Authority, ...Authority[]] | undefined {
  const wanted = words(text).map((word) => AUTHORITIES.find((known) => known === word));
  const [first, ...rest] = wanted.filter((one) => one !== undefined);
  return first === undefined || wanted.includes(undefined) ? undefined : [first, ...rest];
}

/** `role=scope,scope role=scope`; a role that comes twice gives all that it is said to give. */
function scopeMap(text: string): Map<string, Scope[]> | undefined {
  const map = new Map<string, Scope[]>();
  for (const entry of text.split(/\s+/).filter((one) => one !== '')) {
    const [, role = '', list = ''] = /^([^\s]+)=([^\s=]+)$/.exec(entry) ?? [];
    const scopes = list.split(',').map((word) => SCOPES.find((known) => known === word));
    if (role === '' || scopes.includes(undefined)) return undefined;
    map.set(role, [...(map.get(role) ?? []), ...scopes.filter((one) => one !== undefined)]);
  }
  return map.size > 0 ? map : undefined;
}

/** The variables of the company's issuers, in the order of the README. */
export const OAUTH_VARIABLES: VariablesOf<OauthConfig> = {
  jwtIssuer: {
    name: 'JWT_ISSUER',
    about: 'Issuer whose access tokens (JWT) open the API beside keys, exactly as `iss` says it',
    default: null,
    rule: ADDRESS_RULE,
    read: address,
  },
  jwtAudience: {
    name: 'JWT_AUDIENCE',
    about: 'What `aud` of an access token must name; needed with `JWT_ISSUER`',
    default: null,
    rule: 'text of 1 to 400 characters',
    read: line,
  },
  jwtJwksUrl: {
    name: 'JWT_JWKS_URL',
    about: 'Where the public keys of `JWT_ISSUER` are; without it they are found by discovery',
    default: null,
    rule: ADDRESS_RULE,
    read: address,
  },
  jwtAlgorithms: {
    name: 'JWT_ALGORITHMS',
    about: 'Signatures of access tokens that are taken, with blanks',
    default: 'RS256 PS256 ES256 EdDSA Ed25519',
    rule: `some of ${ALGORITHMS.join(' ')}`,
    read: algorithms,
  },
  jwtType: {
    name: 'JWT_TYPE',
    about: 'Type that an access token must say (`typ`); `JWT` for issuers that do not follow RFC 9068',
    default: 'at+jwt',
    rule: 'at+jwt or JWT',
    read: (text) => (['at+jwt', 'JWT'] as const).find((type) => type === text),
  },
  jwtCallerClaim: {
    name: 'JWT_CALLER_CLAIM',
    about: 'Claim that names the calling system, such as `client_id`, `azp` or `sub`',
    default: 'client_id',
    rule: CLAIM_RULE,
    read: claim,
  },
  jwtScopeClaim: {
    name: 'JWT_SCOPE_CLAIM',
    about: 'Claim with the scopes or roles; dots lead into objects, as in `realm_access.roles`',
    default: 'scope',
    rule: CLAIM_RULE,
    read: claim,
  },
  jwtScopeMap: {
    name: 'JWT_SCOPE_MAP',
    about: 'What those give here: `role=scope,scope role=scope`; without it they have the names of ours',
    default: null,
    rule: 'entries like role=decisions:read,customers:read with blanks between them',
    read: scopeMap,
  },
  jwtAuthorityClaim: {
    name: 'JWT_AUTHORITY_CLAIM',
    about: 'Claim with the authorities on which a system may state choices',
    default: null,
    rule: CLAIM_RULE,
    read: claim,
  },
  jwtAuthorities: {
    name: 'JWT_AUTHORITIES',
    about:
      "Those of tokens that name none, with blanks, the usual one first; `customer` is the customer's word",
    default: 'import employee_on_behalf inferred',
    rule: `some of ${AUTHORITIES.join(' ')}`,
    read: authorities,
  },
  oidcIssuer: {
    name: 'OIDC_ISSUER',
    about: 'OpenID Connect issuer at which customers sign in to the preference page',
    default: null,
    rule: ADDRESS_RULE,
    read: address,
  },
  oidcClientId: {
    name: 'OIDC_CLIENT_ID',
    about: 'Id of the preference page there; needed with `OIDC_ISSUER`',
    default: null,
    rule: 'text of 1 to 400 characters',
    read: line,
  },
  oidcClientSecret: {
    name: 'OIDC_CLIENT_SECRET',
    about: 'Its secret there; without it the page is a public client',
    default: null,
    secret: true,
    rule: 'text of 1 to 400 characters',
    read: line,
  },
  oidcScopes: {
    name: 'OIDC_SCOPES',
    about: 'What is asked for at the sign-in, with blanks',
    default: 'openid',
    rule: 'scopes with blanks between them, `openid` among them',
    read: (text) => (words(text).includes('openid') ? words(text).join(' ') : undefined),
  },
  oidcCustomerClaim: {
    name: 'OIDC_CUSTOMER_CLAIM',
    about: 'Claim of the ID token that is the external id of the customer; never one that customers can edit',
    default: 'sub',
    rule: CLAIM_RULE,
    read: claim,
  },
  oidcExternalSystem: {
    name: 'OIDC_EXTERNAL_SYSTEM',
    about: 'System of that external id; needed with `OIDC_ISSUER`',
    default: null,
    rule: 'the name of a system, as in external ids',
    read: (text) => (/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(text) ? text : undefined),
  },
};

/** What is missing where only a part is set: a token without an audience could be anybody's. */
export function oauthFaults(config: OauthConfig): string[] {
  const faults: string[] = [];
  const need = (field: keyof OauthConfig, whole: 'JWT_ISSUER' | 'OIDC_ISSUER') => {
    if (config[field] === null) faults.push(`${OAUTH_VARIABLES[field].name} is needed with ${whole}.`);
  };
  if (typeof config.jwtIssuer === 'string') need('jwtAudience', 'JWT_ISSUER');
  if (typeof config.oidcIssuer === 'string') need('oidcClientId', 'OIDC_ISSUER');
  if (typeof config.oidcIssuer === 'string') need('oidcExternalSystem', 'OIDC_ISSUER');
  return faults;
}
