import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (file: string) => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');

test('every package that a release needs is listed once, with what it is for and what would be without it', () => {
  const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
  const rows = read('docs/dependencies.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim()));
  expect(rows.map(([name]) => name?.replaceAll('`', '')).sort()).toEqual(
    Object.keys({ ...manifest['dependencies'], ...manifest['optionalDependencies'] }).sort(),
  );
  for (const [name, ...reasons] of rows) {
    expect(reasons, name).toHaveLength(2);
    for (const reason of reasons) expect(reason.length, name).toBeGreaterThan(3);
  }
});
