import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { aCustomer, choice, state } from '../support/examples.js';
import { problemOf } from '../support/problems.js';

let app: TestApp;
const ids: string[] = [];
beforeAll(async () => {
  app = await startApp();
  for (let count = 0; count < 23; count += 1) ids.push((await aCustomer(app.api, {})).id);
});
afterAll(() => app.stop());

/** Follows `next` to the end. */
async function walk(
  path: string,
  limit: number,
): Promise<{ items: Record<string, unknown>[]; pages: number }> {
  const items: Record<string, unknown>[] = [];
  let after: string | null = '';
  let pages = 0;
  for (; after !== null; pages += 1) {
    const page: { body: { items: Record<string, unknown>[]; next: string | null } } = await app.api
      .get(path)
      .query({ limit, ...(after && { after }) });
    items.push(...page.body.items);
    after = page.body.next;
  }
  return { items, pages };
}

describe('a list of customers', () => {
  test.each([
    [1, 23],
    [7, 4],
    [22, 2],
    [23, 1],
    [200, 1],
  ])('in pages of %i holds everybody exactly once, in the order of adding', async (limit, pages) => {
    const walked = await walk('/v1/customers', limit);
    expect(walked.items.map(({ id }) => id)).toEqual(ids);
    expect(walked.pages).toBe(pages);
  });

  test('has 50 on a page unless the caller says otherwise', async () => {
    expect((await app.api.get('/v1/customers')).body).toMatchObject({ items: { length: 23 }, next: null });
  });

  test.each(['0', '201', '-1', '1.5', 'ten', '', '1e1x', '1&limit=2'])(
    'refuses limit=%s with the name of the parameter',
    async (limit) => {
      expect(problemOf(await app.api.get(`/v1/customers?limit=${limit}`))).toBe('422 invalid limit');
    },
  );

  test.each(['', "'; select 1", 'a b', 'x'.repeat(65), '1&after=2'])(
    'refuses after=%s with the name of the parameter',
    async (after) => {
      expect(problemOf(await app.api.get(`/v1/customers?after=${after}`))).toBe('422 invalid after');
    },
  );

  test('refuses an after that is no id', async () => {
    expect(problemOf(await app.api.get('/v1/customers?after=zebra'))).toBe('422 invalid after');
  });
});

test('a history in pages holds every version exactly once, newest first', async () => {
  const id = ids[0] ?? '';
  for (const channel of ['phone', 'email', 'sms', 'chat', 'app'])
    await state(app.api, id, { general: choice(channel) });
  const { items } = await walk(`/v1/customers/${id}/preferences/history`, 2);
  expect(items.map(({ version }) => version)).toEqual([5, 4, 3, 2, 1]);
  const onePage = await walk(`/v1/customers/${id}/preferences/history`, 50);
  expect(items).toEqual(onePage.items);
});

test.each(['0', '-1', 'x', '99999999999'])('a history refuses after=%s', async (after) => {
  const response = await app.api.get(`/v1/customers/${ids[0]}/preferences/history?after=${after}`);
  expect(problemOf(response)).toBe('422 invalid after');
});
