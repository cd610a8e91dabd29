import { Writable } from 'node:stream';
import { RollUpTimer } from '../../src/reports/index.js';
import { SCOPES } from '../../src/platform/scopes.js';
import { createLogger } from '../../src/platform/logging.js';
import { startApp } from './app.js';

type Json = Record<string, unknown>;

/** A service as its pages and their visitors see it. */
export interface Service {
  readonly url: string;
  /** A key that may do everything. */
  readonly key: string;
  /** Everything that it wrote to its log so far. */
  log(): string;
  /** Calls the API with that key; throws for anything but 2xx. */
  call<T = Json>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<T>;
  /** Adds a customer, and what they stated. */
  newCustomer(contactPoints: Json[], preferences?: Json): Promise<string>;
  newLink(customerId: string, body?: Json): Promise<string>;
  /** Adds up for the reports what happened so far. */
  rollUp(): Promise<void>;
  query<R extends Json>(text: string, values?: unknown[]): Promise<R[]>;
  stop(): Promise<void>;
}

export async function startService(settings: Record<string, string> = {}): Promise<Service> {
  let log = '';
  const sink = new Writable({
    write: (chunk, _, done) => {
      log += String(chunk);
      done();
    },
  });
  const app = await startApp({ realTime: true, settings, logger: createLogger('debug', sink) });
  const { key } = await app.newKey(SCOPES, ['customer', 'employee_on_behalf', 'import', 'inferred']);

  const call: Service['call'] = async (method, path, body, headers = {}) => {
    const answer = await fetch(app.url + path, {
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
    url: app.url,
    key,
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
    rollUp: async () => void (await app.nest.get(RollUpTimer).runNow(true)),
    query: app.database.query,
    stop: app.stop,
  };
}
