import type { FastifyInstance } from 'fastify';
import type { Config } from '../platform/config.js';
import { routePath } from '../platform/route-path.js';
import { contentPolicy } from './answer.js';

/** Gives every answer under `/page` the headers of the page, also when it was refused before the page had its say. */
export function protectPage(server: FastifyInstance, { frameAncestors }: Config): void {
  const policy = contentPolicy(frameAncestors);
  server.addHook('onSend', (request, reply, payload, done) => {
    const path = routePath(request);
    if (/^\/page(\/|$)/.test(path)) {
      // A picture that is opened on its own may hold scripts
      void reply.header('Content-Security-Policy', path === '/page/logo' ? `${policy}; sandbox` : policy);
      void reply.header('Referrer-Policy', 'no-referrer');
    }
    done(null, payload);
  });
}
