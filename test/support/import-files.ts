import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of a test's own for files that go in and come out. */
export interface ImportFolder {
  readonly path: string;
  /** Writes a file; objects become lines of NDJSON. Answers its path. */
  write(name: string, lines: readonly (object | string)[]): string;
  /** The lines of an NDJSON file. */
  read<T = Record<string, unknown>>(name: string): T[];
  remove(): void;
}

export function makeImportFolder(): ImportFolder {
  const path = mkdtempSync(join(tmpdir(), 'voorkeur-import-'));
  return {
    path,
    write: (name, lines) => {
      const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
      writeFileSync(join(path, name), `${text.join('\n')}\n`);
      return join(path, name);
    },
    read: (name) =>
      readFileSync(join(path, name), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line)),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** A line of an import. */
export function line(id: string, body: object = {}): { externalIds: { system: string; id: string }[] } {
  return { externalIds: [{ system: 'crm', id }], ...body };
}

/** Many different customers with choices. */
export function customers(count: number): object[] {
  return Array.from({ length: count }, (_, i) =>
    line(`C-${i}`, {
      contactPoints: [{ kind: 'phone', value: `+3161${String(i).padStart(7, '0')}` }],
      preferences: { general: { channels: [{ channel: i % 2 ? 'phone' : 'email' }], declined: ['sms'] } },
    }),
  );
}
