import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { aCustomer } from '../support/examples.js';
import { aFormVisitor, titleOf } from '../support/page-forms.js';
import { visit } from '../support/visitor.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const isThere = async (id: string) => (await app.api.get(`/v1/customers/${id}`)).status === 200;

test('a customer is told what it means, asked once more, erased and shown out, without a script', async () => {
  const { id } = await aCustomer(app.api);
  const visitor = await aFormVisitor(app, id);
  expect((await visitor.get('/page/records')).text).toContain('href="/page/erase"');
  const first = await visitor.get('/page/erase');
  expect(first.text).toContain('can not be undone');
  expect(first.text).toContain('you may get calls or messages again');

  const second = await visitor.send(first.text, '/page/erase', { do: 'ask' });
  expect([second.status, titleOf(second.text)]).toEqual([200, 'Are you sure? – Voorkeur']);
  expect(await isThere(id)).toBe(true);

  const unsure = await visitor.send(second.text, '/page/erase', { do: 'erase' });
  expect([unsure.status, await isThere(id)]).toEqual([422, true]);
  expect(unsure.text).toContain('Tick the box');

  const done = await visitor.send(unsure.text, '/page/erase', { do: 'erase', sure: 'yes' });
  expect([done.status, titleOf(done.text)]).toEqual([200, 'You were erased – Voorkeur']);
  expect(String(done.headers['set-cookie'])).toMatch(/voorkeur-session=;/);
  expect(done.text).not.toContain('/page/leave');
  expect(await isThere(id)).toBe(false);
  expect((await visitor.get('/page')).status).toBe(401);
  const { body } = await app.api.get('/v1/changes?types=customer.erased');
  expect(body.items.at(-1).data).toMatchObject({
    customerId: id,
    authority: 'customer',
    via: 'page',
    keyId: 'page',
  });
});

test('a form from elsewhere, or without the proof of the page, erases nobody', async () => {
  const { id } = await aCustomer(app.api);
  const visitor = await visit(app, id);
  const fields = { do: 'erase', sure: 'yes' };
  const bare = await app.as().post('/page/erase').set('Cookie', visitor.cookie).type('form').send(fields);
  expect([bare.status, await isThere(id)]).toEqual([403, true]);
  expect((await visitor.get('/page/erase?do=erase&sure=yes')).status).toBe(200);
  expect(await isThere(id)).toBe(true);
});

test('it is told in Dutch as well', async () => {
  const visitor = await visit(app, (await aCustomer(app.api)).id);
  const { text } = await visitor.get('/page/erase?lang=nl');
  expect(text).toContain('Dit kan niet ongedaan worden gemaakt');
});
