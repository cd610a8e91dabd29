import type { FastifyInstance } from 'fastify';
import { routePath } from '../platform/route-path.js';
import { contentPolicy } from '../preference-page/index.js';

/** No other site frames the page of a company's own figures. */
const POLICY = contentPolicy([]);

/** Gives every answer under `/insight` its headers, also when it was refused before the page had its say. */
export function protectInsight(server: FastifyInstance): void {
  server.addHook('onSend', (request, reply, payload, done) => {
    if (/^\/insight(\/|$)/.test(routePath(request))) {
      void reply.header('Content-Security-Policy', POLICY);
      void reply.header('Referrer-Policy', 'no-referrer');
    }
    done(null, payload);
  });
}
