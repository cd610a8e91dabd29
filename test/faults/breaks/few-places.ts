/** A deliberate fault: a server with so many places, and a slow client keeps its own. */
import { Server } from 'node:http';

const PLACES = 500;
/** As good as for ever. */
const PATIENCE = 600_000;

const { listen } = Server.prototype;

Server.prototype.listen = function (this: Server, ...args: unknown[]) {
  Object.assign(this, { maxConnections: PLACES, headersTimeout: PATIENCE, requestTimeout: PATIENCE });
  return (listen as (...all: unknown[]) => Server).apply(this, args);
} as typeof listen;
