import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Package {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly link?: boolean;
}
type Json = Readonly<Record<string, unknown>>;

const read = <T>(file: string) =>
  JSON.parse(readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8')) as T;
const manifest = read<Json & { readonly allowScripts: Record<string, boolean> }>('package.json');
const { packages } = read<{ readonly packages: Record<string, Package> }>('package-lock.json');
const installed = Object.entries(packages).filter(([path]) => path !== '');

test('the lock file names every package by a hash of its content, and none by an address of its own', () => {
  expect(installed.length).toBeGreaterThan(500);
  for (const [path, { integrity, resolved, link }] of installed) {
    expect(integrity, path).toMatch(/^sha512-[\w+/]{86}==$/);
    expect([resolved ?? 'https://registry.npmjs.org/', link], path).toEqual([
      expect.stringMatching(/^https:\/\/registry\.npmjs\.org\//),
      undefined,
    ]);
  }
});

test('the lock file is of this package.json', () => {
  const root = packages[''] as Json;
  for (const part of [
    'name',
    'version',
    'dependencies',
    'devDependencies',
    'optionalDependencies',
    'engines',
  ])
    expect(root[part], part).toEqual(manifest[part]);
});

test('no package may run a script when it is installed', () => {
  const withScripts = installed.filter(([, { hasInstallScript }]) => hasInstallScript);
  expect(withScripts.length).toBeGreaterThan(0);
  for (const [path] of withScripts)
    expect(manifest.allowScripts[path.split('node_modules/').at(-1) ?? ''], path).toBe(false);
  expect(Object.values(manifest.allowScripts)).not.toContain(true);
  expect(readFileSync(new URL('../../../.npmrc', import.meta.url), 'utf8').split('\n')).toContain(
    'ignore-scripts=true',
  );
});
