import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';

const TOPIC = { label: { nl: 'Proef', en: 'Trial' }, purpose: 'service' };

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ realTime: true });
});
afterAll(() => app.stop());

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

test('an id that is none does not fail the look-ups that are asked with it', async () => {
  const { body } = await app.api.post('/v1/customers').send({});
  const ask = (id: string) =>
    app.api.post('/v1/decisions').send({ customer: { id }, direction: 'inbound', arrivedOn: 'phone' });
  const answers = await Promise.all(
    times(30, (index) => (index % 5 === 0 ? ask(`urn:uuid:${body.id}`) : ask(body.id))),
  );
  expect(answers.map(({ status }) => status)).toEqual(times(30, (index) => (index % 5 === 0 ? 422 : 200)));
});

test('many topics written at once neither starve the others nor fail', async () => {
  const answers = await Promise.all(
    times(30, (index) => app.api.put(`/v1/topics/many_${index}`).send(TOPIC)),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
});

test('two topics never become parts of each other', async () => {
  for (const round of times(8, String)) {
    const [a, b] = [`left_${round}`, `right_${round}`];
    await app.api.put(`/v1/topics/${a}`).send(TOPIC);
    await app.api.put(`/v1/topics/${b}`).send(TOPIC);
    const answers = await Promise.all([
      app.api.put(`/v1/topics/${a}`).send({ ...TOPIC, parent: b }),
      app.api.put(`/v1/topics/${b}`).send({ ...TOPIC, parent: a }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
  }
});

test('writers that swap external ids in parallel collide without a fault of ours', async () => {
  const [one, other] = await Promise.all(times(2, () => app.api.post('/v1/customers').send({})));
  const give = (id: string, key: string) =>
    app.api
      .patch(`/v1/customers/${id}`)
      .set('If-Match', '*')
      .send({ externalIds: times(2, (index) => ({ system: 'swap', id: `${key}${index}` })) });
  const calls = times(12, (index) => give((index % 2 ? one : other)?.body.id, index % 3 ? 'a' : 'b'));
  const statuses = (await Promise.all(calls)).map(({ status }) => status);
  expect(statuses.every((status) => status === 200 || status === 409)).toBe(true);
});

test('the past at the instant of a change is the change', async () => {
  const { body } = await app.api.post('/v1/customers').send({});
  const path = `/v1/customers/${body.id}/preferences`;
  for (const version of [0, 1, 2, 3, 4]) {
    const timeZone = version % 2 ? 'Europe/Paris' : 'Europe/Amsterdam';
    const stored = await app.api.patch(path).set('If-Match', `"${version}"`).send({ timeZone });
    const past = await app.api.get(path).query({ asOf: stored.body.updatedAt });
    expect(past.body).toEqual(stored.body);
  }
});
