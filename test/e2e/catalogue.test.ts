import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { aCustomer, choice, state } from '../support/examples.js';
import { problemOf } from '../support/problems.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const label = { nl: 'Fax', en: 'Fax' };
const FAX = { label, contactPoint: 'phone', directions: ['outbound'], modes: ['automated'] };
const TOPIC = { label: { nl: 'Tuin', en: 'Garden' }, purpose: 'service' };

const putChannel = (key: string, body: object) => app.api.put(`/v1/channels/${key}`).send(body);
const putTopic = (key: string, body: object) => app.api.put(`/v1/topics/${key}`).send(body);

describe('a new installation', () => {
  test('offers the usual channels in the usual order', async () => {
    const { items } = (await app.api.get('/v1/channels')).body;
    expect(items.map(({ key }: { key: string }) => key).join(' ')).toBe(
      'phone callback sms whatsapp email chat video post visit app portal',
    );
  });

  test('knows the usual topics: safety is essential, offers are marketing', async () => {
    const { items } = (await app.api.get('/v1/topics')).body;
    expect(items.map(({ key }: { key: string }) => key).join(' ')).toBe(
      'billing billing.dispute order appointment outage complaint moving safety offers',
    );
    expect((await app.api.get('/v1/topics/safety')).body.essential).toBe(true);
    expect((await app.api.get('/v1/topics/offers')).body.purpose).toBe('marketing');
    expect((await app.api.get('/v1/topics/billing.dispute')).body.parent).toBe('billing');
  });

  test('has a Dutch and an English label on everything', async () => {
    for (const path of ['/v1/channels', '/v1/topics'])
      for (const item of (await app.api.get(path)).body.items)
        expect(item.label).toMatchObject({ nl: expect.stringMatching(/./), en: expect.stringMatching(/./) });
  });
});

describe('a channel', () => {
  test('is created, replaced, read back and removed', async () => {
    const created = await putChannel('fax', FAX);
    expect([created.status, created.headers['location']]).toEqual([201, '/v1/channels/fax']);
    expect(created.body).toEqual({
      ...FAX,
      key: 'fax',
      hours: null,
      customerHours: null,
      enabled: true,
      position: 1000,
    });
    const replaced = await putChannel('fax', { ...created.body, enabled: false, position: 5 });
    expect(replaced.status).toBe(200);
    expect((await app.api.get('/v1/channels/fax')).body).toEqual({
      ...created.body,
      enabled: false,
      position: 5,
    });
    expect((await app.api.get('/v1/channels')).body.items[0].key).toBe('fax');
    expect((await app.api.delete('/v1/channels/fax')).status).toBe(204);
    expect(problemOf(await app.api.get('/v1/channels/fax'))).toBe('404 not_found');
    expect(problemOf(await app.api.delete('/v1/channels/fax'))).toBe('404 not_found');
  });

  test.each([
    [
      'human hours that end where they begin',
      { hours: { human: [window('09:00', '09:00')] } },
      '/hours/human/0/to',
    ],
    [
      'automated hours on the same day twice',
      { hours: { automated: [window('09:00', '10:00', ['mon', 'mon'])] } },
      '/hours/automated/0/days',
    ],
    [
      'customer hours without a day',
      { customerHours: [window('09:00', '10:00', [])] },
      '/customerHours/0/days',
    ],
    ['customer hours at 24:30', { customerHours: [window('09:00', '24:30')] }, '/customerHours/0/to'],
    ['customer hours from 9 pm', { customerHours: [window('9 pm', '23:00')] }, '/customerHours/0/from'],
    ['an empty list of customer hours', { customerHours: [] }, '/customerHours'],
    ['a label without English', { label: { nl: 'Fax' } }, '/label/en'],
    ['a mode that does not exist', { modes: ['robot'] }, '/modes/0'],
    ['no direction', { directions: [] }, '/directions'],
    ['a position that is no number', { position: '5' }, '/position'],
  ])('is refused with %s', async (_, change, pointer) => {
    expect(problemOf(await putChannel('fax', { ...FAX, ...change }))).toBe(`422 invalid ${pointer}`);
  });

  test.each(['Fax', 'fax-2', '2fax', 'fax.', 'x'.repeat(65), 'fàx'])('can not be called %s', async (key) => {
    expect(problemOf(await putChannel(encodeURIComponent(key), FAX))).toBe('422 invalid key');
  });

  test.each([
    ['in a general choice', { general: choice('chat') }, 'chat'],
    ['in the choice for a topic', { topics: { billing: choice('video') } }, 'video'],
    ['among what is declined', { general: { channels: [], declined: ['post'] } }, 'post'],
    [
      'among what is declined for a topic',
      { topics: { order: { channels: [], declined: ['visit'] } } },
      'visit',
    ],
  ])('that stands %s is not removed', async (_, preferences, channel) => {
    const { id } = await aCustomer(app.api);
    await state(app.api, id, preferences);
    expect(problemOf(await app.api.delete(`/v1/channels/${channel}`))).toBe('409 in_use');
    await state(app.api, id, {});
    expect((await app.api.delete(`/v1/channels/${channel}`)).status).toBe(204);
  });
});

describe('a topic', () => {
  test('is created with the usual patience, replaced and removed', async () => {
    const created = await putTopic('garden', TOPIC);
    expect([created.status, created.body.patience, created.body.essential]).toEqual([201, 'P1D', false]);
    expect((await putTopic('garden', { ...TOPIC, patience: 'PT90M' })).body.patience).toBe('PT90M');
    expect((await app.api.delete('/v1/topics/garden')).status).toBe(204);
  });

  test.each([
    ['a parent that does not exist', { parent: 'nowhere' }, '/parent'],
    ['a patience in months', { patience: 'P1M' }, '/patience'],
    ['an empty patience', { patience: 'P' }, '/patience'],
    ['a purpose that does not exist', { purpose: 'sales' }, '/purpose'],
  ])('is refused with %s', async (_, change, pointer) => {
    expect(problemOf(await putTopic('garden', { ...TOPIC, ...change }))).toBe(`422 invalid ${pointer}`);
  });

  test('can not be part of itself, however far up', async () => {
    await putTopic('a', TOPIC);
    await putTopic('b', { ...TOPIC, parent: 'a' });
    await putTopic('c', { ...TOPIC, parent: 'b' });
    expect(problemOf(await putTopic('a', { ...TOPIC, parent: 'a' }))).toBe('422 invalid /parent');
    expect(problemOf(await putTopic('a', { ...TOPIC, parent: 'c' }))).toBe('422 invalid /parent');
    expect((await app.api.get('/v1/topics/a')).body.parent).toBeNull();
  });

  test('with topics under it is not removed', async () => {
    expect(problemOf(await app.api.delete('/v1/topics/billing'))).toBe('409 in_use');
  });

  test('with a choice is not removed', async () => {
    const { id } = await aCustomer(app.api);
    await state(app.api, id, { topics: { moving: choice('email') } });
    expect(problemOf(await app.api.delete('/v1/topics/moving'))).toBe('409 in_use');
  });
});

function window(from: string, to: string, days: string[] = ['mon']) {
  return { days, from, to };
}
