import { Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isFromOwnForm, KeySessionsService } from '../access/index.js';
import { Problem } from '../platform/problem.js';
import { PublicAddress } from '../platform/public-address.js';
import { one, requireOwnSite, toFields } from '../preference-page/index.js';
import { InsightCookies } from './insight-cookies.js';
import { speechFor } from './texts.js';

const FOR_ANYONE = 'voorkeur:insight-for-anyone';

/** What a key needs to open the page. */
export const INSIGHT_SCOPE = 'reports:read';

/** Declares a page that needs no session. */
export const ForAnyone = () => SetMetadata(FOR_ANYONE, true);

/** Lets in who has a session, and takes forms from the page itself alone. */
@Injectable()
export class InsightGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: KeySessionsService,
    private readonly cookies: InsightCookies,
    private readonly address: PublicAddress,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const speech = speechFor(this.cookies.language(request, reply), request.headers['accept-language']);
    request.insight = { speech, session: null };
    if (request.method !== 'GET') requireOwnSite(request, new URL(this.address.base()).origin);
    const secret = this.cookies.session(request);
    const session = secret === null ? null : await this.sessions.use(secret, INSIGHT_SCOPE);
    request.insight = { speech, session };
    if (this.reflector.get<boolean>(FOR_ANYONE, context.getHandler())) return true;
    if (session === null) throw new Problem('unauthenticated', 'The session has ended.');
    if (request.method === 'GET' || isFromOwnForm(session, one(toFields(request.body), 'form'))) return true;
    throw new Problem('forbidden', 'The form did not come from the page.');
  }
}
