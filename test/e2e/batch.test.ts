import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DecisionLog } from '../../src/decisions/decision-log.js';
import { startApp, type TestApp } from '../support/app.js';
import { askBatch, openBatch } from '../support/batch.js';
import { aCustomer, aPhone, choice, contactPoints, state } from '../support/examples.js';
import { addressOf, startTcpProxy, viaProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { until } from '../support/until.js';

let app: TestApp;
let proxy: TcpProxy;
let key: string;
const phones: string[] = [];
beforeAll(async () => {
  app = await startApp({
    databaseUrl: async (url) => {
      proxy = await startTcpProxy(addressOf(url));
      return viaProxy(url, proxy);
    },
  });
  ({ key } = await app.newKey(['decisions:read']));
  for (let index = 0; index < 12; index += 1) {
    const phone = aPhone();
    const { id } = await aCustomer(app.api, contactPoints(phone));
    if (index % 2 === 0) await state(app.api, id, { general: choice('email', 'phone') });
    phones.push(phone);
  }
});
afterAll(async () => {
  await app.stop();
  await proxy.close();
});

const question = (phone: string, more: object = {}) => ({
  customer: { phone },
  direction: 'outbound',
  topic: 'billing',
  ...more,
});
const line = (phone = phones[0] ?? '', more: object = {}) => `${JSON.stringify(question(phone, more))}\n`;
const ask = (body: string | Buffer) => askBatch(app.url, key, body);
const logged = async () => Number((await app.database.query('select count(*) from decision'))[0]?.['count']);
const flushed = () => app.nest.get(DecisionLog).flush();
/** Waits until nothing more is logged, and answers how much is: what the network holds is worked off first. */
async function settled(): Promise<number> {
  for (let last = -1; ; await pause(300)) {
    await flushed();
    const now = await logged();
    if (now === last) return now;
    last = now;
  }
}

/** Answers without what is made anew for each. */
const withoutId = ({ id, instance, ...answer }: Record<string, unknown>) => {
  expect(id ?? instance).toEqual(expect.any(String));
  return answer;
};

describe('a batch', () => {
  test('answers each line as the single call does, in the order of the lines', async () => {
    const questions = [
      ...phones.map((phone) => question(phone)),
      {
        customer: { email: `c${phones[1]?.slice(-6)}@example.org` },
        direction: 'inbound',
        arrivedOn: 'chat',
      },
      question('not a number'),
      question('+442079460999'),
      question('anonymous'),
      question(phones[0] ?? '', { at: '2026-12-25T03:00:00+01:00' }),
    ];
    const shuffled = Array.from({ length: 1_300 }, (_, index) => questions[(index * 7) % questions.length]);
    const singles = await Promise.all(questions.map((body) => app.api.post('/v1/decisions').send(body)));
    const expected = new Map(singles.map(({ body }, index) => [questions[index], withoutId(body)]));
    const answers = await ask(shuffled.map((each) => JSON.stringify(each)).join('\n'));
    expect(answers.map(withoutId)).toEqual(shuffled.map((each) => each && expected.get(each)));
  });

  test('logs every decision once, but for what-ifs', async () => {
    await flushed();
    const before = await logged();
    const answers = await ask(line().repeat(700) + line(phones[0], { at: '2026-12-25T03:00:00+01:00' }));
    await flushed();
    expect(await logged()).toBe(before + 700);
    const ids = answers.map(({ id }) => id);
    expect(new Set(ids).size).toBe(701);
    const kept = await app.database.query('select 1 from decision where id = any($1)', [ids]);
    expect(kept).toHaveLength(700);
  });

  test('answers a bad line with a problem that names it, and the other lines all the same', async () => {
    const body = Buffer.concat([
      Buffer.from(`\ufeff${line()}`),
      Buffer.from('\n  \r\n'),
      Buffer.from(line().replace('\n', '\r\n')),
      Buffer.from('{"customer":\n'),
      Buffer.from('"\xff"\n', 'latin1'),
      Buffer.from(line(phones[0], { topic: 'x\u0000' })),
      Buffer.from('{"a":"\0"}\n'),
      Buffer.from(`${JSON.stringify({ ...question('1'), more: 1, __proto: 2 })}\n`),
      Buffer.from('{"__proto__":{"direction":"inbound"}}\n'),
      Buffer.from(line(phones[0], { topic: 'nothing' })),
      Buffer.from(`{"direction":"inbound","customer":{"phone":"1","email":"a@example.org"}}\n`),
      Buffer.from(`${'x'.repeat(64 * 1024 + 1)}\n`),
      Buffer.from(`${line().trimEnd()}${' '.repeat(60_000)}\n`),
      Buffer.from('[]\nnull\n7\n'),
      Buffer.from(line().trimEnd()),
    ]);
    const answers = await ask(body);
    expect(answers.map(shortly)).toEqual([
      ...['decision', 'decision', '5 400 malformed', '6 400 malformed', '7 400 malformed'],
      ...['8 400 malformed', '9 422 invalid /__proto /more'],
      ...[
        '10 422 invalid /__proto__ /customer /direction',
        '11 422 invalid /topic',
        '12 422 invalid /customer',
      ],
      ...[
        '13 413 too_large',
        'decision',
        '15 422 invalid ',
        '16 422 invalid ',
        '17 422 invalid ',
        'decision',
      ],
    ]);
  });

  test('without a line is answered by nothing', async () => {
    expect(await ask('')).toEqual([]);
    expect(await ask('\n\n')).toEqual([]);
  });

  test('answers a line while the next one is not yet asked', async () => {
    const batch = openBatch(app.url, key, { 'content-type': 'application/jsonl' });
    for (const phone of phones.slice(0, 4)) {
      batch.request.write(line(phone));
      expect(await batch.next()).toMatchObject({ match: 'single', contactPoint: expect.anything() });
    }
    const half = line().length / 2;
    batch.request.write(line().slice(0, half));
    await pause(50);
    batch.request.end(line().slice(half).trimEnd());
    expect(await batch.rest()).toMatchObject([{ match: 'single' }]);
    expect((await batch.answer()).headers['content-type']).toBe('application/x-ndjson');
  });

  test.each([
    ['a key without the scope', 403, 'other', {}],
    ['a key that is none', 401, 'none', {}],
    ['plain JSON', 415, 'own', { 'content-type': 'application/json' }],
    ['a packed body', 415, 'own', { 'content-encoding': 'gzip' }],
  ])('is refused for %s', async (_, status, who, headers) => {
    const keys: Record<string, string> = {
      own: key,
      none: 'vk_none',
      other: (await app.newKey(['customers:read'])).key,
    };
    const batch = openBatch(app.url, keys[who] ?? '', headers);
    batch.request.end('content-encoding' in headers ? gzipSync(line()) : line());
    const answer = await batch.answer();
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    answer.resume();
  });

  test('other addresses take no lines', async () => {
    const call = app.api.post('/v1/decisions').set('Content-Type', 'application/x-ndjson');
    expect((await call.send(line())).status).toBe(415);
  });
});

test('a batch may take longer than any other request, which still may not', async () => {
  const server = app.nest.getHttpServer();
  const { requestTimeout } = server;
  server.requestTimeout = 400;
  try {
    const batch = openBatch(app.url, key);
    const slow = request(`${app.url}/v1/decisions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    });
    const cut = once(slow, 'response').then(([{ statusCode }]) => Number(statusCode));
    slow.on('error', () => undefined);
    slow.write('{');
    const stranger = openBatch(app.url, 'vk_none');
    stranger.request.write(line());
    const strangerGone = once(stranger.request, 'close');
    for (let round = 0; round < 30; round += 1) {
      batch.request.write(line());
      await pause(100);
    }
    batch.request.end();
    expect((await batch.rest()).map(shortly)).toEqual(Array(30).fill('decision'));
    expect(await cut).toBeGreaterThanOrEqual(400);
    expect((await stranger.answer()).statusCode).toBe(401);
    (await stranger.answer()).resume();
    await strangerGone;
  } finally {
    server.requestTimeout = requestTimeout;
  }
});

describe('back-pressure', () => {
  const LINES = 12_000;
  /** Three kilobytes each, so that what the network itself holds is a small part of it. */
  const padded = () => `${line().trimEnd()}${' '.repeat(3_000)}\n`.repeat(100);

  /** Writes until the service takes no more for a second; answers the lines written. */
  async function writeAll(call: ReturnType<typeof openBatch>['request']): Promise<number> {
    const piece = padded();
    for (let written = 0; written < LINES; written += 100) {
      if (call.write(piece)) continue;
      const drained = await Promise.race([once(call, 'drain').then(() => true), pause(1_000, false)]);
      if (!drained) return written + 100;
    }
    return LINES;
  }

  const PATIENT = { timeout: 180_000 };

  test(
    'a reader who does not read stops the writer, and the work; all is answered when it reads on',
    PATIENT,
    async () => {
      await flushed();
      const before = await logged();
      const batch = openBatch(app.url, key);
      const written = await writeAll(batch.request);
      (await batch.answer()).pause();
      expect(written).toBeLessThan(LINES / 2);
      expect((await settled()) - before).toBeLessThan(LINES / 2);
      const answers = batch.rest();
      for (let more = written; more < LINES; more += 100)
        if (!batch.request.write(padded())) await once(batch.request, 'drain');
      batch.request.end();
      expect(await answers).toHaveLength(LINES);
      await flushed();
      expect((await logged()) - before).toBe(LINES);
    },
  );

  test('a caller who goes away ends the work', async () => {
    const batch = openBatch(app.url, key);
    const written = writeAll(batch.request);
    await batch.next();
    batch.request.destroy();
    await Promise.race([written, pause(1_500)]);
    await flushed();
    const then = await logged();
    await pause(300);
    await flushed();
    expect(await logged()).toBe(then);
  });
});

test('while the store is away lines are answered with 503, and once it is back with decisions', async () => {
  const batch = openBatch(app.url, key);
  batch.request.write(line());
  expect(shortly(await batch.next())).toBe('decision');
  proxy.cut();
  batch.request.write(line() + line());
  expect(shortly(await batch.next())).toBe('2 503 unavailable');
  expect(shortly(await batch.next())).toBe('3 503 unavailable');
  proxy.restore();
  let last = '';
  await until(async () => {
    batch.request.write(line());
    last = shortly(await batch.next());
    return last === 'decision';
  });
  batch.request.end();
  expect(await batch.rest()).toEqual([]);
});

/** What a line answered, in short. */
function shortly(answer: Record<string, unknown> | undefined): string {
  if (answer?.['action'] !== undefined) return 'decision';
  const { line: number, status, type, errors } = answer as Record<string, never>;
  const pointers = ((errors ?? []) as { pointer: string }[]).map(({ pointer }) => pointer).sort();
  return [number, status, String(type).replace('urn:voorkeur:problem:', ''), ...pointers].join(' ');
}
