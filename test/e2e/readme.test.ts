import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SCOPES } from '../../src/platform/scopes.js';
import { startApp, type TestApp } from '../support/app.js';

const run = promisify(execFile);

/** A call in the README with the answer that stands below it. */
interface Call {
  readonly command: string;
  readonly answer: unknown;
}

/** Made anew for every customer, decision and request. */
const OWN = new Set([
  'id',
  'customerId',
  'customer_ref',
  'decision_id',
  'at',
  'createdAt',
  'updatedAt',
  'instance',
  'url',
  'expiresAt',
  'erasedAt',
]);

let app: TestApp;
let key: string;

beforeAll(async () => {
  app = await startApp();
  ({ key } = await app.newKey(SCOPES));
});
afterAll(() => app.stop());

test('the calls in the README give the answers that stand there', async () => {
  const calls = readCalls(readFileSync('README.md', 'utf8'));
  expect(calls).toHaveLength(7);
  let customer = '';
  for (const { command, answer } of calls) {
    const env = { ...process.env, VOORKEUR: app.url, KEY: key, ID: customer };
    const { stdout } = await run('sh', ['-c', command.replace(/^export ID=.*$/m, '')], { env });
    const real: unknown = JSON.parse(stdout);
    expect(withoutOwn(real)).toEqual(withoutOwn(answer));
    customer ||= (real as { id: string }).id;
  }
});

test('the typed client in the README compiles, and gets a decision', async () => {
  const [, program] = /```ts\n([^]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? [];
  const folder = 'dist/readme-client';
  mkdirSync(folder, { recursive: true });
  copyFileSync('openapi/schema.d.ts', join(folder, 'schema.d.ts'));
  writeFileSync(join(folder, 'client.ts'), String(program));
  const types = [
    '--ignoreConfig',
    '--strict',
    '--skipLibCheck',
    '--types',
    'node',
    '--module',
    'nodenext',
    '--target',
    'es2023',
  ];
  await run(process.execPath, ['node_modules/typescript/bin/tsc', ...types, join(folder, 'client.ts')]);
  const env = { ...process.env, VOORKEUR: app.url, KEY: key };
  const { stdout } = await run(process.execPath, [join(folder, 'client.js')], { env });
  expect(stdout.trim()).toMatch(/^(contact|wait|refrain)$/);
  rmSync(folder, { recursive: true });
});

function readCalls(text: string): Call[] {
  const blocks = text.matchAll(
    /```sh\n((?:(?!```)[^])*curl(?:(?!```)[^])*)```\s+```json\n((?:(?!```)[^])*)```/g,
  );
  return [...blocks].map(([, command = '', answer = '']) => ({
    command,
    answer: JSON.parse(answer) as unknown,
  }));
}

function withoutOwn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutOwn);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(
    ([name, field]) => !(OWN.has(name) && typeof field === 'string'),
  );
  return Object.fromEntries(fields.map(([name, field]) => [name, withoutOwn(field)]));
}
