import { readFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { phoneOf } from './customers.js';
import type { Measurement, Pressure } from './load.js';

/** A batch beside single calls. */
export interface BatchReport {
  readonly customers: number;
  readonly lines: number;
  /** Decisions a second of one batch. */
  readonly perSecond: number;
  /** Decisions a second of single calls, by connections. */
  readonly single: Readonly<Record<number, number>>;
  /** Memory of the service before the batch, and the most during its two halves, MB. */
  readonly memory: { readonly before: number; readonly firstHalf: number; readonly secondHalf: number };
  /** An IVR look-up at a steady rate, alone and while batches run. */
  readonly lookUp: { readonly alone: Measurement; readonly during: Measurement };
}

/** The service under measurement, and how it is asked. */
export interface BatchTarget {
  readonly url: string;
  readonly pid: number;
  readonly auth: Record<string, string>;
  readonly customers: number;
  readonly decide: (pressure: Pressure) => Promise<Measurement>;
  readonly lookUp: (pressure: Pressure) => Promise<Measurement>;
}

/** Connections of single calls that a batch is compared with. */
const CONNECTIONS = [1, 16];
/** Rate of look-ups beside a batch, requests a second. */
const RATE = 200;
/** Lines that are made once and sent again and again: to make them costs the machine as much as to answer them. */
const DIFFERENT = 50_000;

/** Measures by turns: single calls, a batch of half as many lines, single calls, the whole batch. */
export async function measureBatch(
  target: BatchTarget,
  lines: number,
  seconds: number,
): Promise<BatchReport> {
  const questions = piecesOf(target.customers);
  await run(target, questions, DIFFERENT);
  const single: Record<number, number> = {};
  for (const connections of CONNECTIONS)
    single[connections] = (await target.decide({ connections, seconds })).perSecond;
  const before = memoryOf(target.pid);
  const { perSecond, firstHalf, secondHalf } = await run(target, questions, lines);
  const steady = { connections: 4, seconds: seconds * 2, rate: RATE };
  const alone = await target.lookUp(steady);
  const stop = new AbortController();
  const background = runUntil(target, questions, stop.signal);
  const during = await target.lookUp(steady);
  stop.abort();
  await background;
  const memory = { before, firstHalf, secondHalf };
  return { customers: target.customers, lines, perSecond, single, memory, lookUp: { alone, during } };
}

function piecesOf(customers: number): Buffer[] {
  const step = Math.max(1, Math.floor(customers / DIFFERENT));
  const lineOf = (index: number) => {
    const phone = phoneOf(1 + ((index * step) % customers));
    return `${JSON.stringify({ customer: { phone }, direction: 'outbound', topic: 'billing' })}\n`;
  };
  const perPiece = 500;
  return Array.from({ length: DIFFERENT / perPiece }, (_, piece) =>
    Buffer.from(Array.from({ length: perPiece }, (_, index) => lineOf(piece * perPiece + index)).join('')),
  );
}

async function runUntil(target: BatchTarget, pieces: readonly Buffer[], stop: AbortSignal): Promise<void> {
  while (!stop.aborted) await run(target, pieces, DIFFERENT);
}

/** Sends so many lines in one batch, and reads all answers; every one must be a decision. */
async function run({ url, auth, pid }: BatchTarget, pieces: readonly Buffer[], lines: number) {
  const started = performance.now();
  const call = request(`${url}/v1/decisions/batch`, {
    method: 'POST',
    headers: { ...auth, 'content-type': 'application/x-ndjson' },
  });
  void write(call, pieces, lines / 500);
  const [answer] = (await once(call, 'response')) as [IncomingMessage];
  if (answer.statusCode !== 200) throw new Error(`A batch was answered with ${answer.statusCode}.`);
  let answered = 0;
  const most = [0, 0];
  const watch = setInterval(() => {
    const half = answered * 2 < lines ? 0 : 1;
    most[half] = Math.max(most[half] ?? 0, memoryOf(pid));
  }, 100);
  for await (const piece of answer as AsyncIterable<Buffer>) {
    if (piece.includes('urn:voorkeur:problem')) throw new Error('A line was answered with a problem.');
    for (let at = piece.indexOf(10); at !== -1; at = piece.indexOf(10, at + 1)) answered += 1;
  }
  clearInterval(watch);
  if (answered !== lines) throw new Error(`${answered} of ${lines} lines were answered.`);
  const [firstHalf = 0, secondHalf = 0] = most;
  return { perSecond: lines / ((performance.now() - started) / 1_000), firstHalf, secondHalf };
}

async function write(
  call: ReturnType<typeof request>,
  pieces: readonly Buffer[],
  count: number,
): Promise<void> {
  for (let index = 0; index < count; index += 1)
    if (!call.write(pieces[index % pieces.length])) await once(call, 'drain');
  call.end();
}

/** Memory of a process that is really in use, MB; 0 where there is no `/proc`. */
function memoryOf(pid: number): number {
  try {
    const [, kilobytes = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Math.round(Number(kilobytes) / 1024);
  } catch {
    return 0;
  }
}
