import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { visit, type Visitor } from '../support/visitor.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

async function newCustomer(): Promise<{ id: string; visitor: Visitor }> {
  const { body } = await app.api.post('/v1/customers').send({});
  await app.api
    .put(`/v1/customers/${body.id}/preferences`)
    .set('If-Match', '"0"')
    .send({
      general: { channels: [{ channel: 'phone', mode: 'human' }] },
      source: { authority: 'customer' },
    });
  app.clock.advance(60_000);
  return { id: body.id, visitor: await visit(app, body.id) };
}

async function report(id: string, body: object): Promise<string> {
  const at = new Date(app.clock.now()).toISOString();
  const sent = { customer: { id }, direction: 'inbound', at, channel: 'phone', arrivedOn: 'phone', ...body };
  return (await app.api.post('/v1/contacts').send(sent)).body.id;
}

const FORCED = {
  channel: 'chat',
  switchedBy: 'company',
  overrideReason: 'cost',
  transfers: 2,
  topic: 'billing',
};

describe('how we did', () => {
  test('says that there is nothing yet', async () => {
    const { visitor } = await newCustomer();
    expect((await visitor.get('/page/served')).text).toContain('No contact with you has been reported yet');
  });

  test('tells what was asked, what happened and why, with the score of the company', async () => {
    const { id, visitor } = await newCustomer();
    await report(id, { mode: 'human', transfers: 0, repeatedIdentification: false });
    await report(id, FORCED);
    await app.api
      .patch(`/v1/customers/${id}/preferences`)
      .set('If-Match', '"1"')
      .send({ general: { channels: [{ channel: 'post' }] }, source: { authority: 'customer' } });
    const { text } = await visitor.get('/page/served');
    expect(text).toContain('First Phone, with a person.');
    expect(text).toContain('This was as you had asked.');
    expect(text).toContain('You came to us by Phone, and it went on by Chat on the website.');
    expect(text).toContain('This was not as you had asked.');
    expect(text).toContain('What was not kept: you were moved to another channel.');
    expect(text).toContain('The reason that was given: to save cost.');
    const exported = JSON.parse((await visitor.get('/page/download')).text);
    expect(exported.companyEffort).toEqual({ score: expect.any(Number), scored: 2, contacts: 2 });
    expect(exported.companyEffort.score).toBeLessThan(100);
    expect(text).toContain(`${exported.companyEffort.score} of 100`);
    expect(text).toContain('The average of 2 of 2 contacts');
  });

  test('takes the answer once, from the customer alone, by a form of the page', async () => {
    const [{ id, visitor }, stranger] = [await newCustomer(), await newCustomer()];
    const contact = await report(id, FORCED);
    const answer = (who: Visitor, asWanted: string) =>
      who.post('/page/served/feedback', { id: contact, asWanted });
    expect((await answer(stranger.visitor, 'yes')).status).toBe(404);
    expect((await answer(visitor, 'perhaps')).status).toBe(404);
    expect((await visitor.post('/page/served/feedback', { id: 'x', asWanted: 'yes' })).status).toBe(404);
    expect((await answer(visitor, 'partly')).headers['location']).toBe('/page/served?said=answered');
    expect((await answer(visitor, 'yes')).status).toBe(303);
    expect((await app.api.get(`/v1/contacts/${contact}`)).body.asWanted).toBe('partly');
    const { text } = await visitor.get('/page/served');
    expect(text).toContain('Your answer is stored: Partly.');
    expect(text).not.toContain('name="asWanted"');
    const withoutForm = app.as().post('/page/served/feedback').set('Cookie', visitor.cookie).type('form');
    expect((await withoutForm.send({ id: contact, asWanted: 'no' })).status).toBe(403);
  });

  test('goes on to older contacts, twenty at a time', async () => {
    const { id, visitor } = await newCustomer();
    for (let count = 0; count < 23; count += 1) {
      app.clock.advance(1_000);
      await report(id, {});
    }
    const first = await visitor.get('/page/served');
    expect(first.text.match(/name="id"/g)).toHaveLength(20);
    const older = /href="(\/page\/served\?after=[^"]+)"/.exec(first.text)?.[1] ?? '';
    expect((await visitor.get(older)).text.match(/name="id"/g)).toHaveLength(3);
  });
});
