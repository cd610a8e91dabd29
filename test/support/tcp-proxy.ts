import { connect, createServer, type Socket, type AddressInfo } from 'node:net';

/** A road to a TCP server that a test can block. */
export interface TcpProxy {
  readonly port: number;
  /** Passes nothing on in either direction, on old and new connections: the server hangs, as far as anyone can tell. */
  hang(): void;
  /** Cuts all connections, and every new one at once: the server is gone. */
  cut(): void;
  /** Lets everything through again. What was held back while it hung is lost with its connection. */
  restore(): void;
  /** New connections go to another server from now on; those that are open stay where they are. */
  retarget(target: { host: string; port: number }): void;
  close(): Promise<void>;
}

export async function startTcpProxy(first: { host: string; port: number }): Promise<TcpProxy> {
  let target = first;
  const sockets = new Set<Socket>();
  let mode: 'open' | 'hanging' | 'cut' = 'open';
  const dropAll = () => sockets.forEach((socket) => socket.destroy());
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((caller) => {
    keep(caller);
    if (mode === 'cut') return void caller.destroy();
    if (mode === 'hanging') return;
    const upstream = connect(target);
    keep(upstream);
    pass(caller, upstream, () => mode === 'open');
    pass(upstream, caller, () => mode === 'open');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    hang: () => void (mode = 'hanging'),
    cut: () => {
      mode = 'cut';
      dropAll();
    },
    restore: () => {
      if (mode === 'hanging') dropAll();
      mode = 'open';
    },
    retarget: (next) => void (target = next),
    close: () => {
      dropAll();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function pass(from: Socket, to: Socket, open: () => boolean): void {
  from.on('data', (data) => open() && to.write(data));
  from.on('close', () => open() && to.destroy());
}

/** The same database URL by way of a proxy. */
export function viaProxy(url: string, proxy: TcpProxy): string {
  return Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(proxy.port) }).href;
}

/** Where a database URL points to. */
export function addressOf(url: string): { host: string; port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port || 5432) };
}
