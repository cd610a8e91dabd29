import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Config } from '../../../src/platform/config.js';
import { withSealingSecrets } from '../../../src/platform/sealing-secrets.js';
import { readSecrets, SEALING_VARIABLES } from '../../../src/platform/sealing-variables.js';
import { StartFault } from '../../../src/platform/start-fault.js';

const [A, B] = ['a'.repeat(32), 'b'.repeat(32)] as const;

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'voorkeur-sealing-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const configOf = (given: Partial<Config>) =>
  ({ dataDir, databaseUrl: null, masterKeys: null, indexKeys: null, port: 7, ...given }) as Config;

describe('with a database of its own', () => {
  const databaseUrl = 'postgres://db/voorkeur';
  const HOW =
    'Make one of each with `voorkeur keys make-secret`, and keep them where the database is not: without them nobody can read the data.';

  test.each([
    [{}, 'MASTER_KEYS and INDEX_KEYS'],
    [{ masterKeys: [A] }, 'INDEX_KEYS'],
    [{ indexKeys: [A] }, 'MASTER_KEYS'],
  ])('and %j nothing starts, and what is missing is named', (given, names) => {
    const start = () => withSealingSecrets(configOf({ databaseUrl, ...given }));
    const what = `With DATABASE_URL, ${names} must be set: numbers and addresses of customers are sealed with them.`;
    expect(start).toThrow(StartFault);
    expect(start).toThrow(new StartFault(`${what}\n${HOW}`));
  });

  test('the secrets that are set are those', () => {
    const config = configOf({ databaseUrl, masterKeys: [A], indexKeys: [B, A] });
    expect(withSealingSecrets(config)).toEqual(config);
  });
});

describe('beside the embedded database', () => {
  test('secrets are made once, of each kind another, and kept', () => {
    const made = withSealingSecrets(configOf({}));
    expect(made.port).toBe(7);
    expect([made.masterKeys, made.indexKeys].map((secrets) => secrets.length)).toEqual([1, 1]);
    expect(made.masterKeys).not.toEqual(made.indexKeys);
    expect(withSealingSecrets(configOf({}))).toEqual(made);
    for (const [file, secrets] of [
      ['master-keys', made.masterKeys],
      ['index-keys', made.indexKeys],
    ] as const)
      expect(readFileSync(join(dataDir, 'secrets', file), 'utf8').trim()).toBe(secrets[0]);
  });

  test('what is set goes before what is kept, each for itself', () => {
    const kept = withSealingSecrets(configOf({}));
    expect(withSealingSecrets(configOf({ masterKeys: [A] }))).toMatchObject({
      ...{ masterKeys: [A], indexKeys: kept.indexKeys },
    });
    expect(withSealingSecrets(configOf({ indexKeys: [A] }))).toMatchObject({
      ...{ masterKeys: kept.masterKeys, indexKeys: [A] },
    });
  });

  test('a file that holds none is named, with what it must hold', () => {
    withSealingSecrets(configOf({}));
    const file = join(dataDir, 'secrets', 'index-keys');
    writeFileSync(file, 'a secret with blanks is none that is taken');
    expect(() => withSealingSecrets(configOf({}))).toThrow(
      new StartFault(`The file ${file} must hold ${SEALING_VARIABLES.indexKeys.rule}.`),
    );
  });
});

describe('secrets', () => {
  test.each([
    [A, [A]],
    [`${A},${B}`, [A, B]],
    [` ${A} , ${B} `, [A, B]],
    ['Az09_-'.repeat(6), ['Az09_-'.repeat(6)]],
    ['x'.repeat(200), ['x'.repeat(200)]],
    [
      ['a', 'b', 'c', 'd', 'e'].map((each) => each.repeat(32)).join(),
      ['a', 'b', 'c', 'd', 'e'].map((each) => each.repeat(32)),
    ],
  ])('are read from %j', (text, secrets) => expect(readSecrets(text)).toEqual(secrets));

  test.each([
    ...[
      '',
      ',',
      `${A},`,
      `${A},${A}`,
      'a'.repeat(31),
      'x'.repeat(201),
      `${A}.`,
      `.${A}`,
      `${A} ${B}`,
      `${A},short`,
    ],
    ['a', 'b', 'c', 'd', 'e', 'f'].map((each) => each.repeat(32)).join(),
  ])('are not read from %j', (text) => expect(readSecrets(text)).toBeUndefined());

  test('are settings of their own, secret and without a default, with a rule that says what they are', () => {
    const { masterKeys, indexKeys } = SEALING_VARIABLES;
    expect([masterKeys.name, indexKeys.name]).toEqual(['MASTER_KEYS', 'INDEX_KEYS']);
    for (const variable of [masterKeys, indexKeys])
      expect(variable).toMatchObject({
        ...{ default: null, secret: true, read: readSecrets },
        rule: '1 to 5 different secrets of at least 32 characters of A-Z a-z 0-9 _ -, with commas between them',
      });
  });
});
