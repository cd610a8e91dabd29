import request from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AccessLog } from '../../src/audit/index.js';
import { startApp, type TestApp } from '../support/app.js';

let app: TestApp;
beforeAll(async () => (app = await startApp()));
afterAll(() => app.stop());

const DAY = 86_400_000;

async function newContact(): Promise<{ id: string; customerId: string }> {
  const { id: customerId } = (await app.api.post('/v1/customers').send({}).expect(201)).body;
  const body = { customer: { id: customerId }, direction: 'outbound', channel: 'email', topic: 'billing' };
  const { id } = (await app.api.post('/v1/contacts').send(body).expect(201)).body;
  return { id, customerId };
}

async function newLink(contactId: string, body: object = { language: 'nl' }): Promise<string> {
  const made = await app.api.post(`/v1/contacts/${contactId}/feedback-links`).send(body).expect(201);
  return new URL(made.body.url).pathname;
}

const browser = () => request(app.url);
const press = (path: string, asWanted: string) => browser().post(path).type('form').send({ asWanted });
const asWanted = async (id: string) => (await app.api.get(`/v1/contacts/${id}`).expect(200)).body.asWanted;

test('a link opens one question with three buttons, in the language of the link; looking changes nothing', async () => {
  const { id } = await newContact();
  const path = await newLink(id);
  for (let times = 0; times < 5; times += 1) {
    const { text } = await browser().get(path).expect(200);
    expect(text).toContain('Was dit contact zoals u het wilde?');
    expect(text).toContain('Rekening en betalen: E-mail');
    expect(text.match(/<button[^>]*name="asWanted"/g)).toHaveLength(3);
  }
  expect(await asWanted(id)).toBeNull();
});

test('a button stores the answer, once; the page then says what was answered', async () => {
  const { id } = await newContact();
  const path = await newLink(id, {});
  const { text } = await press(path, 'partly').expect(200);
  expect(text).toContain('Thank you');
  expect(await asWanted(id)).toBe('partly');
  expect((await press(path, 'no').expect(200)).text).toContain('Partly');
  expect((await browser().get(path).expect(200)).text).not.toContain('name="asWanted"');
  expect(await asWanted(id)).toBe('partly');
});

test('who looks at a contact by a link stands in the access log of its customer', async () => {
  const { id, customerId } = await newContact();
  const path = await newLink(id);
  const looks = async () => {
    await app.nest.get(AccessLog).flush();
    const rows = await app.database.query<{ operation: string }>(
      `select operation from access_entry where customer_id = $1 and key_id = 'page'`,
      [customerId],
    );
    return rows.map(({ operation }) => operation);
  };
  await browser().get(path).expect(200);
  expect(await looks()).toEqual(['page']);
  await press(path, 'yes').expect(200);
  expect(await looks()).toEqual(['page', 'page']);
  await browser().get('/page/feedback/nonsense').expect(404);
  expect(await looks()).toHaveLength(2);
});

test('no link, another kind of link, a late one, a foreign form and nonsense store nothing', async () => {
  const { id, customerId } = await newContact();
  const path = await newLink(id, { expiresIn: 'P1D' });
  await browser().get('/page/feedback/nonsense').expect(404);
  await press('/page/feedback/nonsense', 'yes').expect(404);
  const page = (await app.api.post(`/v1/customers/${customerId}/page-links`).send({}).expect(201)).body.url;
  await press(new URL(page).pathname.replace('link', 'feedback'), 'yes').expect(404);
  await browser().post(path.replace('feedback', 'link')).expect(404);
  await press(path, 'maybe').expect(200);
  await press(path, 'yes').set('Sec-Fetch-Site', 'cross-site').expect(403);
  app.clock.advance(DAY);
  await press(path, 'yes').expect(410);
  expect(await asWanted(id)).toBeNull();
});

test('the link tells nothing of the customer, and is made for a known customer by who may make pages', async () => {
  const { id } = await newContact();
  await app.api.post('/v1/contacts/01a1ffee-0d6b-7167-a08f-5c0b27891f41/feedback-links').send({}).expect(404);
  await app.api.post(`/v1/contacts/${id}/feedback-links`).send({ expiresIn: 'P61D' }).expect(422);
  const writer = app.as((await app.newKey(['contacts:write'])).key);
  await writer.post(`/v1/contacts/${id}/feedback-links`).send({}).expect(403);
});

test('the export of a customer holds contacts, what was corrected, and what was asked', async () => {
  const { id: customerId } = (await app.api.post('/v1/customers').send({}).expect(201)).body;
  const body = { customer: { id: customerId }, direction: 'inbound', arrivedOn: 'phone', mayAsk: true };
  const decision = (await app.api.post('/v1/decisions').send(body).expect(200)).body;
  const outcome = (fields: object) => app.api.post(`/v1/decisions/${decision.id}/outcome`).send(fields);
  const first = (await outcome({ mode: 'human' }).expect(201)).body;
  const last = (await outcome({ mode: 'automated' }).expect(200)).body;
  const { token } = (await app.api.post(`/v1/customers/${customerId}/tokens`).send({}).expect(200)).body;
  const exported = (await app.as(token).get('/v1/me/export').expect(200)).body;
  expect(exported.contacts).toEqual([last]);
  expect(exported.correctedContacts).toEqual([first]);
  expect(exported.questions).toMatchObject([
    { id: decision.question.id, state: 'open', kind: 'preferred_channel' },
  ]);
});
