import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CustomerService, IndexRotation, MasterRotation, rotate } from '../../src/customers/index.js';
import { CustomerLookup } from '../../src/decisions/customer-lookup.js';
import { createApp } from '../../src/app.setup.js';
import { createLogger } from '../../src/platform/logging.js';
import { startApp, testConfig, type TestApp } from '../support/app.js';
import { CALLER } from '../support/callers.js';
import { command } from '../support/command.js';
import { SEALING_SECRETS } from '../support/sealing-secrets.js';
import { voorkeur } from '../support/service-process.js';

const NEW = {
  MASTER_KEYS: 'a-new-master-secret-of-32-characters-xx',
  INDEX_KEYS: 'a-new-index-secret-of-32-characters-xxx',
};
const BOTH = {
  MASTER_KEYS: `${NEW.MASTER_KEYS},${SEALING_SECRETS.MASTER_KEYS}`,
  INDEX_KEYS: `${NEW.INDEX_KEYS},${SEALING_SECRETS.INDEX_KEYS}`,
};
const CUSTOMERS = 1_200;
const phoneOf = (i: number) => `+4477009${String(i).padStart(5, '0')}`;

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
  const customers = app.nest.get(CustomerService);
  for (let i = 0; i < CUSTOMERS; i += 1)
    await customers.create(CALLER, { contactPoints: [{ kind: 'phone', value: phoneOf(i) }] });
});
afterAll(() => app.stop());

/** Another instance, with these secrets. */
async function instance<T>(secrets: object, work: (nest: TestApp['nest']) => Promise<T>): Promise<T> {
  const nest = await createApp(testConfig(app.database.url, app.dataDir, secrets), createLogger('silent'));
  try {
    await nest.init();
    return await work(nest);
  } finally {
    await nest.close();
  }
}

const forever = new AbortController().signal;

/** Look-ups and writes of an instance while something runs; answers the look-ups that failed, and how many there were. */
async function underLoad(nest: TestApp['nest'], work: () => Promise<unknown>) {
  const [lookup, customers] = [nest.get(CustomerLookup), nest.get(CustomerService)];
  const seen = { asked: 0, failed: 0, written: 0 };
  let over = false;
  const look = async () => {
    for (let i = 0; !over; i = (i + 7) % CUSTOMERS) {
      const [found] = await lookup.find({ phone: phoneOf(i) }).catch(() => []);
      seen.asked += 1;
      const value = found?.contactPoints[0]?.value;
      if (value !== phoneOf(i)) seen.failed += 1;
    }
  };
  const write = async () => {
    while (!over) {
      const value = phoneOf(20_000 + seen.written);
      const { body } = await customers.create(CALLER, { contactPoints: [{ kind: 'phone', value }] });
      const contactPoints = [...body.contactPoints, { kind: 'handle' as const, value: `h${seen.written}` }];
      await customers.change(CALLER, body.id, 'any', { contactPoints });
      seen.written += 1;
    }
  };
  const load = [...Array.from({ length: 8 }, look), write()];
  await work();
  over = true;
  await Promise.all(load);
  return seen;
}

describe('while a service answers', () => {
  test('master and index keys are changed without one look-up that fails', async () => {
    await instance(BOTH, async (nest) => {
      const moved = { keys: 0, rows: 0 };
      const seen = await underLoad(nest, async () => {
        moved.keys = await rotate(nest.get(MasterRotation), () => undefined, forever);
        moved.rows = await rotate(nest.get(IndexRotation), () => undefined, forever);
      });
      expect(moved).toEqual({ keys: CUSTOMERS, rows: CUSTOMERS });
      expect(seen.failed).toBe(0);
      expect(seen.asked).toBeGreaterThan(100);
      expect(seen.written).toBeGreaterThan(0);
    });
    await instance(NEW, async (nest) => {
      const [found] = await nest.get(CustomerLookup).find({ phone: phoneOf(7) });
      expect(found?.contactPoints[0]?.value).toBe(phoneOf(7));
    });
  });

  test('a service that lacks the new key is one whose look-ups fail: the test can tell', async () => {
    await instance(NEW, async (nest) => {
      const seen = await underLoad(app.nest, () => nest.get(CustomerLookup).find({ phone: phoneOf(1) }));
      expect(seen.failed).toBe(seen.asked);
    });
  });
});

test('a change of keys that was stopped goes on from where it was, by the command', async () => {
  const stopped = new AbortController();
  await instance(
    { INDEX_KEYS: `${SEALING_SECRETS.INDEX_KEYS},${NEW.INDEX_KEYS}`, MASTER_KEYS: BOTH.MASTER_KEYS },
    async (nest) => {
      const done = await rotate(nest.get(IndexRotation), () => stopped.abort(), stopped.signal);
      expect(done).toBe(500);
      expect(await nest.get(IndexRotation).count()).toBeGreaterThan(500);
    },
  );
  const env = {
    ...{ DATABASE_URL: app.database.url, DATA_DIR: app.dataDir, MASTER_KEYS: BOTH.MASTER_KEYS },
    INDEX_KEYS: `${SEALING_SECRETS.INDEX_KEYS},${NEW.INDEX_KEYS}`,
  };
  const { code, stdout } = await command(['keys', 'rotate-index'], env);
  expect([code, stdout]).toEqual([
    0,
    expect.stringMatching(/^[\d,]+ rows moved to the key \w{8}\.\nNothing uses \w{8}/),
  ]);
  const again = await command(['keys', 'rotate-index'], { ...env, INDEX_KEYS: SEALING_SECRETS.INDEX_KEYS });
  expect([again.code, again.stdout]).toEqual([0, expect.stringMatching(/^0 rows moved/)]);
});

test('nobody starts with other keys than those that the data are sealed with', async () => {
  const env = { DATABASE_URL: app.database.url, DATA_DIR: app.dataDir };
  const { code, stderr } = await command(['keys', 'list'], {
    ...env,
    MASTER_KEYS: 'x'.repeat(32),
    INDEX_KEYS: 'y'.repeat(32),
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(/MASTER_KEYS lacks the key \w{8}/);
  expect(stderr).toMatch(/INDEX_KEYS lacks the key \w{8}/);
});

test('with a database of its own and without keys nothing starts, and it is said how to make them', async () => {
  const { code, stderr } = await voorkeur(['start'], {
    DATABASE_URL: app.database.url,
    MASTER_KEYS: '',
    INDEX_KEYS: '',
  });
  expect(code).toBe(1);
  expect(stderr).toContain('MASTER_KEYS and INDEX_KEYS must be set');
  expect(stderr).toContain('voorkeur keys make-secret');
  expect((await command(['keys', 'make-secret'])).stdout).toMatch(/^[\w-]{43}\n$/);
});
