import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { VARIABLES } from '../../../src/platform/config.js';

const variables = Object.values(VARIABLES);

function linesOf(file: string): string[] {
  return readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8').split('\n');
}

describe('the list of settings', () => {
  it('in .env.example is the one in the code', () => {
    const expected = variables.flatMap(({ name, about, default: value, secret }) => [
      `# ${about}`,
      `# ${name}=${value ?? ''}`,
      ...(secret ? [`# ${name}_FILE=`] : []),
    ]);
    const lines = linesOf('.env.example');
    const first = lines.indexOf('') + 1;
    expect(lines.slice(first).filter((line) => line !== '')).toEqual(expected);
  });

  it('in the table of the README is the one in the code', () => {
    const expected = variables.map(({ name, about, default: value }) => [
      `\`${name}\``,
      about,
      value === null ? '' : `\`${value}\``,
    ]);
    const rows = linesOf('README.md').filter((line) => /^\| `[A-Z_]+` +\|/.test(line));
    expect(
      rows.map((row) =>
        row
          .split('|')
          .slice(1, 4)
          .map((cell) => cell.trim()),
      ),
    ).toEqual(expected);
  });
});
