import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  AccessLog,
  AccessRetention,
  findHead,
  Sealer,
  Verification,
  type Finding,
} from '../../src/audit/index.js';
import { HeadKeeper } from '../../src/audit/head-keeper.js';
import { SealRepository } from '../../src/audit/seal.repository.js';
import { Ledger } from '../../src/changes/index.js';
import { newId } from '../../src/platform/ids.js';
import { UnitOfWork } from '../../src/platform/unit-of-work.js';
import { startApp, type TestApp } from '../support/app.js';
import { command } from '../support/command.js';
import { aCustomer, choice, state } from '../support/examples.js';
import { onServer } from '../support/sql.js';
import { until } from '../support/until.js';

const folder = mkdtempSync(join(tmpdir(), 'voorkeur-audit-'));
const file = join(folder, 'head.json');
let app: TestApp;
beforeAll(async () => {
  app = await startApp({ settings: { AUDIT_HEAD_FILE: file } });
});
afterAll(async () => {
  await app.stop();
  rmSync(folder, { recursive: true });
});

const seal = () => app.nest.get(Sealer).seal();
const keepHead = () => app.nest.get(HeadKeeper).keepNow();
const owner = (text: string, values: unknown[] = []) =>
  app.database.query<Record<string, string>>(text, values);
const append = (count: number, customerId: string | null = null) =>
  app.nest.get(UnitOfWork).run((tx) =>
    app.nest.get(Ledger).appendMany(
      tx,
      Array.from({ length: count }, () => ({
        ...{ type: 'customer.updated' as const, keyId: 'test' },
        ...{ at: new Date(app.clock.now()), paths: ['/externalIds'], customerId },
      })),
    ),
  );
const look = async (count: number, customerId = newId()) => {
  for (let times = 0; times < count; times += 1)
    app.nest.get(AccessLog).saw('test', 'customer', [customerId]);
  await app.nest.get(AccessLog).flush();
};
const verify = async () => {
  const { findings } = await app.nest
    .get(Verification)
    .run(findHead(readFileSync(file, 'utf8')), () => undefined);
  const [ledger, access] = findings as [Finding, Finding];
  return { ledger, access };
};

describe.each([
  { log: 'ledger' as const, table: 'change', edit: `key_id = 'nobody'` },
  { log: 'access' as const, table: 'access_entry', edit: `key_id = 'nobody'` },
])('the sealed $log', ({ log, table, edit }) => {
  let sequences: string[] = [];
  let gap = '';
  const fault = async () => (await verify())[log].fault;
  const at = (index: number) => BigInt(sequences[index] ?? 0);
  let kept: Record<string, unknown>[] = [];

  beforeAll(async () => {
    await append(20);
    await look(20);
    // As a transaction that was rolled back leaves it
    const [drawn] = await owner(`select nextval('${table}_sequence_seq') as gap`);
    gap = String(drawn?.['gap']);
    await append(10);
    await look(10);
    await seal();
    await append(30);
    await look(30);
    await seal();
    await keepHead();
    sequences = (await owner(`select sequence from ${table} order by sequence desc limit 60`))
      .map(({ sequence }) => String(sequence))
      .reverse();
  });

  beforeEach(async () => {
    kept = await owner(`select to_json(t) as row from ${table} t where sequence = any($1)`, [sequences]);
    expect(await fault()).toBeNull();
  });
  afterEach(async () => {
    await owner(`delete from ${table} where sequence >= $1`, [sequences[0]]);
    await owner(
      `insert into ${table} overriding system value
       select r.* from json_array_elements($1::json) e, json_populate_record(null::${table}, e) r`,
      [JSON.stringify(kept.map(({ row }) => row))],
    );
    expect(await fault(), 'after it was put right').toBeNull();
  });

  test('an edit is found', async () => {
    await owner(`update ${table} set ${edit} where sequence = $1`, [sequences[7]]);
    expect(await fault()).toEqual({ kind: 'changed', sequence: at(7) });
  });

  test('a moment that is moved by a microsecond is found', async () => {
    await owner(`update ${table} set at = at + interval '1 microsecond' where sequence = $1`, [
      sequences[40],
    ]);
    expect(await fault()).toEqual({ kind: 'changed', sequence: at(40) });
  });

  test('whose it was is found when it is changed', async () => {
    await owner(`update ${table} set customer_id = $2 where sequence = $1`, [sequences[3], newId()]);
    expect(await fault()).toEqual({ kind: 'changed', sequence: at(3) });
  });

  test('a removal is found', async () => {
    await owner(`delete from ${table} where sequence = $1`, [sequences[12]]);
    expect(await fault()).toEqual({ kind: 'missing', sequence: at(11) });
  });

  test('the removal of the last row is found', async () => {
    await owner(`delete from ${table} where sequence = $1`, [sequences[59]]);
    expect(await fault()).toEqual({ kind: 'missing', sequence: at(58) });
  });

  test('a swap of two rows is found', async () => {
    await owner(`update ${table} set key_id = sequence::text where sequence = any($1)`, [
      [sequences[5], sequences[9]],
    ]);
    await owner(
      `update ${table} set key_id = ($1::bigint + $2::bigint - sequence)::text where sequence = any(array[$1, $2]::bigint[])`,
      [sequences[5], sequences[9]],
    );
    expect(await fault()).toEqual({ kind: 'changed', sequence: at(5) });
  });

  test('an insertion is found', async () => {
    await owner(
      `insert into ${table} overriding system value
       select r.* from json_populate_record(null::${table},
         (select to_jsonb(t) || jsonb_build_object('sequence', $2::bigint, 'id', $3::uuid)
            from ${table} t where sequence = $1)::json) r`,
      [sequences[19], gap, newId()],
    );
    expect(await fault()).toEqual({ kind: 'added', sequence: BigInt(gap) });
  });

  test('a row that is put before the first number is found', async () => {
    await owner(
      `insert into ${table} overriding system value
       select r.* from json_populate_record(null::${table},
         (select to_jsonb(t) || jsonb_build_object('sequence', -7, 'id', $2::uuid)
            from ${table} t where sequence = $1)::json) r`,
      [sequences[19], newId()],
    );
    expect(await fault()).toEqual({ kind: 'added', sequence: -7n });
    await owner(`delete from ${table} where sequence = -7`);
  });

  test('a cut tail is found by the head alone', async () => {
    const seals = await owner(`select to_json(s) as row from audit_seal s where log = $1`, [log]);
    const put = async () => {
      await owner('delete from audit_seal where log = $1', [log]);
      await owner(
        `insert into audit_seal select r.* from json_array_elements($1::json) e, json_populate_record(null::audit_seal, e) r`,
        [JSON.stringify(seals.map(({ row }) => row))],
      );
    };
    const last = seals.length;
    await owner(`delete from ${table} where sequence > $1`, [sequences[29]]);
    await owner('delete from audit_seal where log = $1 and position = $2', [log, last]);
    expect(await fault()).toEqual({ kind: 'cut_off', position: BigInt(last - 1), sequence: at(29) });
    const without = await app.nest.get(Verification).run(null, () => undefined);
    expect(without.findings.map(({ fault: found }) => found)).toEqual([null, null]);
    await append(1);
    await look(1);
    await seal();
    expect(await fault(), 'when it is sealed anew').toMatchObject({
      kind: 'other_chain',
      position: BigInt(last),
    });
    await owner(`delete from ${table} where sequence > $1`, [sequences[59]]);
    await put();
  });
});

describe('what is forgotten', () => {
  test('leaves the ledger verifiable when the customer was erased, and is found when they were not', async () => {
    const { id } = await aCustomer(app.api);
    await state(app.api, id, { general: choice('email'), source: { authority: 'customer' } });
    await seal();
    await owner('select forget_changes($1::uuid[])', [[id]]);
    const rows = await owner('select snapshot, paths::text, key_id from change where customer_id = $1', [id]);
    expect(rows.every(({ snapshot, paths }) => snapshot === null && paths === '{}')).toBe(true);
    const [content] = await owner(
      `select count(*) as salted from ledger_content l join change c using (sequence) where c.customer_id = $1 and salt is not null`,
      [id],
    );
    expect(content?.['salted']).toBe('0');
    expect((await verify()).ledger.fault).toMatchObject({ kind: 'forgotten' });
    await app.nest.get(UnitOfWork).run((tx) =>
      app.nest.get(Ledger).append(tx, {
        ...{ type: 'customer.erased', at: new Date(app.clock.now()), keyId: 'test' },
        ...{ customerId: id, paths: [] },
      }),
    );
    await seal();
    const { ledger } = await verify();
    expect(ledger).toMatchObject({ fault: null });
    expect(ledger.forgotten).toBeGreaterThan(1);
  });

  test('contents that somebody put in the place of what was forgotten are found', async () => {
    const { id } = await aCustomer(app.api);
    await state(app.api, id, { general: choice('email'), source: { authority: 'customer' } });
    await seal();
    const [row] = await owner(
      `select l.sequence, l.salt, c.authority from ledger_content l join change c using (sequence)
        where c.customer_id = $1 and c.snapshot is not null order by 1 desc limit 1`,
      [id],
    );
    const put = (salt: string | null, authority: string) =>
      owner(
        `with content as (update ledger_content set salt = $2 where sequence = $1)
         update change set authority = $3 where sequence = $1`,
        [row?.['sequence'], salt, authority],
      );
    await put(null, 'inferred');
    expect((await verify()).ledger.fault).toEqual({
      kind: 'changed',
      sequence: BigInt(row?.['sequence'] ?? 0),
    });
    await put(row?.['salt'] ?? null, row?.['authority'] ?? '');
    await look(1);
    await seal();
    const [entry] = await owner('select * from access_entry order by sequence desc limit 1');
    const rename = (salt: string | null, forgotten: string | null, customerId: string) =>
      owner('update access_entry set salt = $2, forgotten = $3, customer_id = $4 where sequence = $1', [
        ...[entry?.['sequence'], salt, forgotten, customerId],
      ]);
    const [digest] = await owner(`select sha256(convert_to($1, 'UTF8')) as digest`, [
      `${entry?.['salt']} ${entry?.['customer_id']} `,
    ]);
    await rename(null, digest?.['digest'] ?? null, newId());
    expect((await verify()).access.fault).toMatchObject({ kind: 'changed' });
    await rename(entry?.['salt'] ?? null, null, entry?.['customer_id'] ?? '');
    const { ledger, access } = await verify();
    expect([ledger.fault, access.fault]).toEqual([null, null]);
  });

  test('contents that somebody took out by hand are found', async () => {
    const { id } = await aCustomer(app.api);
    await state(app.api, id, { general: choice('email'), source: { authority: 'customer' } });
    await seal();
    await owner('create table kept_change as select * from change where customer_id = $1', [id]);
    await owner('update change set snapshot = null where customer_id = $1', [id]);
    expect((await verify()).ledger.fault).toMatchObject({ kind: 'changed' });
    await owner('update change c set snapshot = k.snapshot from kept_change k where k.sequence = c.sequence');
    expect((await verify()).ledger.fault).toBeNull();
  });

  test('an access entry keeps who looked and when, not at whom, and verifies', async () => {
    const id = newId();
    await look(3, id);
    await seal();
    await owner('select forget_accesses($1::uuid[])', [[id]]);
    expect(await owner('select 1 from access_entry where customer_id = $1', [id])).toEqual([]);
    const [row] = await owner(
      'select key_id, operation, salt, decision_id from access_entry order by sequence desc limit 1',
    );
    expect(row).toEqual({ key_id: 'test', operation: 'customer', salt: null, decision_id: null });
    const { access } = await verify();
    expect(access).toMatchObject({ fault: null, forgotten: 3 });
  });

  test('is not sealed at the same moment: an erasure waits', async () => {
    const { id } = await aCustomer(app.api);
    let endSealing: () => void = () => undefined;
    const end = new Promise<void>((resolve) => (endSealing = resolve));
    const sealing = app.nest.get(UnitOfWork).run(async (tx) => {
      await app.nest.get(SealRepository).wait(tx);
      await end;
    });
    let isOver = false;
    const erasing = app.api.delete(`/v1/customers/${id}`).then(({ status }) => {
      isOver = true;
      return status;
    });
    await until(async () => {
      const [waiting] = await owner(
        `select count(*) from pg_locks where locktype = 'advisory' and objid = 7040004 and not granted`,
      );
      return waiting?.['count'] !== '0';
    });
    expect(isOver).toBe(false);
    endSealing();
    await sealing;
    expect(await erasing).toBe(200);
  });
});

test('a writer that commits late is sealed too, in its place', async () => {
  let commit: () => void = () => undefined;
  const waiting = new Promise<void>((resolve) => (commit = resolve));
  let written: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (written = resolve));
  const slow = app.nest.get(UnitOfWork).run(async (tx) => {
    await app.nest
      .get(Ledger)
      .append(tx, { type: 'customer.updated', at: new Date(), keyId: 'slow', paths: [] });
    written();
    await waiting;
  });
  await begun;
  await append(2);
  await seal();
  expect((await verify()).ledger).toMatchObject({ fault: null, waiting: 2 });
  commit();
  await slow;
  await seal();
  expect((await verify()).ledger).toMatchObject({ fault: null, waiting: 0 });
});

describe('the head', () => {
  test('that is forged is told, and believed in nothing', async () => {
    const head = findHead(readFileSync(file, 'utf8'));
    const forged = { ...head, auditHead: { ...head?.auditHead, at: '2020-01-01T00:00:00Z' } };
    const report = await app.nest.get(Verification).run(forged as never, () => undefined);
    expect(report.head).toBe('forged');
  });

  test('is found in a log of many lines', () => {
    const line = readFileSync(file, 'utf8').trim();
    const { auditHead, signature } = JSON.parse(line) as Record<string, object>;
    const logged = JSON.stringify({ level: 30, auditHead, signature, msg: 'the head of the sealed logs' });
    expect(findHead(`{"level":30}\nno json "auditHead"\n${logged}\n{"level":40}\n`)).toEqual({
      auditHead,
      signature,
    });
  });
});

test('retention takes away the oldest entries, which leaves the log verifiable; a cut by hand is found', async () => {
  const other = await startApp();
  try {
    other.clock.set('2026-01-05T10:00:00Z');
    const log = other.nest.get(AccessLog);
    const fill = async (count: number) => {
      for (let times = 0; times < count; times += 1) log.saw('test', 'customer', [newId()]);
      await log.flush();
      await other.nest.get(Sealer).seal();
    };
    for (let days = 0; days < 4; days += 1) {
      await fill(10);
      other.clock.advance(86_400_000);
    }
    const run = async () =>
      (await other.nest.get(Verification).run(null, () => undefined)).findings[1] as Finding;
    const cut = other.nest.get(AccessRetention);
    expect(await cut.count(new Date('2026-01-07T00:00:00Z'))).toBe(20);
    expect(await cut.cutSome(new Date('2026-01-07T00:00:00Z'))).toBe(20);
    expect(await cut.cutSome(new Date('2026-01-07T00:00:00Z'))).toBe(0);
    expect(await run()).toMatchObject({ fault: null, rows: 20, seals: 3, cutUntil: 20n });
    await fill(5);
    expect(await cut.cutSome(new Date('2026-01-08T00:00:00Z'))).toBe(10);
    expect(await run()).toMatchObject({ fault: null, rows: 15, cutUntil: 30n });
    await other.database.query('delete from access_entry where sequence <= 40');
    await other.database.query(`delete from audit_seal where until_sequence = 40 and cut_position is null`);
    expect((await run()).fault).toMatchObject({ kind: 'unsealed' });
  } finally {
    await other.stop();
  }
});

test.each(['ledger', 'access'] as const)('a cut that nobody sealed hides nothing: the %s', async (log) => {
  const other = await startApp();
  try {
    await other.api.post('/v1/customers').send({});
    other.nest.get(AccessLog).saw('test', 'customer', [newId()]);
    await other.nest.get(AccessLog).flush();
    await other.nest.get(Sealer).seal();
    const faultOf = async () => {
      const { findings } = await other.nest.get(Verification).run(null, () => undefined);
      return findings.find((finding) => finding.log === log)?.fault;
    };
    expect(await faultOf()).toBeNull();
    const table = log === 'ledger' ? 'change' : 'access_entry';
    await other.database.query(`delete from ${table}`);
    await other.database.query(
      `with gone as (delete from audit_seal where log = $1 returning *)
       insert into audit_seal (log, position, until_sequence, digests, cut_position, sealed_at, link)
       select log, position, until_sequence, link, position, now(), link from gone order by position desc limit 1`,
      [log],
    );
    expect(await faultOf()).toMatchObject({ kind: 'unsealed' });
  } finally {
    await other.stop();
  }
});

describe("the service's role", () => {
  const service = (text: string) =>
    onServer(app.database.serviceUrl, text).then(
      () => 'done',
      (error: { code?: string }) => error.code,
    );
  const DENIED = '42501';

  test.each(['change', 'access_entry', 'audit_seal', 'ledger_content'])(
    'can add to %s, and neither change, delete nor open it',
    async (table) => {
      const column = table === 'change' || table === 'access_entry' ? 'key_id' : 'digest';
      const statements = [
        `update ${table} set ${table === 'audit_seal' ? 'link' : column} = null`,
        `delete from ${table}`,
        `truncate ${table}`,
        `alter table ${table} disable trigger all`,
        `alter table ${table} add column more text`,
        `drop table ${table}`,
        `create trigger mine before insert on ${table} for each row execute function suppress_redundant_updates_trigger()`,
        `grant update on ${table} to public`,
        `select * from ${table} for update`,
      ];
      for (const statement of statements) {
        const code = await service(statement);
        expect(
          code === DENIED || (statement.startsWith('grant') && code === 'done'),
          `${statement}: ${code}`,
        ).toBe(true);
      }
      const [row] = await owner(
        `select has_table_privilege('${new URL(app.database.serviceUrl).username}', '${table}', 'insert') as may,
                has_table_privilege('${new URL(app.database.serviceUrl).username}', '${table}', 'update, delete, truncate') as more`,
      );
      expect(row).toEqual({ may: true, more: false });
    },
  );

  test('can make no tables, functions or roles, nor become the owner', async () => {
    const { username } = new URL(app.database.url);
    for (const statement of [
      'create table mine (id int)',
      'create function mine() returns int language sql as $$ select 1 $$',
      'create role mine',
      `set role ${username}`,
      'insert into migration (timestamp, name) values (1, $$x$$)',
      'drop function cut_accesses(bigint)',
    ])
      expect(await service(statement), statement).toBe(DENIED);
  });

  test('can cut the access log only where a sealed cut says so', async () => {
    expect(await service('select cut_accesses(1)')).toBe('P0001');
  });

  test('can not deceive the functions of the owner with tables of its own', async () => {
    const client = `create temp table audit_seal (log text, position bigint, until_sequence bigint, cut_position bigint);
      insert into audit_seal values ('access', 1, 9999999, 1);
      select cut_accesses(1);`;
    expect(await service(client)).toBe('P0001');
    expect(await owner('select 1 from access_entry limit 1')).toHaveLength(1);
  });
});

describe('voorkeur audit verify', () => {
  const env = () => ({ DATABASE_URL: app.database.serviceUrl, LOG_LEVEL: 'error' });

  test('says what is good and exits with 0, then finds an edit and exits with 2', async () => {
    await seal();
    await keepHead();
    const good = await command(['audit', 'verify', '--head', file], env());
    expect([good.code, good.stderr]).toEqual([0, '']);
    expect(good.stdout).toMatch(
      /^Ledger: [\d,]+ rows under [\d,]+ seals are as they were sealed.*\nAccess log: /,
    );
    const [row] = await owner('select min(sequence) as first from change');
    await owner(`update change set version = 99 where sequence = $1`, [row?.['first']]);
    const bad = await command(['audit', 'verify'], env());
    expect(bad.code).toBe(2);
    expect(bad.stdout).toContain(`Ledger: NOT as it was sealed. Row ${row?.['first']} was changed.`);
    expect(bad.stdout).toContain('No head was given');
  });

  test('without the key it says so, and with another one nothing fits', async () => {
    const none = await command(['audit', 'verify'], { ...env(), AUDIT_KEY: '' });
    expect([none.code, none.stderr]).toEqual([1, 'Set AUDIT_KEY, as the service has it.\n']);
    const other = await command(['audit', 'verify'], { ...env(), AUDIT_KEY: 'x'.repeat(40) });
    expect(other.code).toBe(2);
    expect(other.stdout).toContain('AUDIT_KEY is another one');
  });
});
