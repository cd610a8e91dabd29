import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AUTHORITIES, type Authority } from '../../src/domain/authority.js';
import { startApp, type Client, type TestApp } from '../support/app.js';
import { aCustomer, choice } from '../support/examples.js';
import { problemOf } from '../support/problems.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const path = (id: string) => `/v1/customers/${id}/preferences`;
const patch = (id: string, body: object, authority?: Authority, api: Client = app.api) =>
  api
    .patch(path(id))
    .set('If-Match', '*')
    .send({ ...body, ...(authority && { source: { authority } }) });

const PAIRS = AUTHORITIES.flatMap((stored) => AUTHORITIES.map((writing) => [stored, writing] as const));
const mayChange = (stored: Authority, writing: Authority) =>
  AUTHORITIES.indexOf(writing) <= AUTHORITIES.indexOf(stored);

describe.each(PAIRS)('what was stated by %s', (stored, writing) => {
  const allowed = mayChange(stored, writing);

  test(`${allowed ? 'is changed' : 'is not contradicted'} by ${writing}`, async () => {
    const { id } = await aCustomer(app.api);
    await patch(id, { general: choice('phone'), topics: { order: choice('sms') } }, stored);
    const response = await patch(id, { general: choice('chat'), topics: { order: choice('app') } }, writing);
    if (allowed) expect(response.body.general.statedBy.authority).toBe(writing);
    else expect(problemOf(response)).toBe('409 authority_conflict /general /topics/order');
    const { body } = await app.api.get(path(id));
    expect(body.general.channels[0].channel).toBe(allowed ? 'chat' : 'phone');
    expect(body.version).toBe(allowed ? 2 : 1);
  });

  test(`and then withdrawn ${allowed ? 'may be put back' : 'is not put back'} by ${writing}`, async () => {
    const { id } = await aCustomer(app.api);
    await patch(id, { objections: ['marketing'] }, stored);
    await patch(id, { objections: null }, stored);
    const response = await patch(id, { objections: ['marketing'] }, writing);
    if (allowed) expect(response.body.objections).toEqual(['marketing']);
    else expect(problemOf(response)).toBe('409 authority_conflict /objections');
  });

  test(`is ${allowed ? '' : 'not '}withdrawn by ${writing}`, async () => {
    const { id } = await aCustomer(app.api);
    await patch(id, { languages: ['nl'] }, stored);
    const response = await patch(id, { languages: null }, writing);
    expect(response.status).toBe(allowed ? 200 : 409);
  });
});

test('a write that contradicts in one place changes nothing anywhere', async () => {
  const { id } = await aCustomer(app.api);
  await patch(id, { general: choice('phone') }, 'customer');
  const response = await patch(id, { languages: ['nl'], general: choice('chat') }, 'import');
  expect(problemOf(response)).toBe('409 authority_conflict /general');
  expect((await app.api.get(path(id))).body).toMatchObject({ languages: null, version: 1 });
});

test('a lower authority may state what nobody stated yet', async () => {
  const { id } = await aCustomer(app.api);
  await patch(id, { general: choice('phone') }, 'customer');
  expect((await patch(id, { languages: ['nl'] }, 'inferred')).status).toBe(200);
});

test('a higher authority that says the same raises the statement, which counts as a change', async () => {
  const { id } = await aCustomer(app.api);
  await patch(id, { general: choice('phone') }, 'inferred');
  const { body } = await patch(id, { general: choice('phone') }, 'customer');
  expect([body.version, body.general.statedBy.authority]).toEqual([2, 'customer']);
  expect(problemOf(await patch(id, { general: null }, 'import'))).toBe('409 authority_conflict /general');
});

test('an import by PUT can not wipe what the customer said', async () => {
  const { id } = await aCustomer(app.api);
  await patch(id, { general: choice('phone'), topics: { order: choice('sms') } }, 'customer');
  const response = await app.api
    .put(path(id))
    .set('If-Match', '*')
    .send({ source: { authority: 'import' } });
  expect(problemOf(response)).toBe('409 authority_conflict /general /topics/order');
});

describe('a key', () => {
  test('that is limited to some authorities is refused the others', async () => {
    const { id } = await aCustomer(app.api);
    const { key } = await app.newKey(['preferences:write'], ['import', 'inferred']);
    const api = app.as(key);
    expect(problemOf(await patch(id, { languages: ['nl'] }, 'customer', api))).toBe('403 forbidden');
    expect((await patch(id, { languages: ['nl'] }, 'inferred', api)).status).toBe(200);
    expect(problemOf(await api.post(`${path(id)}/confirm`).send({}))).toBe('422 invalid /source/authority');
  });

  test('states on the first of its authorities when a write does not say', async () => {
    const { id } = await aCustomer(app.api);
    const { key } = await app.newKey(['preferences:write'], ['employee_on_behalf', 'customer']);
    const { body } = await patch(id, { languages: ['nl'] }, undefined, app.as(key));
    expect(body.statedBy['/languages'].authority).toBe('employee_on_behalf');
  });

  test('that was made without authorities states what is on file, not the customer’s word', async () => {
    const { id } = await aCustomer(app.api);
    const { key } = await app.newKey(['preferences:write']);
    const { body } = await patch(id, { languages: ['nl'] }, undefined, app.as(key));
    expect(body.statedBy['/languages'].authority).toBe('import');
  });
});
