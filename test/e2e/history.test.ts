import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { aCustomer, choice, state } from '../support/examples.js';
import { problemOf } from '../support/problems.js';

let app: TestApp;
let path: string;
let keyId: string;

/** Three versions, an hour apart: at ten, eleven and twelve o'clock. */
beforeAll(async () => {
  app = await startApp();
  const { id } = await aCustomer(app.api);
  path = `/v1/customers/${id}/preferences`;
  const { key, id: ownId } = await app.newKey(['preferences:write'], ['customer', 'import']);
  keyId = ownId;
  const api = app.as(key);
  const source = { authority: 'import', statedAt: '2026-11-01T08:00:00Z' };
  await state(api, id, { general: choice('email'), languages: ['nl'], source });
  app.clock.set('2026-11-23T11:00:00+01:00');
  await api
    .patch(path)
    .set('If-Match', '"1"')
    .send({ general: choice('phone'), source: { authority: 'customer', via: 'phone' } });
  app.clock.set('2026-11-23T12:00:00+01:00');
  await api.post(`${path}/confirm`).send({ source: { authority: 'customer', via: 'page' } });
});
afterAll(() => app.stop());

describe('the history', () => {
  test('tells of every version who, when, through what and what, newest first', async () => {
    const { body } = await app.api.get(`${path}/history`);
    expect(body).toEqual({
      next: null,
      merged: [],
      items: [
        {
          version: 3,
          type: 'confirmed',
          at: '2026-11-23T11:00:00.000Z',
          statedAt: '2026-11-23T11:00:00.000Z',
          authority: 'customer',
          via: 'page',
          keyId,
          mergedFrom: null,
          changed: [{ path: '/confirmedAt', before: null, after: '2026-11-23T11:00:00.000Z' }],
        },
        {
          version: 2,
          type: 'changed',
          at: '2026-11-23T10:00:00.000Z',
          statedAt: '2026-11-23T10:00:00.000Z',
          authority: 'customer',
          via: 'phone',
          keyId,
          mergedFrom: null,
          changed: [{ path: '/general', before: shown('email'), after: shown('phone') }],
        },
        {
          version: 1,
          type: 'changed',
          at: '2026-11-23T09:00:00.000Z',
          statedAt: '2026-11-01T08:00:00.000Z',
          authority: 'import',
          via: null,
          keyId,
          mergedFrom: null,
          changed: [
            { path: '/languages', before: null, after: ['nl'] },
            { path: '/general', before: null, after: shown('email') },
          ],
        },
      ],
    });
  });

  test('of a customer who stated nothing is empty', async () => {
    const { id } = await aCustomer(app.api);
    expect((await app.api.get(`/v1/customers/${id}/preferences/history`)).body).toEqual({
      items: [],
      next: null,
      merged: [],
    });
  });

  test('of nobody is 404', async () => {
    const unknown = '/v1/customers/019aa001-7b1c-7000-8000-000000000009/preferences';
    expect(problemOf(await app.api.get(`${unknown}/history`))).toBe('404 not_found');
    expect(problemOf(await app.api.get(`${unknown}?asOf=2026-11-23T10:00:00Z`))).toBe('404 not_found');
  });
});

describe('?asOf=', () => {
  test.each([
    ['before the first version', '2026-11-23T09:59:59.999+01:00', 0],
    ['at the first version', '2026-11-23T10:00:00+01:00', 1],
    ['between two versions', '2026-11-23T09:59:59Z', 1],
    ['at the second version', '2026-11-23T10:00:00Z', 2],
    ['after the last version', '2199-01-01T00:00:00Z', 3],
  ])('reads the preferences %s', async (_, asOf, version) => {
    const response = await app.api.get(path).query({ asOf });
    expect([response.body.version, response.headers['etag']]).toEqual([version, `"${version}"`]);
  });

  test('shows the past whole: values, who stated them, and whether they were confirmed', async () => {
    const { body } = await app.api.get(path).query({ asOf: '2026-11-23T10:30:00+01:00' });
    expect(body).toMatchObject({
      general: {
        ...choice(),
        channels: [{ channel: 'email', mode: 'any' }],
        statedBy: { authority: 'import' },
      },
      languages: ['nl'],
      confirmedAt: null,
      updatedAt: '2026-11-23T09:00:00.000Z',
    });
  });

  test('after the last version is what is in force', async () => {
    const now = await app.api.get(path);
    expect((await app.api.get(path).query({ asOf: '2026-11-24T00:00:00Z' })).body).toEqual(now.body);
  });

  test.each([
    'yesterday',
    '2026-11-23',
    '2026-11-23T10:00:00',
    '2026-02-30T10:00:00Z',
    '0001-01-01T00:00:00Z',
    '',
  ])('refuses %s', async (asOf) => {
    expect(problemOf(await app.api.get(path).query({ asOf }))).toBe('422 invalid asOf');
  });
});

/** A choice for one channel, as answers show it. */
function shown(channel: string) {
  return { channels: [{ channel, mode: 'any' }], declined: [] };
}
