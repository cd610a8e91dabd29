import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FileImportService, type FileImport } from '../../src/exchange/index.js';
import { startApp, type TestApp } from '../support/app.js';
import { aCustomer, choice, state } from '../support/examples.js';
import { customers, line, makeImportFolder } from '../support/import-files.js';
import { dump, dumpPlain } from '../support/registry.js';
import { hashOf } from '../support/sealing.js';

const folder = makeImportFolder();
let app: TestApp;
let name: string;
let file = 0;
beforeAll(async () => {
  app = await startApp({ realTime: true });
});
beforeEach(async () => {
  await app.database.query('truncate customer, change, import_progress cascade');
  file += 1;
  name = `${file}.ndjson`;
});
afterAll(async () => {
  await app.stop();
  folder.remove();
});

async function importLines(lines: readonly (object | string)[], options: Partial<FileImport> = {}) {
  const path = folder.write(name, lines);
  const usual = {
    format: 'ndjson',
    authority: 'import',
    system: 'crm',
    dryRun: false,
    restart: false,
  } as const;
  const wish = { ...usual, path, errors: `${path}.errors.ndjson`, ...options };
  const watcher = { begin: () => undefined, step: () => undefined };
  const { signal } = new AbortController();
  const { created, changed, unchanged, refused } = await app.nest
    .get(FileImportService)
    .import(wish, watcher, signal);
  return [created, changed, unchanged, refused];
}

interface Refused {
  readonly line: number;
  readonly faults: readonly { pointer: string; detail: string }[];
}
const refused = () =>
  folder.read<Refused>(`${name}.errors.ndjson`).map(({ line, faults }) => [line, faults[0]?.pointer]);
const idOf = async (id: string) =>
  (
    await app.database.query<{ id: string }>('select customer_id as id from external_id where id = $1', [id])
  )[0]?.id;

describe('a line', () => {
  test('stores what the API stores, and writes the same into the ledger', async () => {
    const points = [
      { kind: 'phone', value: '020 765 4321', use: 'work', verifiedAt: '2026-01-02T03:04:05Z' },
      {
        kind: 'post',
        value: { street: "'s Gravenweg 1", locality: 'Ons Dorp', country: 'NL' },
        undeliverable: true,
      },
    ];
    const ranked = {
      channel: 'phone',
      mode: 'human',
      windows: [{ days: ['mon'], from: '09:00', to: '12:00' }],
    };
    const rest = { languages: ['nl'], topics: { billing: choice('email') }, needs: [] };
    const { body } = await app.api
      .put('/v1/customers/by-external-id/crm/same')
      .send({ contactPoints: points, silenced: 'legal', source: { authority: 'import' } });
    const limit = { max: 3, per: 'month' };
    const general = {
      channels: [{ ...ranked, contactPointId: body.contactPoints[0].id }],
      declined: ['sms'],
      limit,
    };
    await app.api
      .patch(`/v1/customers/${body.id}/preferences`)
      .set('If-Match', '*')
      .send({ general, ...rest, source: { authority: 'import' } });
    const byApi = JSON.stringify(await dumpPlain(app.database)).replaceAll(body.contactPoints[0].id, 'POINT');
    await app.database.query('truncate customer, change cascade');
    const named = {
      channels: [{ ...ranked, contactPoint: { kind: 'phone', value: '0207654321' } }],
      declined: ['sms'],
      limit,
    };
    const counts = await importLines([
      line('same', { contactPoints: points, silenced: 'legal', preferences: { general: named, ...rest } }),
    ]);
    expect(counts).toEqual([1, 0, 0, 0]);
    const [point] = await app.database.query<{ id: string }>(
      `select id from contact_point where kind = 'phone'`,
    );
    const keyId = /"([0-9a-f]{12})"/.exec(byApi)?.[1] ?? '';
    const byImport = JSON.stringify(await dumpPlain(app.database)).replaceAll(point?.id ?? '', 'POINT');
    expect(byImport.replaceAll('command-line', keyId)).toBe(byApi);
  });

  test('that says what is stored already makes no version and no row in the ledger', async () => {
    await importLines(customers(50));
    const before = await dump(app.database, ['customer', 'contact_point', 'preferences', 'change']);
    const counts = await importLines(customers(50), { restart: true });
    expect(counts).toEqual([0, 0, 50, 0]);
    expect(await dump(app.database, ['customer', 'contact_point', 'preferences', 'change'])).toEqual(before);
  });

  test('changes only what it names: other choices, contact points and keys stay', async () => {
    await importLines([
      line('C-1', {
        contactPoints: [{ kind: 'email', value: 'c1@example.org' }],
        preferences: { general: choice('email', 'phone'), topics: { billing: choice('phone') } },
      }),
    ]);
    const counts = await importLines([
      {
        externalIds: [
          { system: 'erp', id: '7' },
          { system: 'crm', id: 'C-1' },
        ],
        preferences: { topics: { order: choice('sms') } },
      },
      line('C-1', { preferences: { general: { declined: ['post'] } } }),
    ]);
    expect(counts).toEqual([0, 2, 0, 0]);
    const { body } = await app.api.get(`/v1/customers/${await idOf('C-1')}`);
    expect(body).toMatchObject({
      version: 2,
      externalIds: [{ id: 'C-1' }, { id: '7' }],
      contactPoints: [{ kind: 'email' }],
    });
    const preferences = (await app.api.get(`/v1/customers/${body.id}/preferences`)).body;
    expect(preferences.general).toMatchObject({
      channels: [{ channel: 'email' }, { channel: 'phone' }],
      declined: ['post'],
    });
    expect(Object.keys(preferences.topics).sort()).toEqual(['billing', 'order']);
  });

  test('that comes twice is applied in order, each with a version of its own', async () => {
    const says = (...channels: string[]) => line('C-1', { preferences: { general: choice(...channels) } });
    expect(await importLines([says('phone'), says('email'), says('email')])).toEqual([1, 1, 1, 0]);
    const { body } = await app.api.get(`/v1/customers/${await idOf('C-1')}/preferences/history`);
    expect(body.items.map(({ version }: { version: number }) => version)).toEqual([2, 1]);
  });

  test('may keep its word under another authority, but never above a higher one', async () => {
    const { id } = await aCustomer(app.api, line('C-1'));
    await state(app.api, id, { general: choice('phone'), source: { authority: 'customer' } });
    const preferences = { general: choice('email'), languages: ['nl'] };
    const counts = await importLines([line('C-1', { silenced: 'legal', preferences })]);
    expect([counts, refused()]).toEqual([[0, 0, 0, 1], [[1, '/preferences/general']]]);
    expect((await app.api.get(`/v1/customers/${id}`)).body).toMatchObject({ silenced: null, version: 1 });
    expect(await importLines([line('C-1', { preferences })], { authority: 'customer' })).toEqual([
      0, 1, 0, 0,
    ]);
    expect((await app.api.get(`/v1/customers/${id}/preferences`)).body.statedBy['/languages'].authority).toBe(
      'customer',
    );
  });
});

describe('a line with a fault', () => {
  const SECRET = '+31687654321';

  test('is told by number and place, nothing of it is stored, no value is repeated, and the others go in', async () => {
    await aCustomer(app.api, line('A'));
    await aCustomer(app.api, line('B'));
    const point = { kind: 'phone', value: SECRET };
    const general = (rank: object) => ({ preferences: { general: { channels: [rank], declined: [] } } });
    const bad: [object | string, string][] = [
      [`{"phone": "${SECRET}"`, ''],
      [line('x', { contactPoints: [point, point] }), '/contactPoints/1'],
      [line('x', { contactPoints: [{ kind: 'email', value: SECRET }] }), '/contactPoints/0/value'],
      [
        line('x', { contactPoints: [point], ...general({ channel: 'pigeon' }) }),
        '/preferences/general/channels/0/channel',
      ],
      [line('x', { preferences: { topics: { unheard: choice('email') } } }), '/preferences/topics/unheard'],
      [line('x', { preferences: { timeZone: 'Mars/Olympus' } }), '/preferences/timeZone'],
      [
        line('x', general({ channel: 'phone', contactPoint: point })),
        '/preferences/general/channels/0/contactPoint',
      ],
      [
        {
          externalIds: [
            { system: 'crm', id: 'A' },
            { system: 'crm', id: 'B' },
          ],
        },
        '/externalIds',
      ],
      [{ contactPoints: [point] }, ''],
      [line('x', { [SECRET]: 1 }), '/…'],
      [line('x', { silenced: SECRET }), '/silenced'],
      [line(`a\u0000${SECRET}`), '/externalIds/0/id'],
    ];
    const good = customers(30);
    const before = await dumpPlain(app.database);
    const counts = await importLines([...bad.map(([text]) => text), ...good]);
    expect([counts, refused()]).toEqual([
      [30, 0, 0, bad.length],
      bad.map(([, pointer], index) => [index + 1, pointer]),
    ]);
    expect(`${JSON.stringify(folder.read(`${name}.errors.ndjson`))}`).not.toContain('687654321');
    expect(await dumpPlain(app.database)).toHaveLength(before.length + 30);
    expect(await idOf('x')).toBeUndefined();
  });

  test('that only the store refuses is left out, and the rest of its chunk goes in', async () => {
    await app.database.query(
      `alter table contact_point add constraint broken
       check (value_hash <> '\\x${hashOf('phone', '+31610000007').toString('hex')}') not valid`,
    );
    try {
      expect(await importLines(customers(20))).toEqual([19, 0, 0, 1]);
      expect(refused()).toEqual([[8, '']]);
      expect(await idOf('C-7')).toBeUndefined();
      expect(await dumpPlain(app.database)).toHaveLength(19);
    } finally {
      await app.database.query('alter table contact_point drop constraint broken');
    }
  });
});

describe('an id that is no customer any more', () => {
  test('makes no customer of it, and nothing of the one that it is part of', async () => {
    const old = await aCustomer(app.api, line('old'));
    const into = await aCustomer(app.api, line('new'));
    await app.api
      .post(`/v1/customers/${old.id}/merge`)
      .set('If-Match', '*')
      .send({ into: into.id })
      .expect(200);
    const before = await dump(app.database);
    const says = { silenced: 'legal', contactPoints: [] };
    expect(
      await importLines([
        { id: old.id.toUpperCase(), ...says },
        { id: old.id, ...line('old', says) },
      ]),
    ).toEqual([0, 0, 0, 2]);
    expect(refused()).toEqual([
      [1, '/id'],
      [2, '/id'],
    ]);
    expect(JSON.stringify(folder.read(`${name}.errors.ndjson`))).toContain(into.id);
    expect({ ...(await dump(app.database)), import_progress: [] }).toEqual({
      ...before,
      import_progress: [],
    });
    expect(await importLines([line('old', { silenced: 'legal' })], { restart: true })).toEqual([0, 1, 0, 0]);
    expect((await app.api.get(`/v1/customers/${into.id}`)).body.silenced).toBe('legal');
  });
});

test('what the customer says in a file overtakes what was open to be asked; other files leave it open', async () => {
  const { id } = await aCustomer(app.api, line('asked'));
  await app.database.query(
    `insert into question (id, customer_id, kind, key_id, asked_at, expires_at, state)
     values (gen_random_uuid(), $1, 'confirm', 'k', now(), now() + interval '1 hour', 'open')`,
    [id],
  );
  const stateOf = async () => (await app.database.query('select state from question'))[0]?.['state'];
  const says = (language: string) => [line('asked', { preferences: { languages: [language] } })];
  expect(await importLines(says('nl'))).toEqual([0, 1, 0, 0]);
  expect(await stateOf()).toBe('open');
  expect(await importLines(says('en'), { authority: 'customer' })).toEqual([0, 1, 0, 0]);
  expect(await stateOf()).toBe('overtaken');
});

test('a dry run says what would happen, and no table changes', async () => {
  await importLines(customers(10));
  const before = await dump(app.database);
  const lines = [
    ...customers(20),
    line('C-1', { preferences: { general: null } }),
    line('bad', { silenced: 'no' }),
  ];
  const counts = await importLines(lines, { dryRun: true });
  expect(counts).toEqual([10, 1, 10, 1]);
  expect(refused()).toEqual([[22, '/silenced']]);
  expect(await dump(app.database)).toEqual(before);
});

test('writers of the same customers get along with an import', async () => {
  await importLines(customers(200));
  const others = async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 60; i += 1) {
      const path = `/v1/customers/by-external-id/crm/C-${(i * 37) % 400}`;
      statuses.push((await app.api.put(path).send({ silenced: i % 2 ? 'legal' : null })).status);
    }
    return statuses;
  };
  const lines = customers(400).map((each) => ({ ...each, preferences: { languages: ['nl'] } }));
  const [counts, statuses] = await Promise.all([importLines(lines), others()]);
  expect(counts[3]).toBe(0);
  expect(statuses.filter((status) => status >= 300)).toEqual([]);
  expect(await dumpPlain(app.database)).toHaveLength(400);
});
