import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from './problem.js';

/** Content types that are read as they arrive; only endpoints that are `streamed` take them. */
const STREAMED_TYPES = ['application/x-ndjson', 'application/jsonl', 'text/csv'];

/** Longest time in which a streamed request may neither send nor take a byte, milliseconds. */
const IDLE_MS = 30_000;
/** Longest time that a streamed request may go on during a stop, milliseconds; less than a stop waits for answers. */
const GRACE_MS = 5_000;

/** Connections on which an admitted body is being streamed. */
const streaming = new WeakSet<Socket>();
const underWay = new Set<IncomingMessage>();

/**
 * Parameter: the body as it arrives, of any length, for an endpoint that is declared `streamed`. Reading slowly slows
 * the sender down. Parameters are read after the guards, so only an admitted caller is freed from the time-out of
 * requests; instead the connection ends when nothing moves on it for half a minute.
 */
export const StreamedBody = createParamDecorator((_: unknown, context: ExecutionContext): Readable => {
  const http = context.switchToHttp();
  const request = http.getRequest<FastifyRequest>();
  const { raw, headers } = request;
  if ((headers['content-encoding'] ?? 'identity') !== 'identity')
    throw new Problem('unsupported_media_type', 'A streamed body is read as it is: send it unpacked.');
  if (!isStreamed(request)) throw new Problem('malformed', 'There is no body.');
  // the connection has served its purpose, and the next request on it would arrive without the usual time-outs
  void http.getResponse<FastifyReply>().header('Connection', 'close');
  raw.setTimeout(IDLE_MS);
  streaming.add(raw.socket);
  underWay.add(raw);
  raw.socket.once('close', () => underWay.delete(raw));
  return raw;
});

/** Whether the body of a request is one that is read as it arrives. */
export function isStreamed({ body, raw }: FastifyRequest): boolean {
  return body === raw;
}

/** Whether an error of a connection is the time-out of requests on a body that may take its time. */
export function mayGoOn(error: NodeJS.ErrnoException, socket: Socket): boolean {
  return error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && streaming.has(socket);
}

/** Hands the streamed types to their endpoints unread, and cuts what has not ended soon after a stop began. */
export function streamBodies(server: FastifyInstance): void {
  server.addContentTypeParser(STREAMED_TYPES, (_request, body, done) => done(null, body));
  server.addHook('preClose', (done) => {
    const own = [...underWay];
    setTimeout(() => own.forEach((request) => request.socket.destroy()), GRACE_MS).unref();
    done();
  });
}
