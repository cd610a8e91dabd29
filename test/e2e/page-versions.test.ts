import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { aCustomer, choice, state } from '../support/examples.js';
import { aFormVisitor, versionIn, type FormVisitor } from '../support/page-forms.js';

const DETAILS = '/page/details';
const GENERAL = '/page/choices/general';
const SAVED = [303, '/page/details?said=saved'];

let app: TestApp;
let id: string;
let visitor: FormVisitor;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  ({ id } = await aCustomer(app.api));
  await state(app.api, id, { general: choice('post') });
  visitor = await aFormVisitor(app, id);
});
afterAll(() => app.stop());

const preferences = async () => (await app.api.get(`/v1/customers/${id}/preferences`)).body;
const desk = (patch: object) =>
  app.api.patch(`/v1/customers/${id}/preferences`).set('If-Match', '*').send(patch).expect(200);

describe('the form about the customer, drawn again after a fault', () => {
  test('does not take away what was stated meanwhile', async () => {
    const opened = (await visitor.get(DETAILS)).text;
    await desk({ needs: ['braille'] });
    const faulty = await visitor.send(opened, DETAILS, { pauseFrom: '2026-12-24' });
    expect([faulty.status, versionIn(faulty.text, DETAILS)]).toEqual([422, '1']);
    const mended = await visitor.send(faulty.text, DETAILS, { pauseLast: '2026-12-26' });
    expect([mended.status, mended.headers['location']]).toEqual(SAVED);
    const pause = { from: '2026-12-24', until: '2026-12-27' };
    expect(await preferences()).toMatchObject({ version: 3, needs: ['braille'], pause });
  });

  test('still shows both sides of what both changed, and then moves on', async () => {
    const opened = (await visitor.get(DETAILS)).text;
    await desk({ needs: ['braille'] });
    const changes = { pauseFrom: '2026-12-24', need: 'audio' };
    const faulty = await visitor.send(opened, DETAILS, changes);
    const torn = await visitor.send(faulty.text, DETAILS, { pauseLast: '2026-12-26' });
    expect([torn.status, versionIn(torn.text, DETAILS)]).toEqual([422, '2']);
    expect(torn.text).toContain('Meanwhile something was changed');
    expect((await preferences()).version).toBe(2);
    const settled = await visitor.send(torn.text, DETAILS);
    expect([settled.status, settled.headers['location']]).toEqual(SAVED);
    expect(await preferences()).toMatchObject({ version: 3, needs: ['audio'] });
  });

  test('keeps its version when the service refuses it', async () => {
    const opened = (await visitor.get(DETAILS)).text;
    await desk({ needs: ['braille'] });
    const faulty = await visitor.send(opened, DETAILS, { timeZone: 'Mars/Olympus' });
    expect([faulty.status, versionIn(faulty.text, DETAILS)]).toEqual([422, '1']);
    await visitor.send(faulty.text, DETAILS, { timeZone: 'Europe/Paris' });
    expect(await preferences()).toMatchObject({ needs: ['braille'], timeZone: 'Europe/Paris' });
  });

  test('of a version that never was goes by what is stored now', async () => {
    const opened = (await visitor.get(DETAILS)).text;
    const faulty = await visitor.send(opened, DETAILS, { version: '99', pauseFrom: '2026-12-24' });
    expect([faulty.status, versionIn(faulty.text, DETAILS)]).toEqual([422, '1']);
  });
});

describe('the form of a choice', () => {
  test.each([
    ['up:chat', 200],
    ['down:post', 200],
    ['add:post', 200],
    ['preview', 200],
    ['save', 422],
  ])('after %s keeps its version, and asks before it replaces another choice', async (button, status) => {
    const opened = (await visitor.get(GENERAL)).text;
    await desk({ general: choice('visit') });
    const faulty: Record<string, string> = button === 'save' ? { 'when.post': 'times' } : {};
    const drawn = await visitor.send(opened, GENERAL, { 'wish.chat': 'yes', ...faulty, do: button });
    expect([drawn.status, versionIn(drawn.text, GENERAL)]).toEqual([status, '1']);
    const torn = await visitor.send(drawn.text, GENERAL, { 'when.post': 'any' });
    expect([torn.status, versionIn(torn.text, GENERAL)]).toEqual([422, '2']);
    expect(torn.text).toContain('Meanwhile something was changed');
    expect((await preferences()).general.channels).toMatchObject([{ channel: 'visit' }]);
    expect((await visitor.send(torn.text, GENERAL)).status).toBe(303);
    const { channels } = (await preferences()).general;
    expect(channels.map(({ channel }: { channel: string }) => channel).sort()).toEqual(['chat', 'post']);
  });
});

test('a confirmation of choices that changed meanwhile is not taken, and says so', async () => {
  const opened = (await visitor.get('/page')).text;
  await desk({ needs: ['braille'] });
  const refused = await visitor.send(opened, '/page/confirm');
  expect(refused.headers['location']).toBe('/page?said=changed');
  expect((await preferences()).confirmedAt).toBeNull();
  const told = (await visitor.get('/page?said=changed')).text;
  expect(told).toContain('we have not noted yet that everything is right');
  expect((await visitor.send(told, '/page/confirm')).headers['location']).toBe('/page?said=confirmed');
});
