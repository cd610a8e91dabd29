import { Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CustomerSessionsService, isFromOwnForm, type CustomerSession } from '../access/index.js';
import { acceptedLanguages } from '../platform/languages.js';
import { Problem } from '../platform/problem.js';
import { PublicAddress } from '../platform/public-address.js';
import { PageCookies } from './cookies.js';
import { one, toFields } from './form-fields.js';
import { chooseLanguage, speechOf } from './texts.js';
import { pathOf } from './visit.js';

const FOR_ANYONE = 'voorkeur:page-for-anyone';

/** What `Sec-Fetch-Site` says of a form of ours, and of an address that somebody typed. */
const OWN_SITES: readonly unknown[] = ['same-origin', 'none'];

/** Declares a page that needs no session. */
export const ForAnyone = () => SetMetadata(FOR_ANYONE, true);

/** Lets in who has a session, and takes forms from the page itself alone. */
@Injectable()
export class PageGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: CustomerSessionsService,
    private readonly cookies: PageCookies,
    private readonly address: PublicAddress,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    this.describe(request, reply, null);
    if (request.method !== 'GET') requireOwnSite(request, new URL(this.address.base()).origin);
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
    request.visit = { speech: speechOf(tag), isSwitched: switched !== null, path: pathOf(request), session };
  }
}

/**
 * Refuses a form that another site sent. Browsers say so in `Sec-Fetch-Site`; those that don't name the other site in
 * `Origin`, which for our own forms is absent, `null` (as no referrer is sent) or that of the public address: a proxy may
 * have changed `Host`.
 */
export function requireOwnSite({ headers }: FastifyRequest, ownOrigin: string): void {
  const { 'sec-fetch-site': site, origin = 'null' } = headers;
  const isOwn = site === undefined ? ['null', ownOrigin].includes(origin) : OWN_SITES.includes(site);
  if (!isOwn) throw new Problem('forbidden', 'The form came from another site.');
}

function requireOwnForm(request: FastifyRequest, session: CustomerSession): void {
  if (isFromOwnForm(session, one(toFields(request.body), 'form'))) return;
  throw new Problem('forbidden', 'The form did not come from the page.');
}
