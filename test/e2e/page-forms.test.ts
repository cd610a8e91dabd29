import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { aCustomer, choice, state, type Customer } from '../support/examples.js';
import { aFormVisitor, titleOf, type FormVisitor } from '../support/page-forms.js';

const DETAILS = '/page/details';
const GENERAL = '/page/choices/general';
const BILLING = '/page/choices/topics/billing';

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

const preferences = async () => (await app.api.get(`/v1/customers/${customer.id}/preferences`)).body;

describe('a contact point that a choice names and that is gone', () => {
  let point: string;
  beforeEach(async () => {
    point = customer.contactPoints[0]?.id ?? '';
    await state(app.api, customer.id, {
      general: { channels: [{ channel: 'phone', contactPointId: point }] },
    });
  });
  const forget = () =>
    app.api
      .patch(`/v1/customers/${customer.id}`)
      .set('If-Match', '*')
      .send({ contactPoints: [] })
      .expect(200);

  test('is not on the form, and stands in the way of nothing', async () => {
    await forget();
    const opened = (await visitor.get(GENERAL)).text;
    expect(opened).not.toContain(point);
    expect((await visitor.send(opened, GENERAL)).headers['location']).toBe('/page?said=same');
    const saved = await visitor.send(opened, GENERAL, { 'wish.chat': 'yes' });
    expect(saved.headers['location']).toBe('/page?said=saved');
    expect((await preferences()).general.channels).toEqual([
      { channel: 'phone', mode: 'any' },
      { channel: 'chat', mode: 'any' },
    ]);
  });

  test('may go while the form is open', async () => {
    const opened = (await visitor.get(GENERAL)).text;
    expect(opened).toContain(point);
    await forget();
    expect((await visitor.send(opened, GENERAL)).headers['location']).toBe('/page?said=same');
    const faulty = await visitor.send(opened, GENERAL, { 'when.phone': 'times' });
    expect(faulty.status).toBe(422);
    expect(faulty.text).not.toContain(point);
  });
});

describe('languages', () => {
  test.each([
    ['a tag that is none', ['nl', '<b>']],
    ['a tag with an underscore', ['nl_NL']],
    ['a tag that is too long', [`nl${'-abcdefgh'.repeat(4)}`]],
    ['a language twice', ['nl', 'NL']],
    ['more than twenty', Array.from({ length: 25 }, (_, index) => `aa-${index}`)],
  ])('with %s are answered with a fault and stored nowhere', async (_, language) => {
    const opened = (await visitor.get(DETAILS)).text;
    const faulty = await visitor.send(opened, DETAILS, { language });
    expect(faulty.status).toBe(422);
    expect(faulty.text).toContain('Something in the form does not fit');
    expect((await preferences()).version).toBe(0);
  });

  test('that were picked in two places count once', async () => {
    const opened = (await visitor.get(DETAILS)).text;
    await visitor.send(opened, DETAILS, { language: ['nl', '', 'nl'] });
    expect(await preferences()).toMatchObject({ version: 1, languages: ['nl'] });
  });
});

describe('a form with a fault', () => {
  test('says so first, and marks the days of the pause', async () => {
    const opened = (await visitor.get(DETAILS)).text;
    expect(opened).not.toContain('aria-invalid');
    const { text } = await visitor.send(opened, DETAILS, { pauseFrom: '2026-12-24' });
    expect(titleOf(text)).toMatch(/^This can not be saved yet – About me – /);
    expect(text).toMatch(/name="pauseLast"[^>]* aria-invalid="true" aria-describedby="pause-fault"/);
    expect(text).toContain('id="pause-fault"');
  });

  test('marks the times that are missing, and tells which days are', async () => {
    const opened = (await visitor.get(GENERAL)).text;
    const times = { 'wish.phone': 'yes', 'when.phone': 'times' };
    const noDay = await visitor.send(opened, GENERAL, times);
    expect(titleOf(noDay.text)).toMatch(/^This can not be saved yet – Your choice: In general – /);
    expect(noDay.text).toMatch(/role="group"[^>]* aria-describedby="fault-phone\.0"/);
    expect(noDay.text).not.toContain('aria-invalid');
    const noTime = await visitor.send(opened, GENERAL, { ...times, 'to.phone.0': '' });
    expect(noTime.text).toMatch(
      /name="to\.phone\.0"[^>]* aria-describedby="fault-phone\.0" aria-invalid="true"/,
    );
    expect(noTime.text).toContain('id="fault-phone.0"');
  });
});

test('a page that follows a change says in its title what was done', async () => {
  expect(titleOf((await visitor.get('/page?said=saved')).text)).toMatch(/^Saved – My choices – /);
  expect(titleOf((await visitor.get(`${DETAILS}?said=saved`)).text)).toMatch(/^Saved – About me – /);
  expect(titleOf((await visitor.get('/page')).text)).toMatch(/^My choices – /);
});

test('only a topic is told that the other choices apply again', async () => {
  await state(app.api, customer.id, { general: choice('post'), topics: { billing: choice('email') } });
  const none = { 'wish.post': 'none', 'wish.email': 'none' };
  const general = await visitor.send((await visitor.get(GENERAL)).text, GENERAL, none);
  expect(general.headers['location']).toBe('/page?said=saved');
  const billing = await visitor.send((await visitor.get(BILLING)).text, BILLING, none);
  expect(billing.headers['location']).toBe('/page?said=withdrawn');
  expect(await preferences()).toMatchObject({ general: null, topics: {} });
});

describe('where a choice comes from', () => {
  const LEGAL = 'billing.dispute.legal';
  beforeEach(async () => {
    const label = { nl: 'Rechtszaak', en: 'Court case' };
    const topic = { label, purpose: 'service', parent: 'billing.dispute' };
    const { status } = await app.api.put(`/v1/topics/${LEGAL}`).send(topic);
    expect([200, 201]).toContain(status);
    await state(app.api, customer.id, { topics: { billing: choice('email') } });
  });

  test('is told from the nearest topic above that has one', async () => {
    const home = (await visitor.get('/page')).text;
    expect(home.match(/As for Bills and payment/g)).toHaveLength(2);
    const legal = (await visitor.get(`/page/choices/topics/${LEGAL}`)).text;
    expect(legal).toContain('is as for Bills and payment.');
    expect(legal).toContain('Court case: As for Bills and payment.');
    const order = (await visitor.get('/page/choices/topics/order')).text;
    expect(order).toContain('is as in general.');
  });

  test('and without a general choice the page does not say that nothing was told', async () => {
    for (const path of ['/page', GENERAL]) {
      const { text } = await visitor.get(path);
      expect(text).toContain('No preference in general.');
      expect(text).not.toContain('You have not told us anything yet');
    }
  });
});

test.each([
  ['en', 'There is no open page in this browser'],
  ['nl', 'In deze browser staat geen pagina open'],
])('somebody without a session is not told of 30 minutes (%s)', async (language, words) => {
  const { status, text } = await app.as().get('/page').set('Accept-Language', language);
  expect(status).toBe(401);
  expect(text).toContain(words);
  expect(text).not.toMatch(/30 min/);
});
