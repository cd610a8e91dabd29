import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Config } from './config.js';
import { Problem } from './problem.js';

/** Routes for the operator and not for other systems. */
const OPERATIONS = /^\/(health|metrics|docs|openapi\.(json|yaml))(\/|$)/;

/**
 * Connections that may wait to be taken, where the system allows as many. One that finds no place tries again after a second:
 * many callers who come at once would wait that long for an answer, even for a no.
 */
const BACKLOG = 4_096;

/** Time for what the operator is asking when it stops, milliseconds. */
const ANSWER_WITHIN = 1_000;

/** Opens the port, and the port for operations when there is one; answers the base address. */
export async function listen(app: NestFastifyApplication, config: Config): Promise<string> {
  const { operationsHost, operationsPort, host, port } = config;
  const server = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const door = operationsPort === null ? null : addOperationsDoor(server);
  await app.init();
  await server.listen({ port, host, backlog: BACKLOG });
  if (door && operationsPort !== null) await open(door, operationsHost, operationsPort);
  return addressOf(app.getHttpServer(), host);
}

/** Base address of a server that listens. */
export function addressOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const name = ['0.0.0.0', '::'].includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/** A second door to the same application, for the operator's paths alone; the first one no longer shows them. */
function addOperationsDoor(server: FastifyInstance): Server {
  const { requestTimeout, headersTimeout, keepAliveTimeout } = server.server;
  const limits = { requestTimeout, headersTimeout, keepAliveTimeout };
  const door = createServer(limits, (request, response) => server.routing(request, response));
  server.addHook('onRequest', (request, _, done) => {
    const viaDoor = (request.raw.socket as unknown as { server?: Server }).server === door;
    const forOperator = OPERATIONS.test(request.routeOptions.url ?? '');
    done(viaDoor === forOperator ? undefined : new Problem('not_found', 'There is nothing here.'));
  });
  server.addHook('onClose', (_, done) => {
    door.close(() => done());
    door.closeIdleConnections();
    // a server that closes no longer looks for time-outs: who never ends would hold up the stop
    setTimeout(() => door.closeAllConnections(), ANSWER_WITHIN).unref();
  });
  return door;
}

function open(door: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    door.once('error', reject);
    door.listen(port, host, resolve);
  });
}
