/** A deliberate fault: every request costs time that grows with how many are under way, as where all hold a lock. */
import { Server, type IncomingMessage, type ServerResponse } from 'node:http';

/** Requests under way that cost nothing. */
const FREE = 40;
/** Time that each of them costs beyond that, milliseconds. */
const COST = 0.1;

let underWay = 0;
const { emit } = Server.prototype;

Server.prototype.emit = function (this: Server, event: string | symbol, ...args: unknown[]): boolean {
  if (event === 'request') {
    const [, response] = args as [IncomingMessage, ServerResponse];
    underWay += 1;
    response.once('close', () => (underWay -= 1));
    const until = performance.now() + Math.max(0, underWay - FREE) * COST;
    while (performance.now() < until);
  }
  return (emit as (...all: unknown[]) => boolean).call(this, event, ...args);
} as typeof emit;
