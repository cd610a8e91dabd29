import type { OpenAPIObject } from '@nestjs/swagger';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SCOPES } from '../../src/platform/scopes.js';
import { startApp, type TestApp } from '../support/app.js';
import { Fuzzer, misplaced } from '../support/fuzz/fuzzer.js';
import { Sender } from '../support/fuzz/sender.js';
import { storedOf } from '../support/fuzz/stored.js';
import { ValidCalls, WITHOUT_VALID } from '../support/fuzz/valid.js';
import { Watch } from '../support/fuzz/watch.js';
import { createWorld, WITHOUT_LIMITS, type World } from '../support/fuzz/world.js';
import { operationsOf, readDocument, type Operation } from '../support/openapi.js';

/** Other requests than those of `npm run test:fuzz`, which sends many more. */
const [SEED, REQUESTS] = [20261123, 400];

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

test(`of ${REQUESTS} requests none meets an error of ours, no valid one is refused, and no broken one is taken`, async () => {
  const watch = await Watch.over(app.database.url);
  const fuzzer = new Fuzzer(sender, document, operations, world, watch);
  const before = await storedOf(app.database.url, world.bystander);
  await fuzzer.run({ requests: REQUESTS, seed: SEED }).finally(() => watch.stop());
  expect(await storedOf(app.database.url, world.bystander)).toEqual(before);
  expect(fuzzer.tally.sent()).toBe(REQUESTS);
});
