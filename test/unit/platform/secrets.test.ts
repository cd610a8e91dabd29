import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { keptSecret, newSecret } from '../../../src/platform/secrets.js';

const folder = mkdtempSync(join(tmpdir(), 'voorkeur-secrets-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a secret is made on first use and stays the same', () => {
  const first = keptSecret(folder, 'one');
  expect(first).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(keptSecret(folder, 'one')).toBe(first);
  expect(keptSecret(folder, 'one', () => 'another')).toBe(first);
  expect(keptSecret(folder, 'two')).not.toBe(first);
});

test('a secret may be made in a form of its own', () => {
  expect(keptSecret(folder, 'three', () => `vk_demo_${'x'.repeat(43)}`)).toMatch(/^vk_demo_x{43}$/);
});

test.skipIf(process.platform === 'win32')('only its owner may read a secret', () => {
  keptSecret(folder, 'four');
  const secrets = join(folder, 'secrets');
  for (const path of [secrets, ...readdirSync(secrets).map((name) => join(secrets, name))])
    expect(statSync(path).mode & 0o077, path).toBe(0);
});

test('no two secrets are the same', () => {
  expect(new Set(Array.from({ length: 1_000 }, newSecret)).size).toBe(1_000);
});
