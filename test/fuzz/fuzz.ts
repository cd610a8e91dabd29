/** `npm run test:fuzz`: requests generated from the OpenAPI document, half of them valid, sent to a service of its own. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpus, totalmem } from 'node:os';
import type { OpenAPIObject } from '@nestjs/swagger';
import { createMeter } from '../../src/cli/meter.js';
import { startServer } from '../support/database-server.js';
import { Fuzzer } from '../support/fuzz/fuzzer.js';
import { Sender } from '../support/fuzz/sender.js';
import { storedOf } from '../support/fuzz/stored.js';
import { Watch } from '../support/fuzz/watch.js';
import { createWorld } from '../support/fuzz/world.js';
import { operationsOf } from '../support/openapi.js';
import type { Served } from './service.js';

const REQUESTS = wholeNumber('FUZZ_REQUESTS', 100_000);
/** Others each day. A failure names one: set it, and 64 requests, to see the same ones again. */
const SEED = wholeNumber('FUZZ_SEED', Math.floor(Date.now() / 86_400_000) * 10_000);

/** Requests after which none of the operations can have been passed over by chance. */
const ENOUGH = 50_000;

const stop = new AbortController();
process.once('SIGINT', () => {
  say('Stops after the requests that are under way; again: at once.');
  stop.abort();
});

say(`${REQUESTS.toLocaleString('en')} requests, FUZZ_SEED=${SEED}`);
const server = await startServer();
const child = fork(new URL('service.js', import.meta.url), { stdio: 'inherit' });
try {
  process.exitCode = await fuzz(await servedBy(child));
} finally {
  if (child.connected) child.disconnect();
  if (child.exitCode === null) await once(child, 'exit');
  await server.stop();
}

async function servedBy(service: ChildProcess): Promise<Served> {
  const { stop: _, ...plain } = server;
  service.send(plain);
  const ended = once(service, 'exit').then(() => {
    throw new Error('The service did not start.');
  });
  const [served] = (await Promise.race([once(service, 'message'), ended])) as [Served];
  ended.catch(() => undefined);
  return served;
}

/** Answers with what the process should end: 0 when all requests were sent and answered as documented. */
async function fuzz({ url, key, databaseUrl }: Served): Promise<number> {
  const sender = new Sender(url);
  const { text } = await sender.send({ method: 'GET', path: '/openapi.json', headers: {} });
  const document = JSON.parse(text) as OpenAPIObject;
  const world = await createWorld(sender, key);
  const watch = await Watch.over(databaseUrl);
  const before = await storedOf(databaseUrl, world.bystander);
  const fuzzer = new Fuzzer(sender, document, operationsOf(document), world, watch);
  const meter = createMeter(REQUESTS, 'requests');
  const from = performance.now();
  meter.begin({ bytes: 0, lines: 0 });
  const faults: string[] = await fuzzer
    .run({
      ...{ requests: REQUESTS, seed: SEED, signal: stop.signal },
      tell: (sent) => meter.step({ bytes: sent, lines: sent }),
    })
    .then(
      () => [],
      (error: unknown) => [error instanceof Error ? error.message : String(error)],
    );
  meter.end();
  if (REQUESTS >= ENOUGH && faults.length === 0 && !stop.signal.aborted) faults.push(...fuzzer.unsent());
  const after = await storedOf(databaseUrl, world.bystander);
  if (after.join() !== before.join())
    faults.push('Requests about others changed what is stored of a customer.');
  report(fuzzer, (performance.now() - from) / 1_000, faults);
  await Promise.all([sender.stop(), watch.stop(), world.receiver.stop()]);
  return faults.length > 0 ? 1 : stop.signal.aborted ? 130 : 0;
}

function report({ tally }: Fuzzer, seconds: number, faults: readonly string[]): void {
  const [cpu] = cpus();
  const sent = tally.sent();
  say('');
  say(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpu?.model.trim() ?? 'unknown'},`);
  say(`${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, everything on one machine.`);
  say(
    `${sent.toLocaleString('en')} requests in ${Math.round(seconds)} s (${Math.round(sent / seconds)} a second), FUZZ_SEED=${SEED}`,
  );
  say('');
  for (const line of tally.lines()) say(line);
  say('');
  for (const fault of faults) say(`${fault}\n`);
  if (faults.length > 0) say('Not as it must be.');
  else say(stop.signal.aborted ? 'Stopped; until then all was as it must be.' : 'All is as it must be.');
}

function wholeNumber(name: string, usual: number): number {
  const text = process.env[name] ?? String(usual);
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`${name} must be a whole number from 1.`);
  return Number(text);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
