import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { AccessLog, AccessRetention, LedgerRetention, Sealer } from '../../src/audit/index.js';
import { ForgettingRepository } from '../../src/audit/forgetting.repository.js';
import { SealRepository } from '../../src/audit/seal.repository.js';
import { newId } from '../../src/platform/ids.js';
import { UnitOfWork } from '../../src/platform/unit-of-work.js';
import { startApp, type TestApp } from '../support/app.js';
import { auditOf, type Audit } from '../support/audit.js';
import { aCustomer, choice, state } from '../support/examples.js';
import { onServer } from '../support/sql.js';
import { until } from '../support/until.js';

let app: TestApp;
let audit: Audit;
beforeAll(async () => {
  app = await startApp();
  audit = auditOf(app);
});
afterAll(() => app.stop());

const seal = () => audit.seal();
const look = (count: number, customerId?: string) => audit.look(count, customerId);
const owner = (text: string, values?: unknown[]) => audit.owner(text, values);
const verify = () => audit.verify();

describe('what is forgotten', () => {
  test('leaves the ledger verifiable when the customer was erased, and is found when they were not', async () => {
    const { id } = await aCustomer(app.api);
    await state(app.api, id, { general: choice('email'), source: { authority: 'customer' } });
    await seal();
    const [told] = await owner(
      'select sequence from change where customer_id = $1 and snapshot is not null order by 1 limit 1',
      [id],
    );
    await owner('select forget_change_rows(array[$1::bigint])', [told?.['sequence']]);
    expect((await verify()).ledger.fault).toEqual({
      kind: 'forgotten',
      sequence: BigInt(told?.['sequence'] ?? 0),
    });
    await app.api.delete(`/v1/customers/${id}`).expect(200);
    const rows = await owner(
      `select snapshot, paths::text, salt from change c left join ledger_content l using (sequence)
        where customer_id = $1 and type <> 'customer.erased'`,
      [id],
    );
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) expect(row).toEqual({ snapshot: null, paths: '{}', salt: null });
    await seal();
    const { ledger } = await verify();
    expect(ledger).toMatchObject({ fault: null });
    expect(ledger.forgotten).toBeGreaterThan(1);
  });

  test('is nothing of customers who were not erased, whoever asks for it', async () => {
    const { id } = await aCustomer(app.api);
    await look(1, id);
    const left = () =>
      owner(
        `select paths::text as kept from change where customer_id = $1
         union all select operation from access_entry where customer_id = $1`,
        [id],
      );
    const before = await left();
    const service = (text: string) => onServer(app.database.serviceUrl, text, [[id]]);
    await service('select forget_changes($1::uuid[])');
    await service('select forget_accesses($1::uuid[])');
    expect(await left()).toEqual(before);
    expect(before).toContainEqual({ kept: 'customer' });
  });

  test('is found when somebody had a customer count as erased who was not', async () => {
    const other = await startApp();
    try {
      const there = auditOf(other);
      const { id } = await aCustomer(other.api);
      await there.look(2, id);
      await there.seal();
      await onServer(other.database.serviceUrl, 'insert into erased_customer values ($1, now())', [id]);
      await onServer(other.database.serviceUrl, 'select forget_accesses($1::uuid[])', [[id]]);
      expect((await there.verify()).access).toMatchObject({ fault: { kind: 'unfounded' } });
      await there.owner('delete from customer where id = $1', [id]);
      expect((await there.verify()).access.fault).toEqual({ kind: 'unfounded' });
    } finally {
      await other.stop();
    }
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
    const { id } = await aCustomer(app.api);
    await look(3, id);
    await seal();
    const { access: before } = await verify();
    await app.api.delete(`/v1/customers/${id}`).expect(200);
    expect(await owner('select 1 from access_entry where customer_id = $1', [id])).toEqual([]);
    const rows = await owner(
      'select key_id, operation, salt, decision_id from access_entry where forgotten is not null',
    );
    expect(rows).toContainEqual({ key_id: 'test', operation: 'customer', salt: null, decision_id: null });
    await seal();
    const { access } = await verify();
    expect(access.fault).toBeNull();
    expect(access.forgotten).toBeGreaterThanOrEqual(before.forgotten + 3);
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

test('retention of changes seals the leave to forget; what went without it is found', async () => {
  const other = await startApp();
  try {
    const { seal, owner, verify } = auditOf(other);
    const { id } = await aCustomer(other.api);
    for (const channel of ['email', 'phone', 'chat'])
      await state(other.api, id, { general: choice(channel), source: { authority: 'customer' } });
    await owner(`update change set at = at - interval '3 years'`);
    await seal();
    const service = (text: string) =>
      onServer(other.database.serviceUrl, text).then(
        () => 'done',
        (error: { code?: string }) => error.code,
      );
    const retention = other.nest.get(LedgerRetention);
    const longAgo = new Date(other.clock.now() - 3_000 * 86_400_000);
    const twoYears = new Date(other.clock.now() - 730 * 86_400_000);
    const always = () => true;
    expect(await service(`select forget_old_changes('2020-01-01', 10)`)).toBe('P0001');
    expect(await retention.forget(longAgo, always)).toBe(0);
    expect(await service('select forget_old_changes(now(), 10)')).toBe('P0001');

    const old = await retention.count(twoYears);
    expect(old).toBeGreaterThan(1);
    expect(await retention.forget(twoYears, always)).toBe(old);
    expect([await retention.count(twoYears), await retention.forget(twoYears, always)]).toEqual([0, 0]);
    expect(await owner('select 1 from audit_seal where forgets_before is not null')).toHaveLength(2);
    expect((await verify()).ledger).toMatchObject({ fault: null, forgotten: old });

    const move = (by: string) =>
      owner(
        `update audit_seal set forgets_before = forgets_before + $1::interval where forgets_before = $2`,
        [...[by, twoYears]],
      );
    await move('1 year');
    expect((await verify()).ledger.fault).toMatchObject({ kind: 'unsealed' });
    await owner(`update audit_seal set forgets_before = $1 where forgets_before > $1`, [twoYears]);
    expect((await verify()).ledger.fault).toBeNull();

    await state(other.api, id, { general: choice('sms'), source: { authority: 'customer' } });
    await seal();
    const [newest] = await owner('select max(sequence) as last from change');
    await owner('select forget_change_rows(array[$1::bigint])', [newest?.['last']]);
    expect((await verify()).ledger.fault).toMatchObject({ kind: 'forgotten' });
  } finally {
    await other.stop();
  }
});

test('retention of changes that goes on meanwhile is no fault, on two instances at once', async () => {
  const other = await startApp();
  try {
    const { seal, owner, verify } = auditOf(other);
    const { id } = await aCustomer(other.api);
    for (const channel of ['email', 'phone', 'chat'])
      await state(other.api, id, { general: choice(channel), source: { authority: 'customer' } });
    await owner(`update change set at = at - interval '3 years'`);
    await seal();
    const before = new Date(other.clock.now() - 730 * 86_400_000);
    const forget = () => other.nest.get(LedgerRetention).forget(before, () => true);
    const forgetting = other.nest.get(ForgettingRepository);
    const findUnlawful = vi.spyOn(forgetting, 'findUnlawful').mockImplementationOnce(async (leave) => {
      const both = await Promise.all([forget(), forget()]);
      expect(both.reduce((sum, rows) => sum + rows, 0)).toBeGreaterThan(0);
      findUnlawful.mockRestore();
      return forgetting.findUnlawful(leave);
    });
    const { ledger } = await verify();
    expect(ledger).toMatchObject({ fault: null });
    expect(ledger.forgotten).toBeGreaterThan(0);
  } finally {
    await other.stop();
  }
});

test('an erasure that nobody made, with words that are no id, is found like any other', async () => {
  const other = await startApp();
  try {
    const { seal, owner, verify } = auditOf(other);
    const { id } = await aCustomer(other.api);
    await seal();
    await owner(
      `insert into change (id, type, at, key_id, paths) values (gen_random_uuid(), 'customer.erased', now(), 'x', '{/mergedFrom/x}')`,
    );
    await owner(`select forget_change_rows(array_agg(sequence)) from change where customer_id = $1`, [id]);
    expect((await verify()).ledger.fault).toMatchObject({ kind: 'forgotten' });
  } finally {
    await other.stop();
  }
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
    const run = async () => (await auditOf(other).verify()).access;
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
      return (await auditOf(other).verify())[log].fault;
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
