import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ChainWriter } from '../../src/audit/chain-writer.js';
import { HeadKeeper } from '../../src/audit/head-keeper.js';
import { readHeads, Sealer, Verification } from '../../src/audit/index.js';
import { SealRepository } from '../../src/audit/seal.repository.js';
import { Ledger } from '../../src/changes/index.js';
import { Clock } from '../../src/platform/clock.js';
import { CONFIG, type Config } from '../../src/platform/config.js';
import { newId } from '../../src/platform/ids.js';
import { LOGGER } from '../../src/platform/logging.js';
import { UnitOfWork } from '../../src/platform/unit-of-work.js';
import { startApp, type TestApp } from '../support/app.js';
import { auditOf, type Audit } from '../support/audit.js';
import { onServer } from '../support/sql.js';

const folder = mkdtempSync(join(tmpdir(), 'voorkeur-audit-'));
const file = join(folder, 'head.json');
let app: TestApp;
let audit: Audit;
beforeAll(async () => {
  app = await startApp({ settings: { AUDIT_HEAD_FILE: file } });
  audit = auditOf(app);
});
afterAll(async () => {
  await app.stop();
  rmSync(folder, { recursive: true });
});

const seal = () => audit.seal();
const keepHead = () => audit.keepHead();
const append = (count: number) => audit.append(count);
const look = (count: number) => audit.look(count);
const owner = (text: string, values?: unknown[]) => audit.owner(text, values);
const verify = () => audit.verify();
/** The same against the head that was kept. */
const verifyAll = async () => audit.verify(await readHeads(file));

describe.each([
  { log: 'ledger' as const, table: 'change', edit: `key_id = 'nobody'` },
  { log: 'access' as const, table: 'access_entry', edit: `key_id = 'nobody'` },
])('the sealed $log', ({ log, table, edit }) => {
  let sequences: string[] = [];
  let gap = '';
  const fault = async () => (await verifyAll())[log].fault;
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
    const without = await verify();
    expect([without.ledger.fault, without.access.fault]).toEqual([null, null]);
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
  expect((await verifyAll()).ledger).toMatchObject({ fault: null, waiting: 2 });
  commit();
  await slow;
  await seal();
  expect((await verifyAll()).ledger).toMatchObject({ fault: null, waiting: 0 });
});

describe('the head', () => {
  test('that is forged is told, and believed in nothing', async () => {
    const [head] = await readHeads(file);
    const forged = { ...head, auditHead: { ...head?.auditHead, at: '2020-01-01T00:00:00Z' } };
    const report = await app.nest.get(Verification).run([forged as never], () => undefined);
    expect(report.head).toBe('forged');
  });

  test('is found in a log of many lines, wherever it stands', async () => {
    const log = join(folder, 'service.log');
    const heads = await readHeads(file);
    const [line] = heads.map((head) => JSON.stringify({ level: 30, ...head, msg: 'the head' }));
    const others = [
      '{"level":30}',
      'no json "auditHead"',
      '{"auditHead":{"at":"2026"},"signature":"00"}',
      '"auditHead"',
    ];
    writeFileSync(log, [...others, line, ...others, line, ''].join('\n'));
    expect(await readHeads(log)).toEqual([...heads, ...heads]);
    expect(await readHeads(join(folder, 'none.log'))).toEqual([]);
  });
});

test('a head that an earlier run left in the log tells of an end that was cut off before the next run', async () => {
  const other = await startApp();
  try {
    const { nest } = other;
    const { seal, append, owner, verify } = auditOf(other);
    const keepHeadIn = async (name: string) => {
      const auditHeadFile = join(folder, name);
      const config = { ...nest.get<Config>(CONFIG), auditHeadFile };
      const parts = [nest.get(SealRepository), nest.get(ChainWriter), nest.get(Clock)] as const;
      await new HeadKeeper(...parts, config, nest.get(LOGGER)).keepNow();
      return readHeads(auditHeadFile);
    };
    await append(2);
    await seal();
    await append(2);
    await seal();
    const before = await keepHeadIn('before');
    await owner('delete from change where sequence > 2');
    await owner('delete from audit_seal where position > 1');
    await append(2);
    await seal();
    const after = await keepHeadIn('after');
    const faultBy = async (heads: typeof after) => (await verify(heads)).ledger.fault;
    expect(await faultBy(after), 'the last one alone knows nothing of it').toBeNull();
    expect(await faultBy([...before, ...after])).toMatchObject({ kind: 'other_chain', position: 2n });
    expect(await faultBy(before)).toMatchObject({ kind: 'other_chain', position: 2n });
  } finally {
    await other.stop();
  }
});

test('a seal that nobody could make stops its own log alone, and is told at once', async () => {
  const other = await startApp();
  try {
    const { append, look, seal, verify } = auditOf(other);
    await append(2);
    await look(2);
    await seal();
    await onServer(
      other.database.serviceUrl,
      `insert into audit_seal (log, position, until_sequence, digests, sealed_at, link)
       select log, position + 1, until_sequence, '', now(), '\\x00' from audit_seal where log = 'ledger' order by position desc limit 1`,
    );
    await append(1);
    await look(1);
    const sealer = other.nest.get(Sealer) as unknown as { sealInTime(): Promise<void> };
    await sealer.sealInTime();
    const { ledger, access } = await verify();
    expect(ledger).toMatchObject({ fault: { kind: 'unsealed' } });
    expect(access).toMatchObject({ fault: null, waiting: 0 });
    const { text } = await other.as().get('/metrics');
    expect(text).toMatch(/^voorkeur_audit_chain_broken 1$/m);
  } finally {
    await other.stop();
  }
});

test('with a key that did not make the last seal nothing is sealed, and with the former one behind a new one all is', async () => {
  const { nest } = app;
  const config = nest.get<Config>(CONFIG);
  const [key = ''] = config.auditKeys ?? [];
  const other = 'another-key-than-the-one-that-sealed';
  const sealWith = async (...auditKeys: string[]) => {
    await append(1);
    const writer = new ChainWriter(nest.get(SealRepository), nest.get(Clock), { ...config, auditKeys });
    await nest.get(UnitOfWork).run((tx) => writer.sealSome(tx, 'ledger', 100));
  };
  const refused = 'No key in AUDIT_KEY made the last seal';
  await expect(sealWith(other)).rejects.toThrow(refused);
  expect((await verify()).ledger).toMatchObject({ fault: null, waiting: 1 });
  await sealWith(other, key);
  await expect(sealWith(key), 'by an instance that has the former one alone').rejects.toThrow(refused);
  await sealWith(other);
  expect((await verify()).ledger.fault, 'by whoever has the former one alone').toMatchObject({
    kind: 'unsealed',
  });
});
