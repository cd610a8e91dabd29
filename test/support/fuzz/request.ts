import type { Operation } from '../openapi.js';

/** One request, as it goes over the wire. */
export interface Wire {
  readonly method: string;
  /** With the query, and encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** What an operation is called with, in parts that can each be broken. */
export interface Call {
  readonly operation: Operation;
  /** Values for the parameters of the path. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly type?: string;
  /** A JSON value, or a text of another type than JSON. */
  readonly body?: unknown;
}

/** By which an operation is known in lists: `get /v1/customers/{id}`. */
export function nameOf({ method, path }: Operation): string {
  return `${method} ${path}`;
}

/** A call in writing. */
export function toWire({ operation, params, query, headers, type, body }: Call): Wire {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encode(params[name] ?? ''));
  const search = new URLSearchParams(query.map(([name, value]) => [name, value])).toString();
  return {
    method: operation.method.toUpperCase(),
    path: search === '' ? path : `${path}?${search}`,
    headers: { ...headers, ...(body !== undefined && { 'content-type': type ?? 'application/json' }) },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  };
}

/** As `encodeURIComponent`, which throws on half a surrogate pair and leaves dots, which some clients take for folders. */
function encode(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) =>
      /[\w~-]/.test(String.fromCharCode(byte))
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).padStart(2, '0')}`,
    )
    .join('');
}

/** Values by which a person can be found, and keys. */
const PERSONAL = /\+?\d[\d .()-]{6,}\d|[^\s"@]+@[^\s"@]+|v[kt]_[\w-]+/g;

/** A request for people to read: short, and without what could be anybody's number, address or key. */
export function describeWire({ method, path, headers, body = '' }: Wire): string {
  const text = `${method} ${path} ${JSON.stringify(headers)} ${body.toString()}`;
  const short = text.length > 1_500 ? `${text.slice(0, 1_500)}… (${text.length} characters)` : text;
  return short.replace(PERSONAL, (found) => (/^[\d-]{8,}$/.test(found) ? found : '…'));
}
