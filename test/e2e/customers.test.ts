import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { aCustomer, aPhone, contactPoints, state } from '../support/examples.js';
import { problemOf } from '../support/problems.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const create = (body: object) => app.api.post('/v1/customers').send(body);
const search = (body: object) => app.api.post('/v1/customers/search').send(body);
const phone = (value: string) => ({ contactPoints: [{ kind: 'phone', value }] });

async function storedValue(point: object): Promise<unknown> {
  const response = await create({ contactPoints: [point] });
  expect(response.status, response.text).toBe(201);
  return response.body.contactPoints[0].value;
}

describe('a contact point is stored in one form', () => {
  test.each([
    ['020 123 4567', '+31201234567'],
    ['020-1234567', '+31201234567'],
    ['(020) 123.45.67', '+31201234567'],
    ['0031 20 1234567', '+31201234567'],
    ['+31 20 123 45 67', '+31201234567'],
    ['+44 7700 900 123', '+447700900123'],
    ['tel:+44-7700-900123', '+447700900123'],
  ])('the phone number %s as %s', async (written, stored) => {
    expect(await storedValue({ kind: 'phone', value: written })).toBe(stored);
  });

  test('an e-mail address in lower case without blanks around it', async () => {
    expect(await storedValue({ kind: 'email', value: ' Jan.Jansen@Example.ORG ' })).toBe(
      'jan.jansen@example.org',
    );
  });

  test('a handle as it was written', async () => {
    expect(await storedValue({ kind: 'handle', value: 'App-User-7' })).toBe('App-User-7');
  });

  test('a postal address as an object', async () => {
    const value = { street: 'Dorpsstraat 1', postalCode: '1234 AB', locality: 'Ons Dorp', country: 'NL' };
    expect(await storedValue({ kind: 'post', value })).toEqual(value);
  });
});

describe('a contact point is refused', () => {
  test.each([
    'anonymous',
    'Restricted',
    'PRIVATE',
    'unknown',
    'Unavailable',
    'withheld',
    'blocked',
    '+266696687',
    '+86282452253',
    '+8656696',
    '+2562533',
    '+7378742833',
  ])('when it is what platforms send for a withheld number: %s', async (value) => {
    expect(problemOf(await create(phone(value)))).toBe('422 invalid /contactPoints/0/value');
  });

  test.each(['12', '+44770090', 'call me', '020 123 4567 ext 5x', '+999123456789'])(
    'when it is no phone number: %s',
    async (value) => {
      expect(problemOf(await create(phone(value)))).toBe('422 invalid /contactPoints/0/value');
    },
  );

  test.each(['jan', 'jan@', '@example.org', 'jan@example', 'jan jansen@example.org', 'a@b@example.org'])(
    'when it is no e-mail address: %s',
    async (value) => {
      const response = await create({ contactPoints: [{ kind: 'email', value }] });
      expect(problemOf(response)).toBe('422 invalid /contactPoints/0/value');
    },
  );

  test('when a postal address is text, or a phone number an object', async () => {
    const value = { street: 'Dorpsstraat 1', locality: 'Ons Dorp', country: 'NL' };
    const points = [
      { kind: 'post', value: 'Dorpsstraat 1' },
      { kind: 'phone', value },
    ];
    expect(problemOf(await create({ contactPoints: points }))).toBe(
      '422 invalid /contactPoints/0/value /contactPoints/1/value',
    );
  });

  test('when it stands in the list twice, in whatever spelling', async () => {
    const points = [phone('020 1234567'), phone('+31201234567')].flatMap((body) => body.contactPoints);
    expect(problemOf(await create({ contactPoints: points }))).toBe('422 invalid /contactPoints/1');
  });

  test('when there are more than fifty', async () => {
    const points = Array.from({ length: 51 }, (_, index) => ({ kind: 'handle', value: `h${index}` }));
    expect(problemOf(await create({ contactPoints: points }))).toBe('422 invalid /contactPoints');
  });
});

describe('a customer is found', () => {
  test('by a phone number in any form, by e-mail in any case, by an external id', async () => {
    const externalId = { system: 'crm', id: 'C-77' };
    const body = { ...phone('020 765 4321'), externalIds: [externalId] };
    body.contactPoints.push({ kind: 'email', value: 'find.me@example.org' });
    const { id } = await aCustomer(app.api, body);
    for (const terms of [
      { phone: '+31207654321' },
      { phone: '0031 20 7654321' },
      { phone: '020-7654321' },
      { email: 'Find.Me@EXAMPLE.org' },
      { externalId },
    ]) {
      const { body: found } = await search(terms);
      expect([found.match, found.items.map((item: { id: string }) => item.id)]).toEqual(['single', [id]]);
    }
  });

  test('together with everybody who shares the number', async () => {
    const shared = aPhone();
    const ids = [await aCustomer(app.api, phone(shared)), await aCustomer(app.api, phone(shared))].map(
      ({ id }) => id,
    );
    const { body } = await search({ phone: shared });
    expect([body.match, body.items.map((item: { id: string }) => item.id)]).toEqual(['multiple', ids]);
  });

  test.each([{ phone: '+442079460999' }, { email: 'nobody@example.org' }, { phone: 'anonymous' }])(
    'by nobody: %s',
    async (terms) => {
      expect((await search(terms)).body).toEqual({ match: 'none', items: [] });
    },
  );

  test.each([
    [{}, ''],
    [{ phone: '020 1234567', email: 'a@example.org' }, ''],
    [{ phone: 'x' }, '/phone'],
    [{ email: 'x' }, '/email'],
    [{ externalId: { system: 'crm' } }, '/externalId/id'],
  ])('by exactly one good term: %j is refused', async (terms, pointer) => {
    expect(problemOf(await search(terms))).toBe(`422 invalid ${pointer}`);
  });
});

describe('a merge patch', () => {
  const patch = (id: string, body: object) =>
    app.api
      .patch(`/v1/customers/${id}`)
      .set({ 'If-Match': '*', 'Content-Type': 'application/merge-patch+json' })
      .send(JSON.stringify(body));

  test('leaves what it does not mention, and keeps the ids of contact points', async () => {
    const before = await aCustomer(app.api);
    const { body } = await patch(before.id, { silenced: 'deceased' });
    expect(body).toEqual({ ...before, silenced: 'deceased', version: 2 });
    const points = [{ kind: 'email', value: 'new@example.org' }, ...contactPointsOf(before).slice(0, 1)];
    const { body: after } = await patch(before.id, { contactPoints: points });
    expect(after.contactPoints[1].id).toBe(before.contactPoints[0]?.id);
    expect(after.contactPoints).toHaveLength(2);
  });

  test.each([null, []])('empties the contact points with %j', async (nothing) => {
    const { id } = await aCustomer(app.api);
    expect((await patch(id, { contactPoints: nothing })).body.contactPoints).toEqual([]);
  });

  test('takes silenced back with null', async () => {
    const { id } = await aCustomer(app.api, { silenced: 'legal' });
    expect((await patch(id, { silenced: null })).body.silenced).toBeNull();
  });

  test('that changes nothing makes no version', async () => {
    const before = await aCustomer(app.api);
    const { body } = await patch(before.id, { contactPoints: before.contactPoints, silenced: null });
    expect(body).toEqual(before);
  });

  test('may send back what was read, but no other read-only fields', async () => {
    const before = await aCustomer(app.api);
    expect(problemOf(await patch(before.id, { version: 1 }))).toBe('422 invalid /version');
  });

  test('leaves the choices that refer to a contact point it removed', async () => {
    const { id, contactPoints: points } = await aCustomer(app.api);
    const ranked = { channel: 'phone', contactPointId: points[0]?.id };
    await state(app.api, id, { general: { channels: [ranked], declined: [] } });
    expect((await patch(id, { contactPoints: [] })).status).toBe(200);
    const decision = await app.api.post('/v1/decisions').send({ customer: { id }, direction: 'outbound' });
    expect(decision.status).toBe(200);
    expect(decision.body.channels).toContainEqual(
      expect.objectContaining({ channel: 'phone', verdict: 'unreachable' }),
    );
  });
});

function contactPointsOf({ contactPoints: points }: { contactPoints: object[] }): object[] {
  return points.length > 0 ? points : contactPoints().contactPoints;
}
