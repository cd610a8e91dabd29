import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDemo } from '../../src/demo/index.js';
import { startApp, type TestApp } from '../support/app.js';
import { command } from '../support/command.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
  await loadDemo(app.nest);
}, 120_000);
afterAll(() => app.stop());

const count = async (what: string) => {
  const [row] = await app.database.query<{ count: number }>(`select count(*)::int as count from ${what}`);
  return row?.count ?? 0;
};

test('the demo has a year of contacts, by systems that have names, with and against the choice', async () => {
  const systems = await app.database.query<{ name: string; honoured: number; overridden: number }>(
    `select k.name, count(*) filter (where adherence = 'honoured')::int as honoured,
            count(*) filter (where adherence = 'overridden')::int as overridden
       from contact c join api_key k on k.id = c.key_id group by 1 order by 1`,
  );
  expect(systems.map(({ name }) => name)).toEqual(['CRM', 'Chatbot', 'Dialler', 'IVR']);
  for (const { honoured, overridden } of systems) {
    expect(honoured).toBeGreaterThan(0);
    expect(overridden).toBeGreaterThan(0);
  }
  expect(await count(`contact where at < '2026-01-01'`)).toBeGreaterThan(0);
  expect(await count(`contact where at > '2026-11-01'`)).toBeGreaterThan(0);
  expect(await count(`contact where at > '2026-11-23T10:00:00+01:00'`)).toBe(0);
});

test('the demo has decisions that nobody reported, questions answered and declined, and customers never heard of', async () => {
  const [decisions, outcomes] = [await count('decision'), await count('decision_outcome')];
  expect(decisions).toBeGreaterThan(outcomes);
  expect(await count(`question where state = 'answered'`)).toBeGreaterThan(0);
  expect(await count(`question where state = 'declined'`)).toBeGreaterThan(0);
  const silent = `customer c where not exists (select from contact where customer_id = c.id)`;
  expect(await count(silent)).toBeGreaterThan(0);
});

test('voorkeur demo adds nothing where it was loaded', async () => {
  const before = [await count('contact'), await count('customer'), await count('api_key')];
  const env = { DATABASE_URL: app.database.serviceUrl, DATA_DIR: app.dataDir };
  expect(await command(['demo'], env)).toEqual({
    code: 0,
    stdout: '60 demo customers are there.\n',
    stderr: '',
  });
  expect([await count('contact'), await count('customer'), await count('api_key')]).toEqual(before);
});
