import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../../', import.meta.url);
const text = readFileSync(new URL('SECURITY.md', root), 'utf8');
const section = (title: string) => text.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? '';
const threats = section('Threats').split(/^### /m).slice(1);
const titleOf = (threat: string) => threat.split('\n', 1)[0] ?? '';

describe('the threat model', () => {
  it('knows the threats that such a registry has', () => {
    expect(threats.length).toBeGreaterThanOrEqual(15);
  });

  it.each(threats.map((threat) => [titleOf(threat), threat]))(
    'says for "%s" what stands against it, which test proves it, and what is left',
    (_, threat) => {
      const parts = ['Against it', 'Proved by', 'Left'].map(
        (name) => threat.split(`- **${name}:**`)[1]?.split('\n- **')[0]?.trim() ?? '',
      );
      for (const part of parts) expect(part.length).toBeGreaterThan(20);
      expect(parts[1]).toMatch(/`test\/\S+\.test\.ts`/);
    },
  );

  it('names files that are there', () => {
    const paths = [...text.matchAll(/`((?:test|src|docs|migrations|openapi|\.ci)\/[^`\s]+)`/g)].map(
      ([, path]) => path ?? '',
    );
    expect(paths.length).toBeGreaterThan(40);
    expect(paths.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
  });
});

describe('a figure of a long run', () => {
  const rows = section('Figures of the long runs')
    .split('\n')
    .filter((line) => line.startsWith('| `npm run '))
    .map((line) => line.split('|').slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim()));

  it('is there for faults, hostile requests and mutations', () => {
    expect(rows.map(([command]) => command)).toEqual([
      '`npm run test:faults`',
      '`npm run test:fuzz`',
      '`npm run test:mutation`',
    ]);
  });

  it.each(rows.map((row) => [row[0], row]))(
    'of %s is whole, with date and machine, or not there at all',
    (_, row) => {
      const [figure = '', date = '', machine = ''] = row.slice(2);
      if (row.slice(2).every((cell) => cell === 'NOT YET MEASURED')) return;
      expect(figure).toMatch(/\d/);
      expect(date).toMatch(/^20\d\d-\d\d-\d\d$/);
      expect(machine).toMatch(/core/);
      expect(row.join()).not.toContain('NOT YET');
    },
  );
});
