import { afterAll, beforeAll, expect, test } from 'vitest';
import { Ledger, type NewChange } from '../../src/changes/index.js';
import { UnitOfWork } from '../../src/platform/unit-of-work.js';
import { startApp, type TestApp } from '../support/app.js';
import { aCustomer, choice, contactPoints, state } from '../support/examples.js';
import { visit } from '../support/visitor.js';

const DAY = 86_400_000;

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

/** So many changes that they fill more than a page, past the API, which would take long. */
function addChanges(customerId: string, count: number): Promise<void> {
  const change: NewChange = {
    ...{ type: 'contact_point.changed', at: new Date(app.clock.now()), keyId: 'past' },
    ...{ customerId, paths: ['/contactPoints'] },
  };
  return app.nest
    .get(UnitOfWork)
    .run((tx) => app.nest.get(Ledger).appendMany(tx, Array<NewChange>(count).fill(change)));
}

test('everything is really everything: changes, what is pending, and look-ups of any age', async () => {
  const { id } = await aCustomer(app.api);
  await state(app.api, id, { general: choice('email'), source: { authority: 'customer' } });
  await app.api.post('/v1/decisions').send({ customer: { id }, direction: 'outbound' });
  app.clock.advance(100 * DAY);
  await addChanges(id, 202);
  for (let times = 0; times < 3; times += 1)
    await app.api
      .patch(`/v1/customers/${id}`)
      .set('If-Match', '*')
      .set('Content-Type', 'application/merge-patch+json')
      .send(contactPoints());
  const visitor = await visit(app, id);
  await visitor.post('/page/contact/claim', { kind: 'email', value: 'new@example.org' });

  const { body, headers } = await visitor.get('/page/download');
  expect(headers['content-disposition']).toContain('voorkeur.json');
  expect(body.pending).toEqual([{ kind: 'email', value: 'new@example.org', since: expect.any(String) }]);
  const types = (body.changes as { type: string }[]).map(({ type }) => type);
  expect([types[0], types.at(-2), types.at(-1)]).toEqual([
    'verification.requested',
    'preferences.changed',
    'customer.created',
  ]);
  expect(types.filter((type) => type === 'contact_point.changed')).toHaveLength(205);
  expect(body.changes[1]).toEqual({
    ...{
      type: 'contact_point.changed',
      at: expect.any(String),
      system: 'test',
      authority: 'customer',
      via: null,
    },
    paths: ['/contactPoints'],
  });
  expect(JSON.stringify(body.changes)).not.toContain('snapshot');
  const lookups = async () => (await visitor.get('/page/download')).body.lookups as { operation: string }[];
  const kinds = async () => [...new Set((await lookups()).map(({ operation }) => operation))].sort();
  await expect.poll(kinds).toEqual(['customer_write', 'decision', 'page', 'preferences_write']);
  const page = (await visitor.get('/page/records')).text;
  expect(page).toContain('test: stored and read your numbers and addresses (3 times)');
  expect(page).toContain('This page: opened');
  expect(page, 'which is longer ago than 90 days').not.toContain('asked how you want to be helped');
});
