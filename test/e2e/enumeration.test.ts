import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KeysService } from '../../src/access/index.js';
import type { RateLimits } from '../../src/platform/limit-variables.js';
import type { Scope } from '../../src/platform/scopes.js';
import { startApp, type TestApp } from '../support/app.js';
import { askBatch } from '../support/batch.js';
import { aCustomer } from '../support/examples.js';
import { faultsOfFlatAnswer } from '../support/ivr.js';
import { problemOf } from '../support/problems.js';
import { strangers } from '../support/strangers.js';
import { until } from '../support/until.js';

const KNOWN = '+447911123456';
const SUSPECTED = 'security.enumeration_suspected';
/** What a key is allowed unless it says otherwise. */
const ALLOWED = 150;
/** What is allowed where it does not matter how much. */
const FEW = 15;

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
  await aCustomer(app.api, { contactPoints: [{ kind: 'phone', value: KNOWN }] });
});
afterAll(() => app.stop());

async function aKey(
  limits: Partial<RateLimits> = {},
  scopes: readonly Scope[] = ['decisions:read', 'customers:read'],
) {
  const { id, key } = await app.nest.get(KeysService).create({ name: 'asker', scopes, limits });
  const client = app.as(key);
  const decide = (phone: string) =>
    client.post('/v1/decisions').send({ customer: { phone }, direction: 'inbound' });
  const search = (terms: object) => client.post('/v1/customers/search').send(terms);
  const lookUp = (phone: string) => client.get('/v1/ivr/lookup').query({ phone });
  return { id, key, decide, search, lookUp };
}

const suspicionsOf = async (keyId: string) => {
  const { body } = await app.api.get('/v1/changes').query({ types: SUSPECTED, limit: 1000 });
  return (body.items as { data: { keyId: string } }[]).filter(({ data }) => data.keyId === keyId);
};

/** How many calls were answered until one was refused. */
async function answeredUntilRefused(calls: (() => PromiseLike<{ status: number }>)[]): Promise<number> {
  for (const [index, call] of calls.entries()) if ((await call()).status === 429) return index;
  return calls.length;
}

describe('a key that tries out numbers', () => {
  test('is stopped within 200 misses, one after the other, and told of once', async () => {
    const asker = await aKey();
    const calls = strangers(300).map((phone) => () => asker.decide(phone));
    expect(await answeredUntilRefused(calls)).toBe(ALLOWED);
    const refused = await asker.decide(KNOWN);
    expect(problemOf(refused)).toBe('429 rate_limited');
    expect(refused.headers['retry-after']).toBe('3600');
    await until(async () => (await suspicionsOf(asker.id)).length > 0);
    for (const phone of strangers(20, 5_000)) await asker.decide(phone);
    const [suspicion, ...more] = await suspicionsOf(asker.id);
    expect(more).toEqual([]);
    expect(suspicion).toMatchObject({
      type: SUSPECTED,
      subject: `/keys/${asker.id}`,
      data: { customerId: null, keyId: asker.id, paths: [`/keys/${asker.id}`], authority: null },
    });
    expect(JSON.stringify(suspicion)).not.toMatch(/7700|\+44/);
  });

  test('is stopped within 200 misses when it asks for all at once', async () => {
    const asker = await aKey();
    const answers = await Promise.all(strangers(400).map((phone) => asker.decide(phone)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(ALLOWED);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 429]));
  });

  test('is stopped whatever it asks by, and by all of it together', async () => {
    const asker = await aKey({ misses: FEW });
    const calls = strangers(6).flatMap((phone, index) => [
      () => asker.decide(phone),
      () => asker.search({ email: `nobody-${index}@example.org` }),
      () => asker.search({ externalId: { system: 'crm', id: `nobody-${index}` } }),
      () => asker.search({ phone }), // the same number is no other miss
    ]);
    expect(await answeredUntilRefused(calls)).toBe((FEW / 3) * 4);
    expect(problemOf(await asker.search({ phone: KNOWN }))).toBe('429 rate_limited');
  });

  test('learns nothing from writes that add nobody', async () => {
    const asker = await aKey({ misses: FEW }, ['customers:write']);
    const write = (index: number) =>
      app
        .as(asker.key)
        .put(`/v1/customers/by-external-id/crm/unknown-${index}`)
        .set('If-Match', '*')
        .send({});
    for (let index = 0; index < FEW; index += 1) expect((await write(index)).status).toBe(412);
    expect(problemOf(await write(FEW))).toBe('429 rate_limited');
    const adding = app.as(asker.key).put('/v1/customers/by-external-id/crm/new-one').send({});
    expect((await adding).status).toBe(201);
  });

  test('learns nothing from the IVR, whose calls go on', async () => {
    const asker = await aKey({ misses: FEW });
    const degraded = [];
    for (const phone of strangers(FEW + 10)) degraded.push((await asker.lookUp(phone)).body.degraded);
    expect(degraded.indexOf('yes')).toBe(FEW);
    expect(degraded.slice(FEW)).toEqual(Array.from({ length: 10 }, () => 'yes'));
    const [hit, miss] = [await asker.lookUp(KNOWN), await asker.lookUp(strangers(1, 9_000)[0] ?? '')];
    expect(hit.status).toBe(200);
    expect(faultsOfFlatAnswer(hit.body)).toEqual([]);
    expect(hit.body).toMatchObject({ found: 'no', action: 'serve', mode: 'any', degraded: 'yes' });
    expect(miss.body).toEqual(hit.body);
  });

  test('gets problems in the lines of a batch from then on, and no other batch', async () => {
    const asker = await aKey();
    const line = (phone: string) => `${JSON.stringify({ customer: { phone }, direction: 'inbound' })}\n`;
    const answers = await askBatch(app.url, asker.key, strangers(1_000).map(line).join(''));
    expect(answers.filter((answer) => 'match' in answer)).toHaveLength(ALLOWED);
    expect(answers.at(-1)).toMatchObject({ type: 'urn:voorkeur:problem:rate_limited', line: 1_000 });
    const next = await app
      .as(asker.key)
      .post('/v1/decisions/batch')
      .type('application/x-ndjson')
      .send(line(KNOWN));
    expect(problemOf(next)).toBe('429 rate_limited');
  });

  test('does not keep other keys from finding customers', async () => {
    const [asker, other] = [await aKey({ misses: FEW }), await aKey({ misses: FEW })];
    await Promise.all(strangers(FEW + 5).map((phone) => asker.decide(phone)));
    expect((await asker.decide(KNOWN)).status).toBe(429);
    expect((await other.decide(KNOWN)).body).toMatchObject({ match: 'single' });
    expect((await other.decide(strangers(1)[0] ?? '')).body).toMatchObject({ match: 'none' });
  });

  test('finds customers again after an hour, and is told of again when it goes on', async () => {
    const asker = await aKey({ misses: FEW });
    await Promise.all(strangers(FEW + 5).map((phone) => asker.decide(phone)));
    expect((await asker.decide(KNOWN)).status).toBe(429);
    await until(async () => (await suspicionsOf(asker.id)).length === 1);
    app.clock.advance(3_600_000 - 1);
    expect((await asker.decide(KNOWN)).status).toBe(429);
    app.clock.advance(1);
    expect((await asker.decide(KNOWN)).status).toBe(200);
    await Promise.all(strangers(FEW + 5).map((phone) => asker.decide(phone)));
    await until(async () => (await suspicionsOf(asker.id)).length === 2);
  });
});

describe('a key that does not', () => {
  test('may ask for the same strangers as often as it likes, in any spelling', async () => {
    const asker = await aKey({ misses: FEW });
    for (let round = 0; round < 10; round += 1)
      for (const phone of strangers(FEW - 3)) {
        const text = round % 2 === 0 ? phone : `00${phone.slice(1, 5)} ${phone.slice(5)}`;
        expect((await asker.decide(text)).status).toBe(200);
      }
    expect(await suspicionsOf(asker.id)).toEqual([]);
  });

  test('may ask for numbers that are withheld or none, and for ids, which nobody can guess', async () => {
    const asker = await aKey({ misses: 3 });
    for (const phone of ['anonymous', 'restricted', 'private', 'no number', '12', '13', '14'])
      expect((await asker.decide(phone)).status).toBe(200);
    const client = app.as(asker.key);
    for (let index = 0; index < 6; index += 1) {
      const customer = { id: `019aa001-7b1c-7000-8000-00000000000${index}` };
      expect((await client.post('/v1/decisions').send({ customer, direction: 'inbound' })).status).toBe(200);
    }
  });

  test('is not stopped while it finds more customers than strangers', async () => {
    const asker = await aKey({ misses: 10 });
    const known = strangers(40, 40_000);
    for (const value of known) await aCustomer(app.api, { contactPoints: [{ kind: 'phone', value }] });
    for (const phone of known) expect((await asker.lookUp(phone)).body.found).toBe('yes');
    for (const phone of strangers(40, 50_000)) expect((await asker.lookUp(phone)).body.degraded).toBe('no');
    expect((await asker.lookUp(strangers(1, 60_000)[0] ?? '')).body.degraded).toBe('yes');
  });

  test('can be allowed more, as for a campaign', async () => {
    const asker = await aKey({ misses: 5_000 });
    const answers = await Promise.all(strangers(ALLOWED * 2).map((phone) => asker.decide(phone)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });
});
