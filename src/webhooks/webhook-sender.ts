import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Agent, Dispatcher } from 'undici';
import { CONFIG, type Config } from '../platform/config.js';
import { withDeadline } from '../platform/deadline.js';
import { TargetRefused, WebhookGate } from './webhook-gate.js';

/** What goes to a receiver. */
export interface Message {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What came of it: a reply, or a fault in a few words that repeat nothing of the address. */
export type Outcome =
  | { readonly status: number; readonly reply: string; readonly retryAfter: string | undefined }
  | { readonly fault: string };

/** Most that is read of a reply, bytes; what comes after is cut off with the connection. */
const MOST_READ = 16 * 1_024;
/** Most that is kept of a reply, characters. */
const MOST_KEPT = 200;
/** Longest time for making a connection, milliseconds. */
const CONNECT_WITHIN = 5_000;

/** Faults by the code of the error; any other one is just a failed connection. */
const FAULTS: Readonly<Record<string, string>> = {
  TimeoutError: 'no answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
  UND_ERR_BODY_TIMEOUT: 'no answer in time',
  UND_ERR_SOCKET: 'connection closed',
  ECONNRESET: 'connection closed',
  EPIPE: 'connection closed',
  ECONNREFUSED: 'connection refused',
  TargetRefused: 'address not allowed',
};

/** Sends to receivers: to addresses that were checked, following no redirect, reading no more than a little. */
@Injectable()
export class WebhookSender implements OnModuleDestroy {
  private agent: Promise<Agent> | undefined;
  private readonly timeout: number;

  constructor(
    private readonly gate: WebhookGate,
    @Inject(CONFIG) { webhookTimeout }: Config,
  ) {
    this.timeout = webhookTimeout;
  }

  async onModuleDestroy(): Promise<void> {
    await (await this.agent)?.destroy();
  }

  /** One try; null when `stop` ended it, which is no fault of the receiver. */
  async send(message: Message, stop: AbortSignal): Promise<Outcome | null> {
    try {
      this.gate.check(message.url);
      const agent = await (this.agent ??= this.newAgent());
      return await withDeadline(stop, this.timeout, (signal) => post(agent, message, signal));
    } catch (error) {
      return stop.aborted ? null : { fault: faultOf(error) };
    }
  }

  /** With the first message: no start waits for a library that may send nothing. */
  private async newAgent(): Promise<Agent> {
    const library = await import('undici');
    return new library.Agent({
      connect: { lookup: this.gate.lookup, timeout: CONNECT_WITHIN },
      headersTimeout: this.timeout,
      bodyTimeout: this.timeout,
      maxHeaderSize: MOST_READ,
      pipelining: 1,
    });
  }
}

async function post(agent: Agent, { url, headers, body }: Message, signal: AbortSignal): Promise<Outcome> {
  const { origin, pathname, search } = new URL(url);
  const target = { origin, path: pathname + search, method: 'POST' as const };
  const answer = await agent.request({ ...target, headers: { ...headers }, body, signal });
  const reply = await startOf(answer.body);
  return { status: answer.statusCode, reply, retryAfter: [answer.headers['retry-after']].flat()[0] };
}

async function startOf(body: Dispatcher.ResponseData['body']): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    parts.push(chunk);
    length += chunk.length;
    if (length >= MOST_READ) break; // ends the connection
  }
  return harmless(Buffer.concat(parts).toString('utf8', 0, MOST_KEPT * 4));
}

/** A reply may repeat what is personal: what looks like a number or an address is left out, and so is what does not print. */
function harmless(text: string): string {
  return text
    .replace(/[^\x20-\x7e]+/g, ' ')
    .replace(/\S+@\S+/g, '…')
    .replace(/\+?\d[\d ().-]{5,}\d/g, '…')
    .slice(0, MOST_KEPT);
}

function faultOf(error: unknown): string {
  if (error instanceof TargetRefused) return FAULTS['TargetRefused'] ?? '';
  const { name, code, cause } = error as { name?: string; code?: unknown; cause?: unknown };
  const words = FAULTS[String(code)] ?? FAULTS[String(name)];
  if (words !== undefined) return words;
  if (String(code).startsWith('ERR_TLS') || /CERT|SSL/.test(String(code))) return 'no valid certificate';
  return cause instanceof TargetRefused ? (FAULTS['TargetRefused'] ?? '') : 'no connection';
}
