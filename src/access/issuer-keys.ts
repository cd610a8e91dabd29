import { Inject, Injectable } from '@nestjs/common';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { LOGGER, type Logger } from '../platform/logging.js';
import { isTrustedAddress } from '../platform/oauth-variables.js';
import { KeptReading } from './kept-reading.js';

/** Longest time for one answer of the issuer, milliseconds. */
const TIMEOUT = 3_000;

/** The public keys of the company's issuer. Where they are never comes from a token. */
@Injectable()
export class IssuerKeys {
  private readonly keys: KeptReading<JWTVerifyGetKey>;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    clock: Clock,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.keys = new KeptReading(
      () => this.read(),
      () => clock.now(),
      (error) => logger.warn({ err: error }, 'the keys of JWT_ISSUER can not be read'),
    );
  }

  /**
   * The key that a token's header asks for. One that is not known is looked for at the issuer, as keys are changed; throws
   * `issuer_unavailable` when it can't be known whether there is one.
   */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    const known = await this.keys.get();
    try {
      return await known(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      return (await this.keys.renewed())(header, token);
    }
  };

  private async read(): Promise<JWTVerifyGetKey> {
    const url = this.config.jwtJwksUrl ?? (await this.discover(this.config.jwtIssuer ?? ''));
    return createLocalJWKSet((await readJson(url)) as JSONWebKeySet);
  }

  /** OpenID Connect Discovery 1.0, section 4: the document must be of the very issuer. */
  private async discover(issuer: string): Promise<string> {
    const found = await readJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    const { issuer: named, jwks_uri: url } = found as Record<string, unknown>;
    if (named !== issuer) throw new Error('The discovery document is of another issuer than JWT_ISSUER.');
    if (typeof url === 'string' && isTrustedAddress(url)) return url;
    throw new Error('The discovery document of JWT_ISSUER names no address of keys that can be trusted.');
  }
}

async function readJson(url: string): Promise<object> {
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT) });
  if (!answer.ok) throw new Error(`The issuer answered ${answer.status}.`);
  const found: unknown = await answer.json();
  if (typeof found === 'object' && found !== null) return found;
  throw new Error('The issuer answered no JSON object.');
}
