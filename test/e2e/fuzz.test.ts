import type { OpenAPIObject } from '@nestjs/swagger';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SCOPES } from '../../src/platform/endpoint.js';
import { startApp, type TestApp } from '../support/app.js';
import { Fuzzer, misplaced } from '../support/fuzz/fuzzer.js';
import { Sender } from '../support/fuzz/sender.js';
import { ValidCalls, WITHOUT_VALID } from '../support/fuzz/valid.js';
import { Watch } from '../support/fuzz/watch.js';
import { createWorld, WITHOUT_LIMITS, type World } from '../support/fuzz/world.js';
import { operationsOf, readDocument, type Operation } from '../support/openapi.js';

/** Named by a failure; set it to see the same requests again, or others. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 20261123);
/** `npm run test:fuzz` sends many more. */
const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 1_600);

let app: TestApp;
let document: OpenAPIObject;
let operations: Operation[];
let sender: Sender;
let world: World;
beforeAll(async () => {
  app = await startApp({ settings: WITHOUT_LIMITS });
  document = await readDocument(app.api);
  operations = operationsOf(document);
  const { key } = await app.newKey(SCOPES, ['customer', 'employee_on_behalf', 'import', 'inferred']);
  sender = new Sender(app.url);
  world = await createWorld(sender, key);
});
afterAll(async () => {
  await sender.stop();
  await world.receiver.stop();
  await app.stop();
});

test('every operation has valid calls, or a reason why it has none', () => {
  const { names } = new ValidCalls(document, world);
  expect(misplaced(operations, names, Object.keys(WITHOUT_VALID))).toEqual([]);
});

test(
  `of ${REQUESTS} requests none meets an error of ours, no valid one is refused, and no broken one is taken`,
  { timeout: 60_000 + REQUESTS * 60 },
  async () => {
    const watch = await Watch.over(app.database);
    const fuzzer = new Fuzzer(sender, document, operations, world, watch);
    const before = await stored(world.bystander);
    const [start, used] = [performance.now(), process.cpuUsage()];
    await fuzzer.run(REQUESTS, SEED).finally(() => watch.stop());
    report(fuzzer, (performance.now() - start) / 1_000, used);
    expect(await stored(world.bystander)).toEqual(before);
  },
);

/** All that is stored of a customer. */
async function stored(id: string): Promise<string[]> {
  const tables = ['customer', 'contact_point', 'external_id', 'preferences', 'change'];
  const rows = await Promise.all(
    tables.map((table) =>
      app.database.query(`select t::text as row from ${table} t where t::text like $1`, [`%${id}%`]),
    ),
  );
  return rows.flat().map(({ row }) => String(row));
}

/** What was done, for SECURITY.md. */
function report({ counts, statuses }: Fuzzer, seconds: number, used: NodeJS.CpuUsage): void {
  const sent = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const list = (entries: Iterable<[string | number, number]>) =>
    [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => `  ${name}: ${count}`);
  const speed = `${sent} requests in ${Math.round(seconds)} s (${Math.round(sent / seconds)}/s), seed ${SEED}`;
  const { user, system } = process.cpuUsage(used);
  const work = `${Math.round((user + system) / 1e6)} s of processor time here`;
  console.log([`${speed}, ${work}`, ...list(counts), 'answers by status', ...list(statuses)].join('\n'));
}
