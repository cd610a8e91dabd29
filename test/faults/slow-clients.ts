/** A process of slow clients: each opens a connection, sends a request byte by byte, and begins anew when it is thrown out. */
import { connect } from 'node:net';

const [address = '', count = '0'] = process.argv.slice(2);
const { hostname, port } = new URL(address);

/** Time between two bytes of one client, milliseconds. */
const PAUSE = 1_000;
/** Time before a client that was thrown out comes again, milliseconds. */
const REST = 100;
/** Time between the first connections of two clients, milliseconds: they keep the distance, as they are thrown out in turn. */
const DISTANCE = 5;

const HEAD = `Host: ${hostname}\r\nContent-Type: application/json\r\n`;
/** By turns one that never ends its headers, and one that never ends its body. */
const WAYS = [
  [`GET /v1/ivr/lookup HTTP/1.1\r\n`, `X-Slow: ${'a'.repeat(10_000)}`],
  [`POST /v1/decisions HTTP/1.1\r\n${HEAD}Content-Length: 20000\r\n\r\n`, ' '.repeat(20_000)],
] as const;

let open = 0;

function begin(index: number): void {
  const [head, rest] = WAYS[index % WAYS.length] ?? WAYS[0];
  let sent = 0;
  let timer: NodeJS.Timeout | undefined;
  const socket = connect(Number(port), hostname, () => {
    open += 1;
    socket.write(head);
    timer = setInterval(() => socket.write(rest.charAt(sent++ % rest.length)), PAUSE);
    socket.once('close', () => (open -= 1));
  });
  socket.on('error', () => socket.destroy());
  socket.once('close', () => {
    clearInterval(timer);
    setTimeout(begin, REST, index);
  });
  socket.resume();
}

for (let index = 0; index < Number(count); index += 1) setTimeout(begin, index * DISTANCE, index);
// For whoever started it; without that one it ends
setInterval(() => process.send?.(open), 250);
process.once('disconnect', () => process.exit(0));
