import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

type Json = Record<string, unknown>;

/** The built service as a company runs it, with a database of its own. */
export interface Service {
  readonly url: string;
  /** The key that the start printed: it may do everything. */
  readonly key: string;
  /** The link that the start printed. */
  readonly demoLink: string;
  /** Everything that it wrote to its log so far. */
  log(): string;
  /** Calls the API with a key that may do everything; throws for anything but 2xx. */
  call<T = Json>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<T>;
  /** Adds a customer, and what they stated. */
  newCustomer(contactPoints: Json[], preferences?: Json): Promise<string>;
  newLink(customerId: string, body?: Json): Promise<string>;
  query<R extends Json>(text: string, values?: unknown[]): Promise<R[]>;
  stop(): Promise<void>;
}

export async function startService(settings: Record<string, string> = {}): Promise<Service> {
  const dataDir = mkdtempSync(join(tmpdir(), 'voorkeur-page-'));
  const env = { PATH: process.env['PATH'], PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'debug', ...settings };
  const child = spawn(process.execPath, ['dist/src/cli.js', 'start'], { env, stdio: 'pipe' });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const said = await announcement(child, () => log);
  const url = /answers at (\S+)/.exec(said)?.[1] ?? '';
  const key = /demo key\s+(\S+)/.exec(said)?.[1] ?? '';

  const call: Service['call'] = async (method, path, body, headers = {}) => {
    const answer = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === '' ? {} : JSON.parse(text)) as never;
  };
  return {
    url,
    key,
    demoLink: /http\S+\/page\/link\/\S+/.exec(said)?.[0] ?? '',
    log: () => log,
    call,
    newCustomer: async (contactPoints, preferences) => {
      const { id } = await call<{ id: string }>('POST', '/v1/customers', { contactPoints });
      if (preferences)
        await call('PUT', `/v1/customers/${id}/preferences`, preferences, { 'if-match': '"0"' });
      return id;
    },
    newLink: async (customerId, body = {}) =>
      (await call<{ url: string }>('POST', `/v1/customers/${customerId}/page-links`, body)).url,
    query: (text, values) => query(dataDir, text, values),
    stop: async () => {
      child.kill('SIGINT');
      await new Promise((resolve) => child.once('exit', resolve));
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What the start prints, once it is complete. */
function announcement(child: ChildProcess, log: () => string): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The service ended with ${code}. ${log()}`)));
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Ctrl-C')) resolve(said);
    });
  });
}

async function query<R extends Json>(dataDir: string, text: string, values?: unknown[]): Promise<R[]> {
  const password = readFileSync(join(dataDir, 'secrets/postgres-password'), 'utf8').trim();
  const port = readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[3];
  const client = new pg.Client(`postgresql://voorkeur:${password}@127.0.0.1:${port}/voorkeur`);
  await client.connect();
  try {
    return (await client.query<R>(text, values)).rows;
  } finally {
    await client.end();
  }
}
