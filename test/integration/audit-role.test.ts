import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { APPEND_ONLY } from '../../src/platform/grants.js';
import { startApp, type TestApp } from '../support/app.js';
import { auditOf, type Audit } from '../support/audit.js';
import { command } from '../support/command.js';
import { onServer } from '../support/sql.js';

const folder = mkdtempSync(join(tmpdir(), 'voorkeur-audit-'));
const file = join(folder, 'head.json');
let app: TestApp;
let audit: Audit;
beforeAll(async () => {
  app = await startApp({ settings: { AUDIT_HEAD_FILE: file } });
  audit = auditOf(app);
  await audit.append(3);
  await audit.look(3);
});
afterAll(async () => {
  await app.stop();
  rmSync(folder, { recursive: true });
});

const owner = (text: string) => audit.owner(text);

/** A column of each table that nothing but its owner changes. */
const COLUMNS: Readonly<Record<string, string>> = {
  change: 'key_id',
  access_entry: 'key_id',
  audit_seal: 'link',
  ledger_content: 'digest',
  erased_customer: 'erased_at',
};

describe("the service's role", () => {
  const service = (text: string) =>
    onServer(app.database.serviceUrl, text).then(
      () => 'done',
      (error: { code?: string }) => error.code,
    );
  const DENIED = '42501';

  test.each(APPEND_ONLY)('can add to %s, and neither change, delete nor open it', async (table) => {
    const statements = [
      `update ${table} set ${COLUMNS[table]} = null`,
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
  });

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
    await audit.seal();
    await audit.keepHead();
    const good = await command(['audit', 'verify', '--head', file], env());
    expect([good.code, good.stderr]).toEqual([0, '']);
    expect(good.stdout).toMatch(
      /^Ledger: [\d,]+ rows under [\d,]+ seals are as they were sealed.*\nAccess log: /,
    );
    const [row] = await owner('select min(sequence) as first from change');
    await audit.owner(`update change set version = 99 where sequence = $1`, [row?.['first']]);
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
