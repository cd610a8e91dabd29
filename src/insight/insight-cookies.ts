import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PublicAddress } from '../platform/public-address.js';
import { LANGUAGES } from './texts.js';

const SESSION = 'voorkeur-insight';
const LANGUAGE = 'voorkeur-language';

/** The page's two cookies: who is let in, and the language that was asked for. Both end with the browser. */
@Injectable()
export class InsightCookies {
  constructor(private readonly address: PublicAddress) {}

  /** The secret of the session; null when there is none. */
  session(request: FastifyRequest): string | null {
    return request.cookies[this.name()] ?? null;
  }

  setSession(reply: FastifyReply, secret: string): void {
    void reply.setCookie(this.name(), secret, this.options());
  }

  endSession(reply: FastifyReply): void {
    void reply.clearCookie(this.name(), this.options());
  }

  /** The language that was switched to, now or before; null when never. */
  language(request: FastifyRequest, reply: FastifyReply): string | null {
    const { lang } = request.query as Record<string, unknown>;
    if (typeof lang !== 'string' || !LANGUAGES.has(lang)) return request.cookies[LANGUAGE] ?? null;
    void reply.setCookie(LANGUAGE, lang, this.options());
    return lang;
  }

  /** Over TLS a cookie that no other host can set (`__Host-`, RFC 6265bis). */
  private name(): string {
    return this.address.isSecure() ? `__Host-${SESSION}` : SESSION;
  }

  private options() {
    return { path: '/', httpOnly: true, secure: this.address.isSecure(), sameSite: 'strict' as const };
  }
}
