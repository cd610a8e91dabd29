import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { CustomerSession } from '../access/index.js';
import { toFields, type FormFields } from './form-fields.js';
import type { Speech } from './texts.js';

/** One request of a customer's browser. */
export interface Visit {
  readonly speech: Speech;
  /** Whether the customer switched to this language, now or before. */
  readonly isSwitched: boolean;
  /** Path of the page that is shown, for links that stay on it. */
  readonly path: string;
  /** Who is let in; null on pages that need nobody. */
  readonly session: CustomerSession | null;
  /** The submitted form. */
  readonly fields: FormFields;
  /** The query. */
  readonly query: FormFields;
}

/** A request of a customer who is let in. */
export interface OwnVisit extends Visit {
  readonly session: CustomerSession;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard of the preference page. */
    visit?: Omit<Visit, 'fields' | 'query'>;
  }
}

/** The path of the page that a request shows; an address that only takes forms belongs to a page elsewhere. */
export function pathOf({ method, url }: Pick<FastifyRequest, 'method' | 'url'>): string {
  const path = url.split('?', 1)[0] ?? '/page';
  if (method === 'GET' || /^\/page\/(details$|erase$|choices\/|link\/|feedback\/)/.test(path)) return path;
  if (path.startsWith('/page/served/')) return '/page/served';
  return path.startsWith('/page/contact/') ? '/page/contact' : '/page';
}

/** Parameter: the visit of a customer who is let in; the guard lets nobody else pass. */
export const OwnVisitParam = createParamDecorator((_: unknown, context: ExecutionContext): OwnVisit => {
  const { session, ...visit } = visitOf(context);
  if (session === null) throw new Error('A page for anyone has no customer.');
  return { ...visit, session };
});

/** Parameter: the visit, of whomever. */
export const VisitParam = createParamDecorator((_: unknown, context: ExecutionContext) => visitOf(context));

function visitOf(context: ExecutionContext): Visit {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  if (request.visit === undefined) throw new Error('The guard of the page did not run.');
  return { ...request.visit, fields: toFields(request.body), query: toFields(request.query) };
}
