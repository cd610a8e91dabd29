import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, Server } from 'node:http';
import cookies from '@fastify/cookie';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyHttpOptions, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from './config.js';
import { newId } from './ids.js';
import { refuseNulIn, unsoundness } from './json-text.js';
import type { Logger } from './logging.js';
import { Problem, toProblemDetails } from './problem.js';
import { sendProblem, toProblem } from './problem.filter.js';
import { toTrust } from './proxies.js';
import { mayGoOn, streamBodies } from './streamed-body.js';

/** Largest request body, bytes. */
const BODY_LIMIT = 64 * 1024;
/** Time between two looks for connections that are too slow, milliseconds: short, so that few are cut off at once. */
const CHECK_INTERVAL = 25;

/** The HTTP server: every wait ends, every request has an id, and what is unreadable is told as a problem. */
export function createHttpServer({ trustProxy }: Config, logger: Logger): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    trustProxy: toTrust(trustProxy),
    requestTimeout: 10_000,
    keepAliveTimeout: 75_000,
    forceCloseConnections: 'idle',
    http: { headersTimeout: 5_000, connectionsCheckingInterval: CHECK_INTERVAL },
    routerOptions: { maxParamLength: 600 },
    genReqId: ({ headers }: IncomingMessage) => requestIdFrom(headers['x-request-id']),
    clientErrorHandler: refuseUnreadable,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      setCommonHeaders(request, reply, () => sendProblem(reply, toProblem(error), request.id)),
  } as FastifyHttpOptions<Server>);
  const server = adapter.getInstance() as unknown as FastifyInstance;
  readBodies(server);
  streamBodies(server);
  closeConnectionsOnStop(server);
  void server.register(cookies);
  const routes = collectRoutes(server);
  server.addHook('onRequest', setCommonHeaders);
  server.addHook('onRequest', refuseNul);
  server.addHook('onRequest', (request, reply, done) => done(methodProblem(routes, request, reply)));
  server.addHook('onResponse', (request, reply, done) => {
    logRequest(logger, request, reply);
    done();
  });
  return adapter;
}

/** During a stop every answer ends its connection: one that stays open for the next request would hold up the stop. */
function closeConnectionsOnStop(server: FastifyInstance): void {
  let stopping = false;
  server.addHook('preClose', (done) => {
    stopping = true;
    done();
  });
  server.addHook('onSend', (_request, reply, payload, done) => {
    if (stopping) void reply.header('Connection', 'close');
    done(null, payload);
  });
}

/** What is no HTTP at all, or has headers that are too large, gets a problem too; there is no request to give an id to. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (mayGoOn(error, socket)) return;
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const body = JSON.stringify(
    toProblemDetails(new Problem('malformed', 'This is no readable HTTP.'), newId()),
  );
  const head = ['HTTP/1.1 400 Bad Request', 'Content-Type: application/problem+json', 'Connection: close'];
  socket.end(`${head.join('\r\n')}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
}

function collectRoutes(server: FastifyInstance): Route[] {
  const routes: Route[] = [];
  server.addHook('onRoute', ({ method, url }) => {
    const pattern = new RegExp(`^${url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}/?$`);
    for (const one of [method].flat()) routes.push({ method: one, pattern });
  });
  return routes;
}

/** A known address with another method is 405 and names the methods, as RFC 9110 asks; Fastify alone would say 404. */
function methodProblem(
  routes: readonly Route[],
  request: FastifyRequest,
  reply: FastifyReply,
): Problem | undefined {
  if (!request.is404) return undefined;
  const path = request.url.split('?', 1)[0] ?? '';
  const allowed = new Set(routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method));
  if (allowed.size === 0) return undefined;
  void reply.header('Allow', [...allowed].sort().join(', '));
  return new Problem('method_not_allowed', 'The header Allow names the methods that this address takes.');
}

/** A caller's own request id when it is harmless, else a new one. */
function requestIdFrom(header: string | string[] | undefined): string {
  return typeof header === 'string' && /^[\w.-]{8,64}$/.test(header) ? header : newId();
}

/** Answers hold personal data: nobody between us and the caller keeps them. */
function setCommonHeaders(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  void reply.header('X-Request-Id', request.id);
  void reply.header('Cache-Control', 'no-store');
  void reply.header('X-Content-Type-Options', 'nosniff');
  done();
}

/** PostgreSQL can't hold NUL: it is refused at the border, in addresses here and in bodies below. */
function refuseNul(request: FastifyRequest, _: FastifyReply, done: (error?: Error) => void): void {
  const { url } = request;
  done(url.includes('%00') ? new Problem('malformed', 'The address holds a NUL character.') : undefined);
}

/** JSON, merge patches and forms; which of them an endpoint takes is its own business. */
function readBodies(server: FastifyInstance): void {
  const json = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    ['application/json', 'application/merge-patch+json'],
    { parseAs: 'buffer' },
    (request, body, done) => {
      const text = readText(body as Buffer);
      if (text === null) return done(notText());
      refuseNulIn(text);
      void json(request, text, (error, value) => done(error ?? unsoundness(text, value), value));
    },
  );
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, (_, body, done) => {
    const text = readText(body as Buffer);
    if (text === null) done(notText());
    else if (/%00|\0/.test(text)) done(new Problem('malformed', 'The body holds a NUL character.'));
    else done(null, readForm(text));
  });
}

/** The text of a body; null for bytes that are none, which would be stored as question marks. */
function readText(body: Buffer): string | null {
  return isUtf8(body) ? body.toString('utf8') : null;
}

function notText(): Problem {
  return new Problem('malformed', 'The body is not UTF-8.');
}

/** The fields of a form; a name that comes more than once has a list of values, as in an address. */
function readForm(body: string): Record<string, string | string[]> {
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(body)) {
    const known = fields.get(name);
    if (Array.isArray(known)) known.push(value);
    else fields.set(name, known === undefined ? value : [known, value]);
  }
  return Object.fromEntries(fields);
}

/** The route's pattern, not the address: addresses can hold external ids and, for look-ups, phone numbers. */
function logRequest(logger: Logger, request: FastifyRequest, reply: FastifyReply): void {
  const { statusCode } = reply;
  const level = request.turnedAway
    ? 'debug'
    : statusCode >= 500
      ? 'error'
      : statusCode >= 400
        ? 'info'
        : 'debug';
  if (!logger.isLevelEnabled(level)) return;
  logger[level](
    {
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: statusCode,
      milliseconds: Math.round(reply.elapsedTime * 10) / 10,
      keyId: request.caller?.keyId,
    },
    'request',
  );
}
