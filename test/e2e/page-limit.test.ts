import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { aCustomer, state, type Customer } from '../support/examples.js';
import { aFormVisitor, type FormVisitor } from '../support/page-forms.js';

const GENERAL = '/page/choices/general';

let app: TestApp;
let customer: Customer;
let visitor: FormVisitor;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  customer = await aCustomer(app.api);
  visitor = await aFormVisitor(app, customer.id);
});
afterAll(() => app.stop());

const general = async () => (await app.api.get(`/v1/customers/${customer.id}/preferences`)).body.general;
const send = async (changes: Record<string, string>) =>
  visitor.send((await visitor.get(GENERAL)).text, GENERAL, changes);

test('a limit on the form is stored with the choice, told in words, and taken back', async () => {
  await state(app.api, customer.id, { general: { channels: [{ channel: 'email' }] } });
  expect((await send({ 'limit.per': 'week', 'limit.max': '2' })).headers['location']).toBe(
    '/page?said=saved',
  );
  expect(await general()).toMatchObject({ channels: [{ channel: 'email' }], limit: { max: 2, per: 'week' } });
  expect((await visitor.get('/page')).text).toContain('We contact you at most 2 times a week.');
  expect((await send({})).headers['location']).toBe('/page?said=same');
  expect((await send({ 'limit.per': 'none' })).headers['location']).toBe('/page?said=saved');
  expect(await general()).not.toHaveProperty('limit');
});

test('a limit alone is a choice; another change of the choice leaves it', async () => {
  await send({ 'limit.per': 'day', 'limit.max': '1' });
  expect(await general()).toMatchObject({ channels: [], declined: [], limit: { max: 1, per: 'day' } });
  await send({ 'wish.email': 'yes' });
  expect(await general()).toMatchObject({ channels: [{ channel: 'email' }], limit: { max: 1, per: 'day' } });
});

test.each(['0', '101', 'often', '', '1.5'])('a limit of "%s" is not saved, and shown again', async (max) => {
  const refused = await send({ 'limit.per': 'day', 'limit.max': max });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('give a whole number from 1 to 100');
  expect(await general()).toBeNull();
});

test('a number without a limit means nothing', async () => {
  expect((await send({ 'limit.max': 'often' })).headers['location']).toBe('/page?said=same');
});

test('a limit that changed elsewhere meanwhile is a conflict, not lost', async () => {
  await state(app.api, customer.id, { general: { channels: [{ channel: 'email' }] } });
  const opened = (await visitor.get(GENERAL)).text;
  const path = `/v1/customers/${customer.id}/preferences`;
  const patch = { general: { limit: { max: 5, per: 'month' } }, source: { authority: 'customer' } };
  await app.api.patch(path).set('If-Match', '*').send(patch).expect(200);
  const sent = await visitor.send(opened, GENERAL, { 'limit.per': 'day', 'limit.max': '1' });
  expect(sent.status).toBe(422);
  expect(sent.text).toContain('at most 5 times a month');
  expect((await general()).limit).toEqual({ max: 5, per: 'month' });
});
