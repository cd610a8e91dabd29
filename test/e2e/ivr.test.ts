import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FIELDS } from '../../src/decisions/ivr-answer.js';
import { startApp, type TestApp } from '../support/app.js';
import { aCustomer, choice, state } from '../support/examples.js';
import { faultsOfFlatAnswer, readForm, readXml } from '../support/ivr.js';
import { problemOf } from '../support/problems.js';

let app: TestApp;
let ids: Record<'uk' | 'nl' | 'landline', string>;
beforeAll(async () => {
  app = await startApp();
  const phone = async (value: string) =>
    (await aCustomer(app.api, { contactPoints: [{ kind: 'phone', value }] })).id;
  ids = {
    uk: await phone('+447700900123'),
    nl: await phone('+31201234567'),
    landline: await phone('+442079460123'),
  };
  await state(app.api, ids.uk, { languages: ['en-GB'], needs: ['text_relay', 'braille'] });
});
afterAll(() => app.stop());

const get = (query: object) => app.api.get('/v1/ivr/lookup').query(query);
const post = (body: object, type = 'json') => app.api.post('/v1/ivr/lookup').type(type).send(body);

describe('a phone number is recognised', () => {
  test.each([
    ['+447700900123', 'uk'],
    [' 447700900123', 'uk'],
    ['00447700900123', 'uk'],
    ['+44 7700 900123', 'uk'],
    ['+44-7700-900.123', 'uk'],
    ['+44 (0) 7700 900123', 'uk'],
    ['sip:+447700900123@sbc.example.org', 'uk'],
    ['sip:+447700900123@sbc.example.org;user=phone', 'uk'],
    ['sips:+447700900123;npdi@example.org:5061', 'uk'],
    ['tel:+44-7700-900123;phone-context=example.org', 'uk'],
    ['"Caller" <sip:+447700900123@10.0.0.1>;tag=as58f4201b', 'uk'],
    ['sip:%2B447700900123@example.org', 'uk'],
    ['0201234567', 'nl'],
    ['020 123 4567', 'nl'],
    ['020-1234567', 'nl'],
    ['0031201234567', 'nl'],
    ['31201234567', 'nl'],
  ])('when it is written as %j, in a query, in JSON and in a form', async (phone, who) => {
    const answers = [await get({ phone }), await post({ phone }), await post({ phone }, 'form')];
    expect(answers.map(({ body }) => body.customer_ref)).toEqual(Array(3).fill(ids[who as keyof typeof ids]));
  });

  test.each([
    ['020 7946 0123', 'GB', 'landline'],
    ['02079460123', 'gb', 'landline'],
    ['0201234567', 'ZZ', 'nl'],
    ['0201234567', '', 'nl'],
  ] as const)('when it is national: %s in region %j', async (phone, region, who) => {
    expect((await get({ phone, region })).body.customer_ref).toBe(ids[who]);
  });

  test('when a form is sent with a bare +, which becomes a blank', async () => {
    const { body } = await app.api.post('/v1/ivr/lookup').type('form').send('phone=+447700900123');
    expect(body.customer_ref).toBe(ids.uk);
  });

  test('when JSON has it as a bare number', async () => {
    expect((await post({ phone: 447700900123 })).status).toBe(200);
    expect((await post({ phone: 31201234567 })).body.customer_ref).toBe(ids.nl);
  });
});

describe('a caller who hides the number', () => {
  const words = ['anonymous', 'restricted', 'private', 'unknown', 'unavailable', 'withheld', 'blocked'];
  const spellings = ['+266696687', '+86282452253', '+8656696', '+2562533', '+7378742833'];
  const all = [...words, ...words.map((word) => word.toUpperCase()), ...spellings];
  test.each(['', '   ', 'Anonymous', 'sip:anonymous@anonymous.invalid', '266696687', ...all])(
    'is served and matched to nobody: %j',
    async (phone) => {
      for (const { status, body } of [
        await get({ phone }),
        await post({ phone }),
        await post({ phone }, 'form'),
      ]) {
        expect(status).toBe(200);
        expect(body).toMatchObject({ found: 'no', match: 'withheld', action: 'serve', customer_ref: 'none' });
      }
    },
  );

  test('is served when the flow sends no phone at all, or no body', async () => {
    expect((await get({})).body.match).toBe('withheld');
    expect((await app.api.post('/v1/ivr/lookup')).body.match).toBe('withheld');
  });
});

test.each(['12', 'call me', '+0', '+999999999999999999', 'sip:alice@example.org', 'x'.repeat(3000)])(
  'what is no number never breaks a call: %s',
  async (phone) => {
    const { status, body } = await get({ phone });
    expect([status, body.found, body.match, body.action]).toEqual([200, 'no', 'invalid', 'serve']);
  },
);

test('a number that several customers share is found, says so and names no one', async () => {
  const point = { contactPoints: [{ kind: 'phone', value: '+442079460104' }] };
  const { id } = await aCustomer(app.api, point);
  await aCustomer(app.api, point);
  await state(app.api, id, { general: { channels: [{ channel: 'phone', mode: 'human' }] } });
  expect((await get({ phone: '+442079460104' })).body).toMatchObject({
    ...{ found: 'yes', match: 'multiple', customer_ref: 'none', mode: 'human', reason: 'shared_number' },
    ...{ allow_automated: 'no', language: 'none', version: '0' },
  });
});

describe('the answer', () => {
  test('is the same in all four formats, every field there, every value a word', async () => {
    const query = { phone: '+447700900123', topic: 'billing' };
    const json = await get(query);
    const form = await get({ ...query, format: 'form' });
    const xml = await get({ ...query, format: 'xml' });
    const same = { ...json.body, decision_id: expect.any(String) };
    expect(faultsOfFlatAnswer(json.body)).toEqual([]);
    expect(form.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(readForm(form.text)).toEqual(same);
    expect(xml.headers['content-type']).toMatch(/^application\/xml/);
    expect(xml.text).toMatch(/^<preference>(<item name="[a-z_]+">[A-Za-z0-9_-]+<\/item>)+<\/preference>$/);
    expect(readXml(xml.text)).toEqual(same);
    for (const field of FIELDS) {
      const text = await get({ ...query, format: 'text', field });
      expect(text.headers['content-type']).toMatch(/^text\/plain/);
      if (field !== 'decision_id') expect(text.text).toBe(json.body[field]);
    }
  });

  test('shows routing facts only: of the needs no more than text relay', async () => {
    const { text, body } = await get({ phone: '+447700900123' });
    expect(body).toMatchObject({ relay: 'text_relay', language: 'en-GB' });
    expect(text).not.toMatch(/braille|7700900123|@/);
  });

  test('names the best other channel as a fallback, but none that was declined', async () => {
    await state(app.api, ids.nl, { general: { ...choice('phone', 'chat'), declined: ['callback'] } });
    expect((await get({ phone: '+31201234567' })).body.fallback_channel).toBe('chat');
    await state(app.api, ids.nl, { general: { ...choice('phone'), declined: ['callback', 'chat'] } });
    expect((await get({ phone: '+31201234567' })).body.fallback_channel).not.toBeOneOf(['callback', 'chat']);
  });

  test('offers only what the flow can do', async () => {
    const { body } = await get({
      phone: '+31201234567',
      direction: 'outbound',
      offered: 'phone, sms,,nonsense',
    });
    expect(body).toMatchObject({ action: 'contact', channel: 'phone' });
  });

  test('says that a pause holds', async () => {
    await state(app.api, ids.nl, { pause: { from: '2026-11-20', until: '2026-11-25' } });
    const query = { phone: '+31201234567', direction: 'outbound', topic: 'billing' };
    expect((await get(query)).body).toMatchObject({
      paused: 'yes',
      action: 'wait',
      next_at: '20261125T0800',
    });
    expect((await get({ phone: '+31201234567' })).body).toMatchObject({ paused: 'yes', action: 'serve' });
  });
});

describe('only what would change the meaning of the answer is refused', () => {
  test.each([
    [{ format: 'yaml' }, 'format'],
    [{ format: 'text' }, 'field'],
    [{ format: 'text', field: 'name' }, 'field'],
    [{ direction: 'sideways' }, 'direction'],
    [{ topic: 'garden' }, 'topic'],
    [{ topic: '__proto__' }, 'topic'],
  ])('%j', async (query, name) => {
    expect(problemOf(await get({ phone: '+447700900123', ...query }))).toBe(`400 malformed ${name}`);
    expect(problemOf(await post({ phone: '+447700900123', ...query }))).toBe(`400 malformed ${name}`);
  });

  test.each([
    { arrivedOn: 'pigeon' },
    { offered: 'pigeon' },
    { region: 'Mars' },
    { extra: 'x' },
    { format: '' },
  ])('and not %j', async (query) => {
    expect((await get({ phone: '+447700900123', ...query })).status).toBe(200);
  });

  test('a key without the scope is still 403, and no key 401', async () => {
    const { key } = await app.newKey(['customers:read']);
    expect(problemOf(await app.as(key).get('/v1/ivr/lookup'))).toBe('403 forbidden');
    expect(problemOf(await app.as().get('/v1/ivr/lookup'))).toBe('401 unauthenticated');
  });
});
