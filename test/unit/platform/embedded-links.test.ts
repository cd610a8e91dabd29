import { mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { linkLibraries } from '../../../src/platform/embedded-links.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'voorkeur-links-'));
  mkdirSync(join(root, 'native', 'lib'), { recursive: true });
  writeFileSync(join(root, 'native', 'lib', 'libpq.so.5.18'), 'the library');
});
afterEach(() => rmSync(root, { recursive: true }));

const list = (links: object[]) =>
  writeFileSync(join(root, 'native', 'pg-symlinks.json'), JSON.stringify(links));
const initdb = () => join(root, 'native', 'bin', 'initdb');

test('libraries are found under the names that the package lists, also when its folder was moved', () => {
  list([{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]);
  linkLibraries(initdb());
  expect(readFileSync(join(root, 'native', 'lib', 'libpq.so.5'), 'utf8')).toBe('the library');
  expect(readlinkSync(join(root, 'native', 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18');
});

test('a name that is there is left as it is', () => {
  writeFileSync(join(root, 'native', 'lib', 'libpq.so'), 'there before');
  list([
    { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so' },
    { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' },
  ]);
  linkLibraries(initdb());
  linkLibraries(initdb());
  expect(readFileSync(join(root, 'native', 'lib', 'libpq.so'), 'utf8')).toBe('there before');
  expect(readFileSync(join(root, 'native', 'lib', 'libpq.so.5'), 'utf8')).toBe('the library');
});

test('a platform without links needs none, and what can not be linked is told', () => {
  expect(() => linkLibraries(initdb())).not.toThrow();
  list([{ source: 'native/lib/libpq.so.5.18', target: 'native/none/libpq.so.5' }]);
  expect(() => linkLibraries(initdb())).toThrow('ENOENT');
});
