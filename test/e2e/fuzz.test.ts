import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { aCustomer, choice, state } from '../support/examples.js';
import { strangeRequest, type StrangeRequest } from '../support/fuzz.js';
import { operationsOf, readDocument, type Operation } from '../support/openapi.js';
import { problemOf } from '../support/problems.js';

/** Printed by fast-check on a failure; set it to see the same requests again, or others. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 20261123);
const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 1_200);

/** What any address may answer beside what its operation documents: nothing of it depends on the operation. */
const ALWAYS = [400, 404, 405, 413, 415, 422];

let app: TestApp;
let bystander: string;
let known: Record<string, string>;
beforeAll(async () => {
  app = await startApp();
  bystander = (await aCustomer(app.api, { externalIds: [{ system: 'crm', id: 'bystander' }] })).id;
  await state(app.api, bystander, { general: choice('phone', 'chat'), topics: { moving: choice('app') } });
  const target = await aCustomer(app.api);
  known = { id: target.id, key: 'fuzzed', system: 'fuzz', externalId: 'F-1' };
});
afterAll(() => app.stop());

const TABLES = [
  'customer',
  'contact_point',
  'external_id',
  'preferences',
  'change',
  'channel',
  'topic',
  'api_key',
];

/** All rows there are, by table, but for what the target of the requests owns. */
async function stored(): Promise<Record<string, Set<string>>> {
  const entries = TABLES.map(async (table) => {
    const rows = await app.database.query(`select t::text as row from ${table} t where t::text not like $1`, [
      `%${known['id']}%`,
    ]);
    return [table, new Set(rows.map(({ row }) => String(row)))] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

function send({ operation, params, query, headers, type, body }: StrangeRequest) {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeLoosely(params[name] ?? ''));
  const search = new URLSearchParams(query.map(([name, value]): [string, string] => [name, value]));
  const call = app.api[operation.method](`${path}?${search}`).set(headers);
  return body === undefined ? call : call.set('Content-Type', type).send(body);
}

/** As `encodeURIComponent`, which throws on half a surrogate pair. */
function encodeLoosely(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

const documented = ({ responses }: Operation) => [...Object.keys(responses).map(Number), ...ALWAYS];

test(
  `${REQUESTS} strange requests give no error of ours, and lose nothing`,
  { timeout: 180_000 },
  async () => {
    const document = await readDocument(app.api);
    const before = await stored();
    const done = { writes: 0, refused: 0 };
    const property = fc.asyncProperty(
      strangeRequest(document, operationsOf(document), known),
      async (strange) => {
        const answer = await send(strange);
        const { operation, params, query, headers, type, body } = strange;
        const request = JSON.stringify([
          operation.method,
          operation.path,
          params,
          query,
          headers,
          type,
          body,
        ]);
        expect(answer.status, `${answer.text} for ${request.slice(0, 2_000)}`).toBeLessThan(500);
        expect(documented(strange.operation)).toContain(answer.status);
        if (answer.status >= 400) problemOf(answer);
        if (answer.status >= 400) done.refused += 1;
        else if (strange.operation.method !== 'get') done.writes += 1;
      },
    );
    await fc.assert(property, { seed: SEED, numRuns: REQUESTS });
    expect(done.refused).toBeGreaterThan(REQUESTS / 2);
    const after = await stored();
    for (const table of TABLES) {
      const lost = [...(before[table] ?? [])].filter((row) => !after[table]?.has(row));
      expect(lost, table).toEqual([]);
    }
    expect((after['change']?.size ?? 0) - (before['change']?.size ?? 0)).toBeLessThanOrEqual(done.writes);
    expect((await app.api.get(`/v1/customers/${bystander}/preferences`)).body.version).toBe(1);
  },
);
