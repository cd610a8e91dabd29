import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '../platform/config.js';
import { PublicAddress } from '../platform/public-address.js';
import { chooseLanguage, LANGUAGES } from './texts.js';

const SESSION = 'voorkeur-session';
const LOGIN = 'voorkeur-login';
/** Seconds; as long as a login may take. */
const LOGIN_AGE = 600;
const LANGUAGE = 'voorkeur-language';

/** The page's cookies: who is let in, the language that was asked for, and a login that is under way. */
@Injectable()
export class PageCookies {
  constructor(
    private readonly address: PublicAddress,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The secret of the session; null when there is none. */
  session(request: FastifyRequest): string | null {
    return request.cookies[this.name(SESSION)] ?? null;
  }

  setSession(reply: FastifyReply, secret: string): void {
    void reply.setCookie(this.name(SESSION), secret, this.options());
  }

  endSession(reply: FastifyReply): void {
    void reply.clearCookie(this.name(SESSION), this.options());
  }

  /** Marks this browser as the one that began a login. */
  setLogin(reply: FastifyReply, proof: string): void {
    void reply.setCookie(this.name(LOGIN), proof, { ...this.loginOptions(), maxAge: LOGIN_AGE });
  }

  /** The proof that this browser began a login, once; null when it did not. */
  takeLogin(request: FastifyRequest, reply: FastifyReply): string | null {
    void reply.clearCookie(this.name(LOGIN), this.loginOptions());
    return request.cookies[this.name(LOGIN)] ?? null;
  }

  /** The language that the customer switched to, now or before; null when never. */
  language(request: FastifyRequest, reply: FastifyReply): string | null {
    const { lang } = request.query as Record<string, unknown>;
    if (typeof lang !== 'string' || !LANGUAGES.has(lang)) return request.cookies[LANGUAGE] ?? null;
    void reply.setCookie(LANGUAGE, chooseLanguage([lang]), this.options());
    return lang;
  }

  /** Over TLS a cookie that no other host can set (`__Host-`, RFC 6265bis). */
  private name(name: string): string {
    return this.address.isSecure() ? `__Host-${name}` : name;
  }

  /** The way back begins at the issuer: a strict cookie would not be sent. */
  private loginOptions() {
    return { path: '/', httpOnly: true, secure: this.address.isSecure(), sameSite: 'lax' as const };
  }

  /** Sent from the page itself alone; when other sites may frame the page, in a jar of its own per site. */
  private options() {
    const framed = this.config.frameAncestors.length > 0 && this.address.isSecure();
    return {
      path: '/',
      httpOnly: true,
      secure: this.address.isSecure(),
      sameSite: framed ? ('none' as const) : ('strict' as const),
      ...(framed && { partitioned: true }),
    };
  }
}
