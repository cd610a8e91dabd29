import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CustomerSessionsService, PageLinksService, RedemptionService } from '../access/index.js';
import type { Answer } from './answer.js';
import { PageCookies } from './cookies.js';
import { Limits } from './limits.js';
import { Look } from './look.js';
import { chooseLanguage, speechOf } from './texts.js';
import type { OwnVisit, Visit } from './visit.js';
import { LandingPage, OverPage } from './views/over.js';

/** Not there any more: the link was used, or is too old. */
const GONE = 410;

/** The way in, by a link. */
@Injectable()
export class LinkPages {
  constructor(
    private readonly links: PageLinksService,
    private readonly redemption: RedemptionService,
    private readonly cookies: PageCookies,
    private readonly limits: Limits,
    private readonly look: Look,
  ) {}

  /** Shows the button. Mail scanners may fetch it as often as they like: nothing is spent. */
  async show(token: string, visit: Visit): Promise<Answer> {
    const link = await this.links.look(token);
    if (link.state === 'unknown')
      return { page: OverPage({ frame: { visit, look: this.look }, kind: 'unknown' }), status: 404 };
    const wanted = chooseLanguage([link.language, visit.speech.tag]);
    const spoken = visit.isSwitched ? visit : { ...visit, speech: speechOf(wanted) };
    const frame = { visit: spoken, look: this.look };
    if (link.state === 'open') return { page: LandingPage({ frame }) };
    return { page: OverPage({ frame, kind: link.state }), status: GONE };
  }

  /** Spends the link for a session. */
  async open(token: string, visit: Visit, request: FastifyRequest, reply: FastifyReply): Promise<Answer> {
    const admission = await this.redemption.redeem(token);
    if (admission === null) {
      await this.limits.missLink(request.ip);
      return this.show(token, visit);
    }
    this.cookies.setSession(reply, admission.secret);
    return { goTo: admission.topic === null ? '/page' : `/page/choices/topics/${admission.topic}` };
  }
}

/** The way out. */
@Injectable()
export class LeavePages {
  constructor(
    private readonly sessions: CustomerSessionsService,
    private readonly cookies: PageCookies,
    private readonly look: Look,
  ) {}

  async leave(visit: OwnVisit, reply: FastifyReply): Promise<Answer> {
    await this.sessions.end(visit.session);
    this.cookies.endSession(reply);
    return {
      page: OverPage({ frame: { visit: { ...visit, session: null }, look: this.look }, kind: 'left' }),
    };
  }
}
