import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Answer } from './answer.js';
import { PageCookies } from './cookies.js';
import { Limits } from './limits.js';
import { LoginAdmission } from './login-admission.js';
import { Look } from './look.js';
import type { Visit } from './visit.js';
import { ArrivedPage, OverPage } from './views/over.js';

const STATUS = { failed: 400, stranger: 404 } as const;

/** The way in, by the customer's own login at the company. */
@Injectable()
export class LoginPages {
  constructor(
    private readonly admission: LoginAdmission,
    private readonly cookies: PageCookies,
    private readonly limits: Limits,
    private readonly look: Look,
  ) {}

  async begin({ speech }: Visit, reply: FastifyReply): Promise<Answer> {
    const { url, proof } = await this.admission.begin(speech.tag);
    this.cookies.setLogin(reply, proof);
    return { goTo: url };
  }

  /** Shows a page even when all went well: on a way that began at another site a strict cookie is not sent along. */
  async finish(visit: Visit, request: FastifyRequest, reply: FastifyReply): Promise<Answer> {
    const query = /\?.*$/.exec(request.url)?.[0] ?? '';
    const outcome = await this.admission.finish(query, this.cookies.takeLogin(request, reply));
    // What the issuer sent along works once: no link is to lead here again
    const frame = { visit: { ...visit, path: '/page' }, look: this.look };
    if (typeof outcome === 'object') {
      this.cookies.setSession(reply, outcome.secret);
      return { page: ArrivedPage({ frame }) };
    }
    await this.limits.missLink(request.ip);
    return { page: OverPage({ frame, kind: outcome }), status: STATUS[outcome] };
  }
}
