import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isReady } from './calls.js';

/** Time between two looks whether an instance is ready, milliseconds. */
const PAUSE = 200;

interface Instance {
  url: string;
  isReady: boolean;
}

/** A load balancer as simple as one can be: every request on a connection of its own, to whichever instance says that it is ready. */
export interface Balancer {
  readonly url: string;
  /** How often a request that could not be sent went to another instance. */
  retried(): number;
  /** An instance has another address from now on. */
  replace(place: number, url: string): void;
  /** Whether an instance gets requests. */
  isReady(place: number): boolean;
  stop(): Promise<void>;
}

export async function startBalancer(urls: readonly string[]): Promise<Balancer> {
  const instances: Instance[] = urls.map((url) => ({ url, isReady: false }));
  let turn = 0;
  let retried = 0;
  const look = async (instance: Instance) => {
    const { url } = instance;
    const ready = await isReady(url);
    if (instance.url === url) instance.isReady = ready;
  };
  const timer = setInterval(() => instances.forEach((instance) => void look(instance)), PAUSE);
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      turn += 1;
      const ready = instances.filter((instance) => instance.isReady);
      const order = ready.map((_, index) => ready[(turn + index) % ready.length]?.url ?? '');
      send(order, incoming, Buffer.concat(chunks), response, () => (retried += 1));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    retried: () => retried,
    replace: (place, url) => void Object.assign(instances[place] ?? {}, { url, isReady: false }),
    isReady: (place) => instances[place]?.isReady ?? false,
    stop: () => {
      clearInterval(timer);
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Only what was never sent may go to the next one: nobody knows what came of the rest. */
function send(
  [url, ...others]: readonly string[],
  incoming: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
  onRetry: () => void,
): void {
  const fail = (why: string) => {
    if (response.headersSent) return void response.destroy();
    response.writeHead(502).end(JSON.stringify({ detail: `balancer: ${why}` }));
  };
  if (url === undefined) return fail('there is no instance to send it to');
  let connected = false;
  const { method, headers } = incoming;
  const outgoing = request(`${url}${incoming.url ?? '/'}`, {
    method: method ?? 'GET',
    headers: { ...headers, connection: 'close' },
    agent: false,
  });
  outgoing.on('socket', (socket) => socket.once('connect', () => (connected = true)));
  outgoing.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, withoutConnection(answer.headers));
    answer.on('error', () => response.destroy());
    answer.pipe(response);
  });
  outgoing.on('error', (error: NodeJS.ErrnoException) => {
    if (connected) return fail(error.code ?? error.message);
    onRetry();
    send(others, incoming, body, response, onRetry);
  });
  outgoing.end(body);
}

function withoutConnection(headers: IncomingMessage['headers']): IncomingMessage['headers'] {
  const {
    connection: _connection,
    'keep-alive': _keepAlive,
    'transfer-encoding': _encoding,
    ...others
  } = headers;
  return others;
}
