import { gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** What a handler of the page answers: a page to show, where to go, or data to keep. */
export type Answer =
  /** `shows`: the customer whose data it shows to somebody who has no session. */
  | { readonly page: VNode; readonly status?: number; readonly shows?: string | null }
  | { readonly goTo: string }
  | { readonly file: string; readonly json: unknown };

/** Content policy of the page: everything comes from here, and no script stands in the page itself. */
export function contentPolicy(frameAncestors: readonly string[]): string {
  const framed = frameAncestors.length === 0 ? "'none'" : frameAncestors.join(' ');
  return [
    "default-src 'none'",
    ...[
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      "connect-src 'self'",
      "form-action 'self'",
    ],
    "base-uri 'none'",
    `frame-ancestors ${framed}`,
  ].join('; ');
}

/** The page as HTML. Whatever stands in it as a value is escaped. */
export function toHtml(page: VNode): string {
  return `<!doctype html>${renderToString(page)}`;
}

/** Bytes as this browser takes them; the reply says how they are packed. */
export function packed(text: string, request: FastifyRequest, reply: FastifyReply): string | Buffer {
  void reply.header('Vary', 'Accept-Encoding');
  if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return text;
  void reply.header('Content-Encoding', 'gzip');
  return gzipSync(text);
}
