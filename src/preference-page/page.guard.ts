import { Inject, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CustomerSessionsService, isFromOwnForm, type CustomerSession } from '../access/index.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Problem } from '../platform/problem.js';
import { contentPolicy } from './answer.js';
import { PageCookies } from './cookies.js';
import { one, toFields } from './form-fields.js';
import { acceptedLanguages, chooseLanguage, speechOf } from './texts.js';

const FOR_ANYONE = 'voorkeur:page-for-anyone';

/** Declares a page that needs no session. */
export const ForAnyone = () => SetMetadata(FOR_ANYONE, true);

/** Lets in who has a session, and takes forms from the page itself alone. */
@Injectable()
export class PageGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: CustomerSessionsService,
    private readonly cookies: PageCookies,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    void reply.header('Content-Security-Policy', contentPolicy(this.config.frameAncestors));
    void reply.header('Referrer-Policy', 'no-referrer');
    this.describe(request, reply, null);
    if (request.method !== 'GET') requireOwnSite(request);
    const secret = this.cookies.session(request);
    const session = secret === null ? null : await this.sessions.use(secret);
    this.describe(request, reply, session);
    if (this.reflector.get<boolean>(FOR_ANYONE, context.getHandler())) return true;
    if (session === null) throw new Problem('unauthenticated', 'The session has ended.');
    if (request.method !== 'GET') requireOwnForm(request, session);
    return true;
  }

  private describe(request: FastifyRequest, reply: FastifyReply, session: CustomerSession | null): void {
    const switched = this.cookies.language(request, reply);
    const accepted = acceptedLanguages(request.headers['accept-language']);
    const tag = chooseLanguage([switched, session?.language, ...accepted]);
    const path = request.url.split('?', 1)[0] ?? '/page';
    request.visit = { speech: speechOf(tag), isSwitched: switched !== null, path, session };
  }
}

/**
 * Refuses a form that another site sent. Browsers say so in `Sec-Fetch-Site`; those that don't name the other site in
 * `Origin`, which for our own forms is absent, `null` (as no referrer is sent) or our own.
 */
function requireOwnSite({ headers }: FastifyRequest): void {
  const site = headers['sec-fetch-site'];
  const origin = headers.origin;
  const isForeignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
  const isForeignOrigin =
    origin !== undefined &&
    origin !== 'null' &&
    (!URL.canParse(origin) || new URL(origin).host !== headers.host);
  if (isForeignSite || isForeignOrigin) throw new Problem('forbidden', 'The form came from another site.');
}

function requireOwnForm(request: FastifyRequest, session: CustomerSession): void {
  if (isFromOwnForm(session, one(toFields(request.body), 'form'))) return;
  throw new Problem('forbidden', 'The form did not come from the page.');
}
