import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { KeySession } from '../access/index.js';
import { toFields, type FormFields } from '../preference-page/index.js';
import type { Speech } from './texts.js';

/** One request of a browser to the insight page. */
export interface InsightVisit {
  readonly speech: Speech;
  /** Who is let in; null for nobody. */
  readonly session: KeySession | null;
  /** The submitted form. */
  readonly fields: FormFields;
  /** The query: what is to be shown. */
  readonly query: FormFields;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard of the insight page. */
    insight?: Pick<InsightVisit, 'speech' | 'session'>;
  }
}

/** Parameter: the visit. */
export const InsightVisitParam = createParamDecorator(
  (_: unknown, context: ExecutionContext): InsightVisit => {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (request.insight === undefined) throw new Error('The guard of the insight page did not run.');
    return { ...request.insight, fields: toFields(request.body), query: toFields(request.query) };
  },
);
