import { Inject, Injectable } from '@nestjs/common';
import * as oidc from 'openid-client';
import { Counter } from 'prom-client';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { LOGGER, type Logger } from '../platform/logging.js';
import { METRICS } from '../platform/metrics.js';
import { PublicAddress } from '../platform/public-address.js';
import { newSecret } from '../platform/secrets.js';
import { issuerAway, KeptReading } from './kept-reading.js';
import { KeyHash } from './key-hash.js';
import { claimOf } from './token-claims.js';

/** Where the issuer sends customers back to. */
const CALLBACK = '/page/login/callback';
/** A login that takes longer has to be begun anew, milliseconds. */
const LONGEST = 10 * 60_000;
/** Longest time for one answer of the issuer, seconds. */
const TIMEOUT = 3;
const NOT_AS_IT_SHOULD = 'OIDC_ISSUER does not answer as it should';
const PLAIN_ID = /^[^\p{Cc}\p{Cs}]{1,255}$/u;

/** The key of a customer in another system, as the issuer vouches for it. */
interface VouchedId {
  readonly system: string;
  readonly id: string;
}

const counter = new Counter({
  name: 'voorkeur_customer_logins_total',
  help: 'Customers who came back from the login at the issuer, by what came of it.',
  labelNames: ['outcome'] as const,
  registers: [METRICS],
});

/** The customers' own login by OpenID Connect: code flow with PKCE, state and nonce. Nothing of it is stored. */
@Injectable()
export class CustomerLogin {
  private readonly issuer: KeptReading<oidc.Configuration>;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly address: PublicAddress,
    private readonly keyHash: KeyHash,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.issuer = new KeptReading(
      () => this.discover(),
      () => clock.now(),
      (error) => logger.warn({ code: codeOf(error) }, NOT_AS_IT_SHOULD),
    );
  }

  /**
   * Begins a login: the address at the issuer to go to, and a proof for the cookie of the browser that began it. Throws
   * `issuer_unavailable` when the issuer can't be reached.
   */
  async begin(language: string): Promise<{ url: string; proof: string }> {
    const issuer = await this.issuer.get();
    const proof = `${this.clock.now() + LONGEST}.${newSecret()}`;
    const { state, nonce, verifier } = this.secretsOf(proof);
    const url = oidc.buildAuthorizationUrl(issuer, {
      redirect_uri: this.address.base() + CALLBACK,
      scope: this.config.oidcScopes,
      ui_locales: language,
      ...{ state, nonce, code_challenge_method: 'S256' },
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    });
    return { url: url.href, proof };
  }

  /**
   * Ends a login that the same browser began: who came back. Null when it was another browser, too late, refused, or what
   * the issuer says is not in order. Throws `issuer_unavailable` when the issuer can't be reached.
   *
   * @param query what the issuer sent along, from the `?` on
   */
  async finish(query: string, proof: string): Promise<VouchedId | null> {
    const id = this.isOpen(proof) ? await this.idFrom(query, proof) : null;
    counter.inc({ outcome: id === null ? 'failed' : 'finished' });
    const { oidcExternalSystem: system } = this.config;
    return id === null || system === null ? null : { system, id };
  }

  private async idFrom(query: string, proof: string): Promise<string | null> {
    const issuer = await this.issuer.get();
    const { state, nonce, verifier } = this.secretsOf(proof);
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier };
    try {
      const back = new URL(this.address.base() + CALLBACK + query);
      const tokens = await oidc.authorizationCodeGrant(issuer, back, { ...checks, idTokenExpected: true });
      return toId(claimOf({ ...tokens.claims() }, this.config.oidcCustomerClaim));
    } catch (error) {
      if (isAway(error)) {
        this.logger.warn({ code: codeOf(error) }, NOT_AS_IT_SHOULD);
        throw issuerAway();
      }
      this.logger.info({ code: codeOf(error) }, 'a login of a customer failed');
      return null;
    }
  }

  /** The proof says until when; an altered one has other secrets than those that went to the issuer. */
  private isOpen(proof: string): boolean {
    const end = Number(/^(\d{1,15})\.[\w-]{43}$/.exec(proof)?.[1] ?? 0);
    return end > this.clock.now();
  }

  private secretsOf(proof: string): { state: string; nonce: string; verifier: string } {
    const of = (name: string) => this.keyHash.of(`login-${name}:${proof}`);
    return { state: of('state'), nonce: of('nonce'), verifier: of('verifier') };
  }

  private discover(): Promise<oidc.Configuration> {
    const { oidcIssuer, oidcClientId, oidcClientSecret } = this.config;
    if (oidcIssuer === null || oidcClientId === null) throw new Error('No login is configured.');
    const server = new URL(oidcIssuer);
    // The rule of the setting lets http: pass for this machine alone
    const insecure = server.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
    return oidc.discovery(server, oidcClientId, {}, authentication(oidcClientSecret), {
      execute: [oidc.enableNonRepudiationChecks, ...insecure],
      timeout: TIMEOUT,
    });
  }
}

/** The secret in the body where the issuer takes it there, else in the header, as is the rule (OpenID Connect Core, 9). */
function authentication(secret: string | null): oidc.ClientAuth {
  if (secret === null) return oidc.None();
  return (server, ...rest) => {
    const { token_endpoint_auth_methods_supported: methods = [] } = server;
    const way = methods.includes('client_secret_post') ? oidc.ClientSecretPost : oidc.ClientSecretBasic;
    return way(secret)(server, ...rest);
  };
}

function toId(claim: unknown): string | null {
  const text = Number.isSafeInteger(claim) ? String(claim) : claim;
  return typeof text === 'string' && PLAIN_ID.test(text) ? text : null;
}

/** Whether the issuer did not answer, or had a fault of its own: that says nothing of who came back. */
function isAway(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  if (cause instanceof Response) return cause.status >= 500;
  // `fetch` throws a TypeError with the fault of the network as its cause
  return code === 'OAUTH_TIMEOUT' || (error instanceof TypeError && cause instanceof Error);
}

/** What may be logged of an error of the library: its messages and causes can hold what the issuer said of a person. */
function codeOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  return String(code ?? name);
}
