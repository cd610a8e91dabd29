import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { aCustomer, aPhone } from '../support/examples.js';
import { visit, type Visitor } from '../support/visitor.js';

const ADDRESS = { street: 'Kade 1', locality: 'Delft', country: 'NL' };

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

interface Owner {
  readonly id: string;
  readonly visitor: Visitor;
  /** Ids of the contact points, in their order. */
  readonly points: string[];
}

async function anOwner(...contactPoints: object[]): Promise<Owner> {
  const { id, contactPoints: stored } = await aCustomer(app.api, { contactPoints });
  return { id, visitor: await visit(app, id), points: stored.map((point) => point.id) };
}

const claim = ({ visitor }: Owner, kind: string, value: string, replaces?: string) =>
  visitor.post('/page/contact/claim', { kind, value, ...(replaces !== undefined && { replaces }) });

const pendingOf = ({ id }: Owner) =>
  app.database.query<{ id: string }>('select id from verification where customer_id = $1', [id]);

async function codeFor(owner: Owner): Promise<{ id: string; code: string }> {
  const [pending] = await pendingOf(owner);
  const { body } = await app.api.post(`/v1/verifications/${pending?.id}/code`);
  return { id: String(body.id), code: String(body.code) };
}

const valuesOf = async ({ id }: Owner) => {
  const { body } = await app.api.get(`/v1/customers/${id}`);
  return (body.contactPoints as { kind: string; value: unknown }[]).map(({ kind, value }) => [kind, value]);
};

describe('a number that takes the place of another one', () => {
  test('is proven, and then stands where the old one stood', async () => {
    const owner = await anOwner({ kind: 'phone', value: aPhone() }, { kind: 'post', value: ADDRESS });
    const fresh = aPhone();
    expect((await claim(owner, 'phone', fresh, owner.points[0])).status).toBe(303);
    expect((await owner.visitor.post('/page/contact/prove', await codeFor(owner))).status).toBe(303);
    expect(await valuesOf(owner)).toEqual([
      ['phone', fresh],
      ['post', expect.objectContaining(ADDRESS)],
    ]);
  });

  test('can not replace what is of another kind, of somebody else, or of nobody', async () => {
    const owner = await anOwner({ kind: 'phone', value: aPhone() }, { kind: 'post', value: ADDRESS });
    const other = await anOwner({ kind: 'phone', value: aPhone() });
    const before = await valuesOf(owner);
    const unknown = '019aa001-7b1c-7000-8000-000000000001';
    for (const replaces of [owner.points[1], other.points[0], unknown, 'no id'])
      expect((await claim(owner, 'phone', aPhone(), replaces)).status, replaces).toBe(404);
    expect((await claim(owner, 'email', 'a@example.org', owner.points[0])).status).toBe(404);
    expect(await pendingOf(owner)).toEqual([]);
    expect(await valuesOf(owner)).toEqual(before);
  });

  test('is known when another one has it, and can be the same one that is not proven yet', async () => {
    const [first, second] = [aPhone(), aPhone()];
    const owner = await anOwner({ kind: 'phone', value: first }, { kind: 'phone', value: second });
    const known = await claim(owner, 'phone', second, owner.points[0]);
    expect([known.status, known.text]).toEqual([422, expect.stringContaining('among your numbers')]);
    expect((await claim(owner, 'phone', first, owner.points[0])).status).toBe(303);
  });
});

test('of two claims of one number at once one replaces the other, without a fault of the server', async () => {
  const owner = await anOwner();
  const phone = aPhone();
  const answers = await Promise.all(Array.from({ length: 5 }, () => claim(owner, 'phone', phone)));
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303, 303]);
  expect(await pendingOf(owner)).toHaveLength(1);
});

describe('the limits', () => {
  test('count no typing error in an address; five codes an hour are sent', async () => {
    const owner = await anOwner();
    for (let times = 0; times < 7; times += 1)
      expect((await claim(owner, 'email', 'nobody')).text).toContain('no e-mail address');
    for (let times = 0; times < 5; times += 1)
      expect((await claim(owner, 'email', `a${times}@example.org`)).status).toBe(303);
    expect((await claim(owner, 'email', 'a6@example.org')).text).toContain('You asked for many codes');
  });

  test('count no code of another length, and say when there were too many tries', async () => {
    const owner = await anOwner();
    await claim(owner, 'phone', aPhone());
    const { id, code } = await codeFor(owner);
    const prove = (given: string) => owner.visitor.post('/page/contact/prove', { id, code: given });
    for (let times = 0; times < 25; times += 1)
      expect((await prove('12345')).text).toContain('This code is not right');
    const wrong = code === '111111' ? '222222' : '111111';
    for (let times = 0; times < 20; times += 1) await prove(wrong);
    expect((await prove(wrong)).text).toContain('You tried many codes');
  });
});

test('the switch of the language leads to a page that there is, also after a fault', async () => {
  const owner = await anOwner();
  const switched = (text: string) => /href="([^"]+)\?lang=nl"/.exec(text)?.[1] ?? '';
  const faulty = switched((await claim(owner, 'phone', 'nothing')).text);
  expect(faulty).toBe('/page/contact');
  expect((await owner.visitor.get(`${faulty}?lang=nl`)).status).toBe(200);
  expect(switched((await owner.visitor.get('/page/nothing/here')).text)).toBe('/page');
  const lost = await app.as().post('/page/confirm').set('Cookie', owner.visitor.cookie).type('form').send({});
  expect([lost.status, switched(lost.text)]).toEqual([403, '/page']);
  expect(switched((await owner.visitor.post('/page/choices/general')).text)).not.toBe('/page');
  expect(switched((await owner.visitor.post('/page/leave')).text)).toBe('/page');
});

test('the name of a button begins with what is written on it', async () => {
  const owner = await anOwner();
  await claim(owner, 'email', 'label@example.org');
  for (const [language, words] of [
    ['en', 'Forget this one'],
    ['nl', 'Vergeet deze'],
  ])
    expect((await owner.visitor.get(`/page/contact?lang=${language}`)).text).toMatch(
      new RegExp(`aria-label="${words}[^"]*label@example.org"[^>]*>${words}<`),
    );
});
