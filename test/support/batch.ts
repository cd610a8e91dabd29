import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';

/** A batch under way, written and read by hand. */
export interface OpenBatch {
  readonly request: ClientRequest;
  /** The answer, once its headers came. */
  answer(): Promise<IncomingMessage>;
  /** The next answered line; undefined at the end. */
  next(): Promise<Record<string, unknown> | undefined>;
  /** All answered lines that are left. */
  rest(): Promise<Record<string, unknown>[]>;
}

/** Opens a batch; what is to be asked is written to its request. */
export function openBatch(url: string, key: string, headers: Record<string, string> = {}): OpenBatch {
  const call = request(`${url}/v1/decisions/batch`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson', ...headers },
  });
  const answered = once(call, 'response').then(([response]) => response as IncomingMessage);
  answered.catch(() => undefined);
  call.on('error', () => undefined);
  let lines: AsyncIterator<string> | undefined;
  const next = async () => {
    lines ??= createInterface({ input: await answered, crlfDelay: Infinity })[Symbol.asyncIterator]();
    const { done, value } = await lines.next();
    return done ? undefined : (JSON.parse(value) as Record<string, unknown>);
  };
  const rest = async () => {
    const all = [];
    for (let line = await next(); line; line = await next()) all.push(line);
    return all;
  };
  return { request: call, answer: () => answered, next, rest };
}

/** Sends a whole batch and answers its lines. */
export async function askBatch(url: string, key: string, body: string | Buffer) {
  const batch = openBatch(url, key);
  batch.request.end(body);
  return batch.rest();
}
