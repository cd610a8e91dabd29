import autocannon from 'autocannon';
import pg from 'pg';
import { hashOf, phoneOf } from './customers.js';

/** One measurement. Times in milliseconds. */
export interface Measurement {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** How hard to press: as fast as it goes, or at a fixed rate of requests a second. */
export interface Pressure {
  readonly connections: number;
  readonly seconds: number;
  readonly rate?: number;
}

/** What a target is asked for one phone number. */
export type Ask = (phone: string) => { method: 'GET' | 'POST'; path: string; body?: string };

/** Different questions of one connection; enough that two connections seldom ask the same at once. */
const QUESTIONS = 500;

const BODY_HEADERS = { 'content-type': 'application/json' };

/** Presses on an HTTP server with questions about random customers; throws when any answer is not 200. */
export async function measureHttp(
  url: string,
  headers: Record<string, string>,
  ask: Ask,
  customers: number,
  { connections, seconds, rate }: Pressure,
): Promise<Measurement> {
  const latencies: number[] = [];
  const options = {
    url,
    connections,
    duration: seconds,
    ...(rate !== undefined && { overallRate: rate }),
    headers: { ...headers, ...BODY_HEADERS },
    setupClient: (client: autocannon.Client) => client.setRequests(questions(ask, customers)),
  };
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const press = autocannon(options, (error: Error | null, done) => (error ? reject(error) : resolve(done)));
    press.on('response', (_client, _status, _bytes, milliseconds) => latencies.push(milliseconds));
  });
  if (result.non2xx + result.errors + result.timeouts > 0)
    throw new Error(
      `${result.non2xx} answers other than 2xx, ${result.errors} errors, ${result.timeouts} time-outs`,
    );
  return summary(latencies, result.duration);
}

/** The database alone: one prepared statement per question, through as many connections. */
export async function measureDatabase(
  connectionString: string,
  text: string,
  customers: number,
  { connections, seconds }: Pressure,
): Promise<Measurement> {
  const pool = new pg.Pool({ connectionString, max: connections });
  const latencies: number[] = [];
  const started = performance.now();
  const until = started + seconds * 1_000;
  const work = async () => {
    while (performance.now() < until) {
      const asked = performance.now();
      await pool.query({ name: 'alone', text, values: [hashOf(phoneOf(random(customers)))] });
      latencies.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  const took = (performance.now() - started) / 1_000;
  await pool.end();
  return summary(latencies, took);
}

/** Questions of one connection. They are made beforehand: making them on the way costs the machine as much as answering. */
function questions(ask: Ask, customers: number): autocannon.Request[] {
  return Array.from({ length: QUESTIONS }, () => ask(phoneOf(random(customers))));
}

function summary(latencies: number[], seconds: number): Measurement {
  latencies.sort((a, b) => a - b);
  const at = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return { perSecond: latencies.length / seconds, p50: at(0.5), p99: at(0.99) };
}

function random(most: number): number {
  return 1 + Math.floor(Math.random() * most);
}
