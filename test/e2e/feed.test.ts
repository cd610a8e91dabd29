import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { readEvents, type ReceivedEvent } from '../support/event-stream.js';
import { aCustomer, choice, state } from '../support/examples.js';
import { problemOf } from '../support/problems.js';

interface Event {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly sequence: string;
  readonly data: { version: number; paths: string[]; externalIds: { system: string; id: string }[] };
}

let app: TestApp;
let key: string;
beforeAll(async () => {
  app = await startApp({ realTime: true });
  ({ key } = await app.newKey(['events:read']));
});
afterAll(() => app.stop());

const read = async (query: string): Promise<{ items: Event[]; next: string }> => {
  const response = await app.as(key).get(`/v1/changes?${query}`);
  expect(response.status, response.text).toBe(200);
  return response.body;
};
const now = async () => (await read('after=now&limit=1')).next;

describe('the feed', () => {
  test('tells of a change as a CloudEvent, with who it is about and not what was said', async () => {
    const after = await now();
    const { id } = await aCustomer(app.api, {
      externalIds: [{ system: 'crm', id: 'C-1' }],
      contactPoints: [{ kind: 'phone', value: '+447700900321' }],
    });
    await state(app.api, id, { topics: { order: choice('post') }, languages: ['fy'] });
    const response = await app.as(key).get(`/v1/changes?after=${after}`);
    expect(response.text).not.toMatch(/447700900321|"post"|"fy"/);
    const { items, next } = response.body;
    expect(items.map(({ type }: Event) => type)).toEqual(['customer.created', 'preferences.changed']);
    expect(items[1]).toEqual({
      specversion: '1.0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      source: 'urn:voorkeur',
      type: 'preferences.changed',
      subject: id,
      time: expect.stringMatching(/Z$/),
      datacontenttype: 'application/json',
      sequence: next,
      data: {
        customerId: id,
        externalIds: [{ system: 'crm', id: 'C-1' }],
        version: 1,
        paths: ['/languages', '/topics/order'],
        authority: 'customer',
        via: null,
        keyId: expect.any(String),
      },
    });
  });

  test('is read on with next, piece by piece, with nothing left out and nothing twice', async () => {
    const after = await now();
    for (let index = 0; index < 5; index += 1) await aCustomer(app.api, {});
    const whole = await read(`after=${after}`);
    const pieces: Event[] = [];
    for (let position = after, size = 2; size > 0;) {
      const piece = await read(`after=${position}&limit=2`);
      pieces.push(...piece.items);
      position = piece.next;
      size = piece.items.length;
    }
    expect(pieces).toEqual(whole.items);
    expect(pieces).toHaveLength(5);
  });

  test('starts at the beginning when no position is given', async () => {
    expect((await read('limit=1')).items[0]?.sequence).toBe('1');
  });

  test('has a next that moves on past changes of other types', async () => {
    const after = await now();
    await aCustomer(app.api, {});
    const { items, next } = await read(`after=${after}&types=catalogue.changed,customer.merged`);
    expect(items).toEqual([]);
    expect(BigInt(next)).toBe(BigInt(after) + 1n);
  });

  test.each([
    ['types=preferences.changed,nonsense', 'types'],
    ['types=', 'types'],
    ['after=x', 'after'],
    ['after=-1', 'after'],
    ['after=999999', 'after'],
    ['limit=0', 'limit'],
    ['limit=1001', 'limit'],
    ['wait=31', 'wait'],
    ['wait=P1D', 'wait'],
    ['wait=soon', 'wait'],
    ['afer=1', 'afer'],
  ])('refuses %s', async (query, pointer) => {
    expect(problemOf(await app.as(key).get(`/v1/changes?${query}`))).toBe(`422 invalid ${pointer}`);
  });

  test('is not for a key without its scope', async () => {
    const other = await app.newKey(['customers:read']);
    expect(problemOf(await app.as(other.key).get('/v1/changes'))).toBe('403 forbidden');
  });
});

describe('a call that waits', () => {
  test('is answered when a change comes', async () => {
    const after = await now();
    const from = performance.now();
    const waiting = read(`after=${after}&wait=PT20S`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { id } = await aCustomer(app.api, {});
    expect((await waiting).items.map(({ subject }) => subject)).toEqual([id]);
    expect(performance.now() - from).toBeLessThan(5_000);
  });

  test('is answered with nothing when the time is over, also when other types came by', async () => {
    const after = await now();
    const from = performance.now();
    const waiting = read(`after=${after}&wait=1&types=customer.erased`);
    await aCustomer(app.api, {});
    expect((await waiting).items).toEqual([]);
    expect(performance.now() - from).toBeGreaterThan(950);
  });

  test('leaves nobody waiting when its caller goes away', async () => {
    const after = await now();
    const leaving = new AbortController();
    const call = fetch(`${app.url}/v1/changes?after=${after}&wait=30`, {
      headers: { Authorization: `Bearer ${key}` },
      signal: leaving.signal,
    });
    setTimeout(() => leaving.abort(), 200);
    await expect(call).rejects.toThrow('aborted');
  });
});

describe('a stream', () => {
  const follow = async (count: number, query: string, headers = {}): Promise<ReceivedEvent[]> => {
    const leaving = new AbortController();
    const events: ReceivedEvent[] = [];
    for await (const event of readEvents(`${app.url}/v1/changes?${query}`, key, headers, leaving.signal)) {
      if (event.data !== '') events.push(event);
      if (events.length === count) break;
    }
    leaving.abort();
    return events;
  };

  test('brings what was, then what comes, each with its position', async () => {
    const after = await now();
    await aCustomer(app.api, {});
    const following = follow(3, `after=${after}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await aCustomer(app.api, {});
    await aCustomer(app.api, {});
    const events = await following;
    const { items } = await read(`after=${after}`);
    expect(events.map(({ data }) => JSON.parse(data) as Event)).toEqual(items);
    expect(events.map(({ id }) => id)).toEqual(items.map(({ sequence }) => sequence));
  });

  test('goes on after the Last-Event-ID, whatever the address says', async () => {
    const after = await now();
    await aCustomer(app.api, {});
    await aCustomer(app.api, {});
    const { items } = await read(`after=${after}`);
    const [event] = await follow(1, 'after=0', { 'Last-Event-ID': items[0]?.sequence });
    expect(event?.id).toBe(items[1]?.sequence);
  });

  test('is refused as a problem when its position is none', async () => {
    const call = app.as(key).get('/v1/changes').set('Accept', 'text/event-stream').set('Last-Event-ID', 'x');
    expect(problemOf(await call)).toBe('422 invalid Last-Event-ID');
  });
});

test('a stop ends calls that wait, and streams', async () => {
  const other = await startApp({ realTime: true });
  const { key: own } = await other.newKey(['events:read']);
  const call = fetch(`${other.url}/v1/changes?after=now&wait=30`, {
    headers: { Authorization: `Bearer ${own}` },
  });
  const stream = (async () => {
    for await (const event of readEvents(`${other.url}/v1/changes?after=now`, own))
      expect(event.data).toBe('');
  })();
  await new Promise((resolve) => setTimeout(resolve, 300));
  const from = performance.now();
  await other.stop();
  expect(performance.now() - from).toBeLessThan(5_000);
  expect((await call).status).toBe(200);
  await stream;
});
