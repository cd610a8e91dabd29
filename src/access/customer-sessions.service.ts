import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../platform/caller.js';
import { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { newSecret } from '../platform/secrets.js';
import { UnitOfWork, type Tx } from '../platform/unit-of-work.js';
import type { CustomerSessionRow, SessionKind } from './customer-session.entity.js';
import { CustomerSessionRepository } from './customer-session.repository.js';
import { KeyHash } from './key-hash.js';
import { endAfterUse, GRAIN, IDLE, toLifetime } from './lifetime.js';
import type { TokenBody, TokenDto } from './page-link.dto.js';

const MINUTE = 60_000;
const USUAL_TOKEN = 15 * MINUTE;
const LONGEST_TOKEN = 60 * MINUTE;

/** What begins every token of a customer, so that it can be told from a key. */
const TOKEN_PREFIX = 'vt_';

/** What stands for a key where a customer's own login let a browser in. */
const LOGIN = 'login';

/** A browser that a customer's link or login let in. */
export interface CustomerSession {
  readonly id: string;
  readonly customerId: string;
  /** BCP 47, as the link said; null for the browser's. */
  readonly language: string | null;
  /** To be sent along with every form, as proof that the form came from the page. */
  readonly formToken: string;
}

/** Who is let in, how long, and by what proof. */
@Injectable()
export class CustomerSessionsService {
  constructor(
    private readonly sessions: CustomerSessionRepository,
    private readonly keyHash: KeyHash,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Lets a browser in; answers the secret of its cookie. */
  async open(tx: Tx, who: Pick<CustomerSessionRow, 'customerId' | 'language' | 'keyId'>): Promise<string> {
    const secret = newSecret();
    await this.sessions.add(tx, this.row('page', secret, who, IDLE));
    return secret;
  }

  /** The same for a customer whom the company's issuer vouches for. */
  admit(customerId: string): Promise<string> {
    return this.unitOfWork.run((tx) => this.open(tx, { customerId, language: null, keyId: LOGIN }));
  }

  /** The session of a cookie, whose end it moves; null when there is none or it has ended. */
  async use(secret: string): Promise<CustomerSession | null> {
    const now = this.clock.now();
    const row = await this.sessions.findOpen('page', this.hashOf('page', secret), new Date(now));
    if (row === null) return null;
    const end = endAfterUse(row.createdAt.getTime(), now);
    if (end - row.expiresAt.getTime() > GRAIN)
      await this.unitOfWork.run((tx) => this.sessions.extend(tx, row.id, new Date(end)));
    const { id, customerId, language } = row;
    return { id, customerId, language, formToken: this.formToken(secret) };
  }

  async end({ id }: CustomerSession): Promise<void> {
    await this.unitOfWork.run((tx) => this.sessions.remove(tx, id));
  }

  /** A short-lived token with which a company's own portal acts for one customer. */
  async createToken(caller: Caller, customerId: string, { expiresIn }: TokenBody): Promise<TokenDto> {
    const lifetime = toLifetime(expiresIn, USUAL_TOKEN, LONGEST_TOKEN);
    const token = TOKEN_PREFIX + newSecret();
    const row = this.row('token', token, { customerId, language: null, keyId: caller.keyId }, lifetime);
    await this.unitOfWork.run((tx) => this.sessions.add(tx, row));
    return { token, expiresAt: row.expiresAt.toISOString() };
  }

  /** Whose token this is, and which system asked for it; null when it is none, or has ended. */
  async findToken(token: string): Promise<{ customerId: string; keyId: string } | null> {
    if (!token.startsWith(TOKEN_PREFIX)) return null;
    return this.sessions.findOpen('token', this.hashOf('token', token), this.clock.instant());
  }

  private row(
    kind: SessionKind,
    secret: string,
    { customerId, language, keyId }: Pick<CustomerSessionRow, 'customerId' | 'language' | 'keyId'>,
    lifetime: number,
  ): CustomerSessionRow {
    const now = this.clock.now();
    const times = { createdAt: new Date(now), expiresAt: new Date(now + lifetime) };
    return { id: newId(), kind, hash: this.hashOf(kind, secret), customerId, language, keyId, ...times };
  }

  private hashOf(kind: SessionKind, secret: string): string {
    return this.keyHash.of(`${kind}:${secret}`);
  }

  private formToken(secret: string): string {
    return this.keyHash.of(`form:${secret}`);
  }
}

/** Whether a form brought the token of the session, told in constant time. */
export function isFromOwnForm({ formToken }: Pick<CustomerSession, 'formToken'>, given: unknown): boolean {
  if (typeof given !== 'string') return false;
  const [expected, actual] = [Buffer.from(formToken), Buffer.from(given)];
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
