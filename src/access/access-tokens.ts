import { Inject, Injectable } from '@nestjs/common';
import { errors, jwtVerify, type JWTVerifyOptions } from 'jose';
import { Counter } from 'prom-client';
import type { Caller } from '../platform/caller.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { LOGGER, type Logger } from '../platform/logging.js';
import { METRICS } from '../platform/metrics.js';
import { Problem } from '../platform/problem.js';
import { IssuerKeys } from './issuer-keys.js';
import { KeyHash } from './key-hash.js';
import { hasDoubledNames, isForOtherUse, toCaller, type Claims } from './token-claims.js';

/** Longest token that is looked at, characters. */
const LONGEST = 8_192;
/** Clocks of the issuer and of this machine may differ by this, seconds. */
const TOLERANCE = 30;

/** Why a token was refused, as the operator is told; `jose` names the rest by its codes. */
type Reason = 'TOO_LONG' | 'NOT_AN_ACCESS_TOKEN' | 'DOUBLED_NAMES' | 'CLAIMS_UNUSABLE';

const counter = new Counter({
  name: 'voorkeur_access_tokens_total',
  help: 'Access tokens (JWT) that were presented, by what came of them.',
  labelNames: ['outcome'] as const,
  registers: [METRICS],
});

/** Access tokens of the company's issuer (RFC 9068). */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly keys: IssuerKeys,
    private readonly keyHash: KeyHash,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Whether this is to be read as an access token: keys have no dots. Never when no issuer is configured. */
  takes(token: string): boolean {
    return this.config.jwtIssuer !== null && token.includes('.');
  }

  /**
   * Who calls with a token; null for one that is not good. Why it is not good stands in the log alone, without the token's
   * contents. Throws `issuer_unavailable` when the issuer's keys are not known.
   */
  async find(token: string): Promise<Caller | null> {
    try {
      const caller = await this.judge(token);
      counter.inc({ outcome: 'accepted' });
      return caller;
    } catch (error) {
      if (error instanceof Problem) {
        counter.inc({ outcome: 'unavailable' });
        throw error;
      }
      counter.inc({ outcome: 'refused' });
      if (isExpected(error)) this.logger.info(reasonOf(error), 'an access token was refused');
      else this.logger.error({ err: error }, 'an access token could not be judged');
      return null;
    }
  }

  private async judge(token: string): Promise<Caller> {
    if (token.length > LONGEST) throw new Refusal('TOO_LONG');
    const { payload, protectedHeader } = await jwtVerify(token, this.keys.find, this.rules());
    if (!this.isType(protectedHeader.typ) || isForOtherUse(payload)) throw new Refusal('NOT_AN_ACCESS_TOKEN');
    if (token.split('.', 2).some((part) => hasDoubledNames(textOf(part)))) throw new Refusal('DOUBLED_NAMES');
    const caller = this.isIssued(payload)
      ? toCaller(payload, this.config, (text) => this.keyHash.of(text))
      : null;
    if (caller === null) throw new Refusal('CLAIMS_UNUSABLE');
    return caller;
  }

  private rules(): JWTVerifyOptions {
    const { jwtIssuer, jwtAudience, jwtAlgorithms } = this.config;
    if (jwtIssuer === null || jwtAudience === null)
      throw new Error('No issuer of access tokens is configured.');
    return {
      issuer: jwtIssuer,
      audience: jwtAudience,
      algorithms: [...jwtAlgorithms],
      requiredClaims: ['exp', 'iat', 'sub'],
      clockTolerance: TOLERANCE,
      currentDate: this.clock.instant(),
    };
  }

  /** RFC 9068, section 2.1; a type of media may leave out its first half. */
  private isType(typ: unknown): boolean {
    const type = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : null;
    return type === 'at+jwt' || (type === 'jwt' && this.config.jwtType === 'JWT');
  }

  /** `jose` looks at `iat` only where it is asked for a greatest age. */
  private isIssued({ iat }: Claims): boolean {
    return typeof iat === 'number' && iat <= this.clock.now() / 1_000 + TOLERANCE;
  }
}

/** A token that is refused for a reason of ours. */
class Refusal extends Error {
  constructor(readonly code: Reason) {
    super(code);
  }
}

function textOf(part: string): string {
  return Buffer.from(part, 'base64url').toString('utf8');
}

function isExpected(error: unknown): error is Refusal | errors.JOSEError {
  return error instanceof Refusal || error instanceof errors.JOSEError;
}

/** Codes and names of claims, never a value. */
function reasonOf(error: Refusal | errors.JOSEError): { code: string; claim?: string } {
  const hasClaim = error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired;
  return hasClaim ? { code: error.code, claim: error.claim } : { code: error.code };
}
