import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { aCustomer, contactPoints } from '../support/examples.js';
import { problemOf } from '../support/problems.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const upsert = (id: string, body: object, system = 'crm') =>
  app.api.put(`/v1/customers/by-external-id/${system}/${encodeURIComponent(id)}`).send(body);

describe('the upsert by external id', () => {
  test('creates a customer once, and finds it again', async () => {
    const body = contactPoints();
    const created = await upsert('C-1', body);
    expect([created.status, created.headers['etag']]).toEqual([201, '"1"']);
    expect(created.headers['location']).toBe(`/v1/customers/${created.body.id}`);
    expect(created.body.externalIds).toEqual([{ system: 'crm', id: 'C-1' }]);
    const again = await upsert('C-1', body);
    expect(again.status).toBe(200);
    expect(again.body).toEqual(created.body);
  });

  test('makes no version and no row in the ledger when nothing changes', async () => {
    const body = contactPoints();
    const { id } = (await upsert('C-2', body)).body;
    const respelled = body.contactPoints.map((point) => ({
      ...point,
      value: ` ${point.value.toUpperCase()} `,
    }));
    for (const same of [body, {}, { contactPoints: respelled }, { silenced: null }])
      expect((await upsert('C-2', same)).body.version).toBe(1);
    const rows = await app.database.query('select 1 from change where customer_id = $1', [id]);
    expect(rows).toHaveLength(1);
  });

  test('keeps the id of a contact point that stays, in whatever spelling', async () => {
    const first = await upsert('C-3', { contactPoints: [{ kind: 'phone', value: '020 2345678' }] });
    const second = await upsert('C-3', {
      contactPoints: [
        { kind: 'email', value: 'c3@example.org' },
        { kind: 'phone', value: '+31202345678', use: 'work' },
      ],
    });
    expect(second.body.version).toBe(2);
    expect(second.body.contactPoints.map(({ kind }: { kind: string }) => kind)).toEqual(['email', 'phone']);
    expect(second.body.contactPoints[1]).toMatchObject({ id: first.body.contactPoints[0].id, use: 'work' });
  });

  test('leaves what another system knows of a contact point', async () => {
    const point = { kind: 'email', value: 'c4@example.org' };
    await upsert('C-4', {
      contactPoints: [{ ...point, verifiedAt: '2026-01-02T03:04:05Z', undeliverable: true }],
    });
    const { body } = await upsert('C-4', { contactPoints: [point] });
    expect(body.contactPoints[0]).toMatchObject({
      undeliverable: true,
      verifiedAt: '2026-01-02T03:04:05.000Z',
    });
  });

  test('adds external ids of other systems, under which it is then found', async () => {
    const { body } = await upsert('C-5', { externalIds: [{ system: 'shop', id: '55' }] });
    expect(body.externalIds).toEqual([
      { system: 'crm', id: 'C-5' },
      { system: 'shop', id: '55' },
    ]);
    expect((await upsert('55', {}, 'shop')).body.id).toBe(body.id);
  });

  test('leaves the external ids when the body does not list them', async () => {
    await upsert('C-6', { externalIds: [{ system: 'shop', id: '66' }] });
    expect((await upsert('C-6', { silenced: 'legal' })).body.externalIds).toHaveLength(2);
    expect((await upsert('C-6', { externalIds: [] })).body.externalIds).toEqual([
      { system: 'crm', id: 'C-6' },
    ]);
  });

  test('refuses with 409 an external id that belongs to another customer, and stores nothing', async () => {
    await aCustomer(app.api, { externalIds: [{ system: 'shop', id: '77' }] });
    const body = { silenced: 'legal', externalIds: [{ system: 'shop', id: '77' }] };
    expect(problemOf(await upsert('C-7', body))).toBe('409 conflict');
    const mine = await upsert('C-7', {});
    expect([mine.status, mine.body.silenced]).toEqual([201, null]);
    expect(problemOf(await upsert('C-7', body))).toBe('409 conflict');
    expect((await upsert('C-7', {})).body).toEqual(mine.body);
  });

  test('refuses a new customer with an external id of another one', async () => {
    await upsert('C-8', {});
    const response = await app.api
      .post('/v1/customers')
      .send({ externalIds: [{ system: 'crm', id: 'C-8' }] });
    expect(problemOf(response)).toBe('409 conflict');
  });

  test.each(['a/b', 'ü 7', '100%', "o'brien", '?x=1', '.', 'x'.repeat(255)])(
    'takes the key %s',
    async (key) => {
      const { body } = await upsert(key, {});
      expect(body.externalIds).toEqual([{ system: 'crm', id: key }]);
      expect((await upsert(key, {})).body.id).toBe(body.id);
    },
  );

  test.each([
    ['x'.repeat(256), 'crm', 'externalId'],
    ['a\nb', 'crm', 'externalId'],
    ['1', '-crm', 'system'],
    ['1', 'x'.repeat(65), 'system'],
  ])('refuses the key %j of the system %s', async (key, system, name) => {
    expect(problemOf(await upsert(key, {}, system))).toBe(`422 invalid ${name}`);
  });
});
