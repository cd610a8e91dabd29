import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import type { Scope } from '../platform/scopes.js';
import { newId } from '../platform/ids.js';
import { Problem } from '../platform/problem.js';
import { newSecret } from '../platform/secrets.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { KeyHash } from './key-hash.js';
import { KeyRing } from './key-ring.js';
import { KeySessionRepository } from './key-session.repository.js';
import { endAfterUse, GRAIN, IDLE } from './lifetime.js';

/** A browser that a key let in. */
export interface KeySession {
  readonly id: string;
  /** To be sent along with every form, as proof that the form came from the page. */
  readonly formToken: string;
}

/** Lets people in with the key of a system, for pages that are for the company's own eyes. */
@Injectable()
export class KeySessionsService {
  constructor(
    private readonly sessions: KeySessionRepository,
    private readonly keyRing: KeyRing,
    private readonly keyHash: KeyHash,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * Lets a browser in; answers the secret of its cookie. Throws `unauthenticated` for a key that is none, and `forbidden`
   * for one without the scope.
   */
  async open(key: string, scope: Scope): Promise<string> {
    const caller = await this.keyRing.find(key);
    if (caller === null) throw new Problem('unauthenticated', 'This is no key that opens anything.');
    if (!caller.scopes.has(scope)) throw new Problem('forbidden', `This needs the scope ${scope}.`);
    const secret = newSecret();
    const now = this.clock.now();
    const times = { createdAt: new Date(now), expiresAt: new Date(now + IDLE) };
    const row = { id: newId(), hash: this.hashOf(secret), keyId: caller.keyId, ...times };
    await this.unitOfWork.run((tx) => this.sessions.add(tx, row));
    return secret;
  }

  /** The session of a cookie, whose end it moves; null when there is none, it has ended, or its key has. */
  async use(secret: string, scope: Scope): Promise<KeySession | null> {
    const now = this.clock.now();
    const row = await this.sessions.findOpen(this.hashOf(secret), scope, new Date(now));
    if (row === null) return null;
    const end = endAfterUse(row.createdAt.getTime(), now);
    if (end - row.expiresAt.getTime() > GRAIN)
      await this.unitOfWork.run((tx) => this.sessions.extend(tx, row.id, new Date(end)));
    return { id: row.id, formToken: this.keyHash.of(`form:${secret}`) };
  }

  async end({ id }: KeySession): Promise<void> {
    await this.unitOfWork.run((tx) => this.sessions.remove(tx, id));
  }

  private hashOf(secret: string): string {
    return this.keyHash.of(`insight:${secret}`);
  }
}
