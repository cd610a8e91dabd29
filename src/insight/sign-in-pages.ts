import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { KeyHash, KeySessionsService } from '../access/index.js';
import { Problem } from '../platform/problem.js';
import { Look, one, type Answer } from '../preference-page/index.js';
import { Counters, type Counter } from '../rate-limits/index.js';
import { InsightCookies } from './insight-cookies.js';
import { INSIGHT_SCOPE } from './insight.guard.js';
import type { InsightVisit } from './insight-visit.js';
import type { TextKey } from './texts.js';
import { SignInPage } from './views/sign-in.js';

/** Keys that may be tried in vain from one address within a minute. */
const MOST_TRIES = 20;
const MINUTE = 60;

/** The way in, by a key, and the way out. */
@Injectable()
export class SignInPages {
  private readonly missing: Counter;

  constructor(
    private readonly sessions: KeySessionsService,
    private readonly cookies: InsightCookies,
    private readonly look: Look,
    private readonly keyHash: KeyHash,
    counters: Counters,
  ) {
    this.missing = counters.of('insight-keys', MINUTE);
  }

  /** Takes the key for a session. The key is never stored, shown or logged. */
  async enter(visit: InsightVisit, request: FastifyRequest, reply: FastifyReply): Promise<Answer> {
    const address = this.keyHash.of(`address:${request.ip}`);
    if ((await this.missing.look(address)).used >= MOST_TRIES) {
      void reply.header('Retry-After', String(MINUTE));
      return this.refuse(visit, 'signIn.fault.limited', 429);
    }
    try {
      const secret = await this.sessions.open((one(visit.fields, 'key') ?? '').trim(), INSIGHT_SCOPE);
      this.cookies.setSession(reply, secret);
      return { goTo: '/insight' };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      await this.missing.add(address);
      const [word, status] = error.kind === 'forbidden' ? SCOPE : UNKNOWN;
      return this.refuse(visit, word, status);
    }
  }

  async leave(visit: InsightVisit, reply: FastifyReply): Promise<Answer> {
    if (visit.session !== null) await this.sessions.end(visit.session);
    this.cookies.endSession(reply);
    return this.refuse({ ...visit, session: null }, 'signIn.left', 200);
  }

  private refuse(visit: InsightVisit, word: TextKey, status: number): Answer {
    return { page: SignInPage({ frame: { visit: { ...visit, query: {} }, look: this.look }, word }), status };
  }
}

const SCOPE = ['signIn.fault.scope', 403] as const;
const UNKNOWN = ['signIn.fault.unknown', 401] as const;
