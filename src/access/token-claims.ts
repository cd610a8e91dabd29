import { AUTHORITIES, type Authority } from '../domain/authority.js';
import type { Caller } from '../platform/caller.js';
import { SCOPES, type Scope } from '../platform/scopes.js';
import type { OauthConfig } from '../platform/oauth-variables.js';

/** The claims of a token whose signature, issuer, audience and times were found right. */
export type Claims = Readonly<Record<string, unknown>>;

/** A name that says nothing of a person: as clients are named by people or, as a UUID, by issuers. */
const PLAIN_NAME = /^([A-Za-z][\w.-]{0,59}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const LONGEST_NAME = 255;
const HASH_LENGTH = 32;

/** What only ID, refresh and logout tokens say (OpenID Connect Core 1.0; Keycloak's `typ`); none of them is to open an API. */
const OTHER_USES = ['nonce', 'at_hash', 'c_hash', 's_hash', 'events'];
const OTHER_TYPES: readonly unknown[] = ['ID', 'Refresh', 'Offline', 'Logout'];

/** Whether a token was issued for something else than calling an API. */
export function isForOtherUse(claims: Claims): boolean {
  return OTHER_USES.some((name) => Object.hasOwn(claims, name)) || OTHER_TYPES.includes(claims['typ']);
}

/**
 * Who calls with these claims; null when they do not say who, or say it in a shape that they can't have.
 *
 * @param hash a keyed hash: a name that may be a person's goes into no table
 */
export function toCaller(claims: Claims, config: OauthConfig, hash: (text: string) => string): Caller | null {
  const keyId = toKeyId(claimOf(claims, config.jwtCallerClaim), hash);
  const named = listOf(claimOf(claims, config.jwtScopeClaim));
  const { jwtAuthorityClaim } = config;
  const stated = jwtAuthorityClaim === null ? [] : listOf(claimOf(claims, jwtAuthorityClaim));
  if (keyId === null || named === null || stated === null || !isName(claims['sub'])) return null;
  const authorities = toAuthorities(stated) ?? config.jwtAuthorities;
  return { keyId, name: keyId, scopes: toScopes(named, config.jwtScopeMap), authorities };
}

/** A claim by its name, or else by a path of names with dots between them. */
export function claimOf(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let value: unknown = claims;
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Claims)[part];
  }
  return value;
}

/**
 * Whether a JSON text names a member twice in one object: parsers differ in which one they take, so that what the issuer
 * meant can't be known (RFC 7519, section 4). Counts the names that stand in the text, and those that were understood.
 */
export function hasDoubledNames(json: string): boolean {
  const strings = json.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/gs);
  return [...strings].filter(([, colon]) => colon !== undefined).length !== countNames(JSON.parse(json));
}

function countNames(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce<number>((sum, inner) => sum + countNames(inner), own);
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_NAME;
}

/** `jwt.crm`; no key has an id like that. */
function toKeyId(value: unknown, hash: (text: string) => string): string | null {
  if (!isName(value)) return null;
  return PLAIN_NAME.test(value) ? `jwt.${value}` : `jwt_${hash(`jwt:${value}`).slice(0, HASH_LENGTH)}`;
}

/** Words with blanks between them (RFC 8693), or a list; null for what is neither. */
function listOf(value: unknown): string[] | null {
  if (value === undefined || value === null) return [];
  if (typeof value === 'string') return value.split(' ').filter((word) => word !== '');
  if (!Array.isArray(value)) return null;
  return value.every((one): one is string => typeof one === 'string') ? value : null;
}

function toScopes(named: readonly string[], map: OauthConfig['jwtScopeMap']): ReadonlySet<Scope> {
  const given = map === null ? named : named.flatMap((name) => map.get(name) ?? []);
  return new Set(SCOPES.filter((scope) => given.includes(scope)));
}

function toAuthorities(stated: readonly string[]): [Authority, ...Authority[]] | null {
  const [first, ...rest] = stated.filter((one): one is Authority =>
    (AUTHORITIES as readonly string[]).includes(one),
  );
  return first === undefined ? null : [first, ...rest];
}
