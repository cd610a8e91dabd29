import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { makeDataDir, startService, type Service } from '../support/service-process.js';
import { until } from '../support/until.js';
import { openedPoints } from '../support/sealing.js';

const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 1);
const WRITERS = 12;
/** Calls that were answered before the service is killed. */
const LOAD = 40;
const KEY = 'bootstrap-key-of-at-least-32-characters';

const dataDir = makeDataDir();
let database: TestDatabase;
let service: Service | undefined;
beforeAll(async () => {
  database = await createDatabase();
});
afterEach(() => service?.end('SIGKILL'));
afterAll(async () => {
  await database.drop();
  await dataDir.remove();
});

const start = () => startService({ DATABASE_URL: database.url, DATA_DIR: dataDir.path, BOOTSTRAP_KEY: KEY });

/** Adds the customer with this handle, under a key of its own; null when nobody answers. */
async function add(url: string, handle: string) {
  const headers = {
    authorization: `Bearer ${KEY}`,
    'content-type': 'application/json',
    'idempotency-key': handle,
  };
  const body = JSON.stringify({ contactPoints: [{ kind: 'handle', value: handle }] });
  const answer = await fetch(`${url}/v1/customers`, { method: 'POST', headers, body }).catch(() => null);
  const text = await answer?.text().catch(() => null);
  return answer && text ? { status: answer.status, text } : null;
}

test(
  'after kill -9 every call can be repeated with its key, and none took effect twice',
  { timeout: 60_000 + ROUNDS * 60_000 },
  async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      service = await start();
      const { url, end } = service;
      const told = new Map<string, string | null>();
      let answered = 0;
      const write = async (_: unknown, writer: number) => {
        for (let count = 0; ; count += 1) {
          const handle = `r${round}-w${writer}-${count}`;
          told.set(handle, null);
          const answer = await add(url, handle);
          if (answer === null) return;
          told.set(handle, answer.text);
          answered += 1;
        }
      };
      const writers = Array.from({ length: WRITERS }, write);
      await until(() => answered >= LOAD, 30_000);
      await end('SIGKILL');
      await Promise.all(writers);

      service = await start();
      await database.query(`update remembered_call set leased_until = now() - interval '1 s'`);
      for (const [handle, text] of told) {
        const again = await add(service.url, handle);
        if (text !== null) expect(again).toEqual({ status: 201, text });
        else expect(again?.text).toMatch(/"id":|idempotency_reply_lost/);
      }
      const stored = (await openedPoints(database)).map(({ value }) => value);
      expect(stored.filter((value) => value.startsWith(`r${round}-`)).sort()).toEqual(
        [...told.keys()].sort(),
      );
      await service.end('SIGKILL');
    }
  },
);
