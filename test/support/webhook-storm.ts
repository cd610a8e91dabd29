import { Webhook } from 'standardwebhooks';
import { isRunning, startService, type Service } from './service-process.js';
import { onServer } from './sql.js';
import { startReceiver, type Receiver } from './receiver.js';
import { until } from './until.js';

/** Key of the writers. */
export const STORM_KEY = 'storm-key-that-is-long-enough-for-the-bootstrap';

/** How hard it storms. */
export interface Storm {
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly changes: number;
  readonly customers: number;
  /** How often the service is killed with `kill -9` meanwhile. */
  readonly kills: number;
  /** Share of requests that the receiver fails, 0 to 1: by 500, 429, reset and silence. */
  readonly failing: number;
  /** Changes a second; 0 for as many as there can be. */
  readonly rate: number;
  /** Longest time for the last deliveries, milliseconds. */
  readonly patience: number;
}

/** What came of it. */
export interface StormReport {
  readonly changes: number;
  readonly requests: number;
  readonly accepted: number;
  /** Accepted more than once, under the same id: at least once is what is promised. */
  readonly repeated: number;
  readonly unverified: number;
  readonly lost: number;
  readonly outOfOrder: number;
  readonly kills: number;
  readonly seconds: number;
  /** Time from the change, by its own `time`, to the receiver, milliseconds, of all first tries that were accepted. */
  readonly latency: { readonly p50: number; readonly p99: number; readonly max: number };
}

/** Twenty-five tries, soon after each other: at four failures in ten none is used up in a lifetime. */
const SCHEDULE = [
  'PT0S',
  ...Array.from({ length: 24 }, (_, index) => (index < 4 ? 'PT0.05S' : 'PT0.2S')),
].join(' ');
const WRITERS = 8;

interface Event {
  readonly id: string;
  readonly sequence: string;
  readonly subject: string;
  readonly time: string;
}

/** Counts on, always the same way: a test that fails must fail again. */
function randoms(): () => number {
  let seed = 42;
  return () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
}

/** What the receiver saw, in the order in which it saw it. */
class Witness {
  secret = '';
  requests = 0;
  unverified = 0;
  readonly accepted: Event[] = [];
  readonly latencies: number[] = [];
  private readonly tried = new Set<string>();
  private readonly random = randoms();

  constructor(private readonly failing: number) {}

  start(): Promise<Receiver> {
    return startReceiver(({ headers, body }, response) => {
      this.requests += 1;
      const event = JSON.parse(body) as Event;
      try {
        new Webhook(this.secret).verify(body, headers as Record<string, string>);
      } catch {
        this.unverified += 1;
      }
      const isFirst = !this.tried.has(event.id);
      this.tried.add(event.id);
      if (this.random() < this.failing) {
        const way = Math.floor(this.random() * 4);
        if (way === 0) response.writeHead(500).end();
        else if (way === 1) response.writeHead(429, { 'retry-after': '0' }).end();
        else if (way === 2) response.socket?.destroy();
        return; // or nothing at all
      }
      this.accepted.push(event);
      if (isFirst) this.latencies.push(Date.now() - Date.parse(event.time));
      response.end('ok');
    });
  }
}

/** Writes, kills, receives; then compares what the receiver accepted with what the ledger holds. */
export async function storm(options: Storm): Promise<StormReport> {
  const from = performance.now();
  const witness = new Witness(options.failing);
  const receiver = await witness.start();
  const running = new RunningService(options);
  try {
    await running.start();
    const call = (method: string, path: string, body: object) => running.call(method, path, body);
    const endpoint = await call('POST', '/v1/webhooks', {
      url: receiver.url,
      types: ['preferences.changed'],
    });
    witness.secret = endpoint['secret'] as string;
    const ids: string[] = [];
    for (let index = 0; index < options.customers; index += 1)
      ids.push((await call('POST', '/v1/customers', {}))['id'] as string);
    const progress = { written: 0 };
    const killing = running.killAt(options.kills, () => progress.written / options.changes);
    await write(options, ids, call, progress);
    await killing;
    const ledger = await onServer<{ id: string; subject: string }>(
      options.databaseUrl,
      `select id, customer_id as subject from change where type = 'preferences.changed' order by sequence`,
    );
    const isThere = () => new Set(witness.accepted.map(({ id }) => id)).size >= ledger.length;
    await until(isThere, options.patience).catch(() => undefined);
    return report(witness, ledger, { kills: options.kills, seconds: (performance.now() - from) / 1_000 });
  } finally {
    await running.stop();
    await receiver.stop();
  }
}

async function write(
  { changes, rate }: Storm,
  ids: readonly string[],
  call: (method: string, path: string, body: object) => Promise<unknown>,
  progress: { written: number },
): Promise<void> {
  const from = performance.now();
  let begun = 0;
  const writer = async () => {
    while (begun < changes) {
      const number = begun;
      begun += 1;
      const due = rate === 0 ? 0 : from + (number * 1_000) / rate - performance.now();
      if (due > 0) await new Promise((resolve) => setTimeout(resolve, due));
      const id = ids[number % ids.length];
      const letters = number
        .toString(26)
        .replace(/./g, (digit) => String.fromCharCode(97 + parseInt(digit, 26)));
      await call('PUT', `/v1/customers/${id}/preferences`, { languages: [`x${letters.padStart(3, 'a')}`] });
      progress.written += 1;
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
}

/** A service that is killed now and then, and started again. */
class RunningService {
  private service: Service | undefined;

  constructor(private readonly options: Storm) {}

  async start(): Promise<void> {
    this.service = await startService({
      DATABASE_URL: this.options.databaseUrl,
      DATA_DIR: this.options.dataDir,
      BOOTSTRAP_KEY: STORM_KEY,
      WEBHOOK_LOOPBACK: 'yes',
      WEBHOOK_SCHEDULE: SCHEDULE,
      WEBHOOK_TIMEOUT: 'PT0.3S',
      LOG_LEVEL: 'error',
    });
  }

  async stop(): Promise<void> {
    const { service } = this;
    this.service = undefined;
    await service?.end('SIGKILL');
  }

  /** Nobody killed it, and yet it is gone: that is a defect, and it says so. */
  private expectAlive(): void {
    if (this.service && !isRunning(this.service.pid)) throw new Error(`It died: ${this.service.stderr()}`);
  }

  /** Kills it so many times while a progress goes from 0 to 1. */
  async killAt(kills: number, progress: () => number): Promise<void> {
    for (let kill = 1; kill <= kills; kill += 1) {
      await until(() => progress() >= kill / (kills + 1), 3_600_000);
      await this.stop();
      await this.start();
    }
  }

  /** A call that is made again until it is answered: a service that was killed answers nothing. */
  async call(method: string, path: string, body: object): Promise<Record<string, unknown>> {
    for (;;) {
      try {
        const response = await fetch(`${this.service?.url}${path}`, {
          method,
          headers: {
            Authorization: `Bearer ${STORM_KEY}`,
            'Content-Type': 'application/json',
            'If-Match': '*',
          },
          body: JSON.stringify(body),
        });
        const answer = (await response.json()) as Record<string, unknown>;
        if (response.ok) return answer;
        if (response.status < 500)
          throw new Error(`${method} ${path} was refused: ${JSON.stringify(answer)}`);
      } catch (error) {
        if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
        this.expectAlive();
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function report(
  { accepted, requests, unverified, latencies }: Witness,
  ledger: readonly { id: string; subject: string }[],
  run: { kills: number; seconds: number },
): StormReport {
  const first = new Map<string, Event>();
  for (const event of accepted) if (!first.has(event.id)) first.set(event.id, event);
  const last = new Map<string, bigint>();
  let outOfOrder = 0;
  for (const { subject, sequence } of first.values()) {
    if (BigInt(sequence) < (last.get(subject) ?? 0n)) outOfOrder += 1;
    last.set(subject, BigInt(sequence));
  }
  const sorted = [...latencies].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
  return {
    ...{ ...run, changes: ledger.length, requests, accepted: first.size, unverified, outOfOrder },
    repeated: accepted.length - first.size,
    lost: ledger.filter(({ id }) => !first.has(id)).length,
    latency: { p50: at(0.5), p99: at(0.99), max: at(1) },
  };
}
