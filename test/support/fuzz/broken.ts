import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { OpenAPIObject } from '@nestjs/swagger';
import { isDate, isInstant } from '../../../src/platform/instants.js';
import type { Operation, Schema } from '../openapi.js';
import { toWire, type Call, type Wire } from './request.js';
import { containersOf, mutate, type Mutation } from './values.js';

/** A request that is broken in one way, and what may be answered. */
export interface Broken {
  readonly kind: string;
  readonly operation: Operation;
  readonly wire: Wire;
  readonly expected: readonly number[];
  /** Told before anybody knows which operation is meant, so that the operation does not document it. */
  readonly beforeRouting?: true;
}

/** By what a call is broken: the same numbers break the same call in the same way. */
export interface Chance {
  /** Picks a group of ways, and one of them that fits the call. */
  readonly group: number;
  readonly way: number;
  /** Picks what in the call is broken. */
  readonly place: number;
  readonly mutation: Mutation;
}

/** One way to break a call; null when the call has nothing that could be broken so. */
type Way = (call: Call, chance: Chance) => Omit<Broken, 'kind' | 'operation'> | null;

const UNREADABLE = [400];
const INVALID = [400, 422];
const MILLION_DIGITS = '9'.repeat(1_000_000);
const MANY_DIGITS = '9'.repeat(50_000);
const DEEP = '[';

/** Breaks valid calls, each in one way that is sure to make it wrong. */
export class Breaking {
  private readonly ajv = new Ajv2020({ strict: false, ownProperties: true });
  /** Ways to break a body, and what stands around it. */
  private readonly groups: readonly Readonly<Record<string, Way>>[];

  constructor(
    document: OpenAPIObject,
    private readonly unknownId: string,
  ) {
    this.ajv.addFormat('uuid', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
    this.ajv.addFormat('date-time', { type: 'string', validate: isInstant });
    this.ajv.addFormat('date', { type: 'string', validate: isDate });
    this.ajv.addSchema(document as object, 'openapi');
    this.groups = [
      { ...this.bodyWays(), ...this.textWays() },
      { ...this.addressWays(), ...this.headerWays() },
    ];
  }

  /** Bodies are broken more often than what stands around them. */
  break(call: Call, chance: Chance): Broken {
    const [inBody = {}, around = {}] = this.groups;
    const broken =
      (chance.group % 4 > 0 ? firstFitting(inBody, call, chance) : null) ??
      firstFitting(around, call, chance);
    if (broken === null) throw new Error(`Nothing breaks ${call.operation.method} ${call.operation.path}.`);
    return broken;
  }

  /** A JSON body that breaks its schema. */
  private bodyWays(): Record<string, Way> {
    const other =
      (what: Mutation['what']): Way =>
      (call, { mutation }) =>
        this.withBody(call, (body) => mutate(body, { ...mutation, what }), INVALID);
    return {
      'another value': other('replace'),
      'a field missing': other('remove'),
      'an unknown field': (call, { place }) =>
        this.withBody(
          call,
          (body) => mutate(body, { what: 'add', place, junk: 1, name: 'zzUnknown' }),
          INVALID,
        ),
      'half a character': (call, { place }) => this.withText(call, place, (text) => `${text}\ud800`),
      'text that is endless': (call, { place }) => this.withText(call, place, () => 'x'.repeat(60_000)),
      'a number of 50,000 digits': (call, { place }) => this.withRaw(call, place, MANY_DIGITS, INVALID),
      'a number of a million digits': (call, { place }) => this.withRaw(call, place, MILLION_DIGITS, [413]),
      'JSON that is nested 20,000 deep': (call, { place }) =>
        this.withRaw(call, place, `${DEEP.repeat(20_000)}${']'.repeat(20_000)}`, INVALID),
    };
  }

  /** A body that can't be read. */
  private textWays(): Record<string, Way> {
    const raw =
      (change: (text: string, place: number) => string | Buffer | null, expected: readonly number[]): Way =>
      (call, { place }) => {
        const text = jsonOf(call);
        const body = text === null ? null : change(text, place);
        return body === null ? null : { wire: { ...toWire(call), body }, expected };
      };
    return {
      'a NUL character': (call, { place }) => {
        const body = isJson(call) ? onText(call.body, place, (text) => `${text}\u0000`) : null;
        return body === null ? null : { wire: toWire({ ...call, body }), expected: UNREADABLE };
      },
      'a doubled field': raw(doubled, UNREADABLE),
      'JSON that is cut off': raw(
        (text, place) => text.slice(0, 1 + (place % (text.length - 1))),
        UNREADABLE,
      ),
      'JSON with something after it': raw((text) => `${text}}`, UNREADABLE),
      'bytes that are no text': raw((text, place) => notUtf8(text, place), UNREADABLE),
      'a body of 70 kB': raw((text) => text + ' '.repeat(70 * 1024), [413]),
      'an empty body': raw(() => '', INVALID),
      'another content type': (call) =>
        call.body === undefined ? null : { wire: toWire({ ...call, type: 'text/xml' }), expected: [415] },
      'no content type': (call) => {
        if (call.body === undefined) return null;
        const { 'content-type': _, ...headers } = toWire(call).headers;
        return { wire: { ...toWire(call), headers }, expected: [400, 415] };
      },
    };
  }

  private addressWays(): Record<string, Way> {
    const path = (change: (path: string) => string, expected: readonly number[]): Way => {
      return (call) => {
        const wire = toWire(call);
        return { wire: { ...wire, path: change(wire.path) }, expected, beforeRouting: true };
      };
    };
    return {
      'an id that nobody has': (call) => this.withParams(call, ['id', 'deliveryId'], this.unknownId, [404]),
      'an id that is none': (call) => this.withParams(call, ['id', 'deliveryId'], '..', [404]),
      'a key that is none': (call) => this.withParams(call, ['key', 'system'], 'No Key!', [404, 422]),
      'a name that is endless': (call) =>
        this.withParams(call, ['id', 'key', 'externalId', 'deliveryId'], 'x'.repeat(2_000), [404]),
      'NUL in the address': path((text) => `${text}${text.includes('?') ? '&' : '?'}x=%00`, UNREADABLE),
      'an address that is no UTF-8': ({ operation, params, ...call }) => {
        const [name] = Object.keys(params);
        if (name === undefined) return null;
        const marked = toWire({ operation, params: { ...params, [name]: 'MARK' }, ...call });
        return {
          wire: { ...marked, path: marked.path.replace('MARK', '%E0%A4%A') },
          expected: UNREADABLE,
          beforeRouting: true,
        };
      },
      'an address with two slashes': path((text) => `/${text}`, [404]),
      'an address in capitals': path(
        (text) => text.replace(/^\/[^/?]+/, (part) => part.toUpperCase()),
        [404],
      ),
      'a file in the address': path(
        (text) => text.replace(/(?=\?|$)/, '/%2e%2e%2f%2e%2e%2fetc%2fpasswd'),
        [404, 405, 422],
      ),
      'another method': (call) => {
        const { body: _, ...wire } = toWire({ ...call, body: undefined });
        return { wire: { ...wire, method: 'TRACE' }, expected: [404, 405], beforeRouting: true };
      },
      'an unknown parameter': ({ query, ...call }) =>
        this.isOpen(call.operation)
          ? null
          : { wire: toWire({ ...call, query: [...query, ['zzUnknown', '1']] }), expected: [422] },
      'a parameter that is wrong': (call, chance) => this.withQuery(call, chance),
      'a parameter twice': (call, { place }) => {
        const strict = this.strictIn(call.operation);
        const again = call.query.filter(([name]) => strict.some((parameter) => parameter.name === name));
        const one = again[place % Math.max(again.length, 1)];
        if (one === undefined || this.isOpen(call.operation)) return null;
        return { wire: toWire({ ...call, query: [...call.query, one] }), expected: INVALID };
      },
    };
  }

  private headerWays(): Record<string, Way> {
    const set =
      (headers: Record<string, string>, expected: readonly number[], fits: (call: Call) => boolean): Way =>
      (call) =>
        fits(call) ? { wire: toWire({ ...call, headers: { ...call.headers, ...headers } }), expected } : null;
    const closed = ({ operation }: Call) => operation['x-scope'] !== 'public';
    const versioned = ({ operation: { parameters } }: Call) =>
      parameters.some(({ name }) => name === 'If-Match');
    const posted = ({ operation: { parameters } }: Call) =>
      parameters.some(({ name }) => name === 'Idempotency-Key');
    return {
      'no key': (call) => {
        const { authorization: _, ...headers } = call.headers;
        return closed(call) ? { wire: toWire({ ...call, headers }), expected: [401] } : null;
      },
      'a key that nobody has': set(
        { authorization: `Bearer vk_${'0'.repeat(12)}_${'x'.repeat(43)}` },
        [401],
        closed,
      ),
      'no version': (call) => {
        const { 'if-match': _, ...headers } = call.headers;
        const needed = call.operation.parameters.some(
          ({ name, required }) => name === 'If-Match' && required,
        );
        return needed ? { wire: toWire({ ...call, headers }), expected: [428] } : null;
      },
      'another version': set({ 'if-match': '"999999999"' }, [412], versioned),
      'a version that is none': set({ 'if-match': 'W/"x", "' }, [412], versioned),
      'an idempotency key that is none': set({ 'idempotency-key': '"' }, UNREADABLE, posted),
      'an idempotency key that is endless': set({ 'idempotency-key': 'k'.repeat(2_000) }, UNREADABLE, posted),
      'a header of 20 kB': (call) => {
        const headers = { ...call.headers, 'x-endless': 'x'.repeat(20_000) };
        return { wire: toWire({ ...call, headers }), expected: [400], beforeRouting: true };
      },
    };
  }

  private withBody(call: Call, change: (body: unknown) => unknown, expected: readonly number[]) {
    if (!isJson(call)) return null;
    const body = change(call.body);
    return this.refuses(call, body) ? { wire: toWire({ ...call, body }), expected } : null;
  }

  private withText(call: Call, place: number, change: (text: string) => string) {
    return this.withBody(call, (body) => onText(body, place, change) ?? body, INVALID);
  }

  /** A value written out where JSON would not hold it in memory. */
  private withRaw(call: Call, place: number, raw: string, expected: readonly number[]) {
    const broken = this.withBody(
      call,
      (body) => mutate(body, { what: 'replace', place, junk: [['RAW']], name: '' }),
      expected,
    );
    const text = broken?.wire.body;
    return typeof text === 'string'
      ? { expected, wire: { ...broken?.wire, body: text.replace('[["RAW"]]', raw) } as Wire }
      : null;
  }

  private withParams(call: Call, names: readonly string[], value: string, expected: readonly number[]) {
    const own = Object.keys(call.params).filter((name) => names.includes(name));
    if (own.length === 0) return null;
    const params = { ...call.params, ...Object.fromEntries(own.map((name) => [name, value])) };
    return { wire: toWire({ ...call, params }), expected, beforeRouting: true as const };
  }

  /** A parameter with a value that its schema refuses. */
  private withQuery({ query, ...call }: Call, { place, mutation: { junk } }: Chance) {
    const strict = this.strictIn(call.operation);
    const one = strict[place % Math.max(strict.length, 1)];
    const value = (typeof junk === 'string' ? junk : JSON.stringify(junk)).slice(0, 2_000);
    if (one === undefined || value.includes('\0') || value.trim() === '') return null;
    const read =
      ['integer', 'number'].includes(String(one.schema.type)) && /^-?\d+(\.\d+)?$/.test(value)
        ? Number(value)
        : value;
    if (this.ajv.validate(one.schema as object, read)) return null;
    const rest = query.filter(([name]) => name !== one.name);
    return { wire: toWire({ ...call, query: [...rest, [one.name, value]] }), expected: INVALID };
  }

  /** Parameters of which the document says exactly what they may be. */
  private strictIn({ parameters }: Operation) {
    return parameters.filter(
      ({ in: place, schema }) =>
        place === 'query' &&
        ['enum', 'format', 'pattern', 'minimum'].some((name) => name in schema) &&
        !LENIENT.has(name(schema)),
    );
  }

  private isOpen(operation: Operation): boolean {
    return 'x-open-query' in operation;
  }

  /** Whether the document says that a body is wrong. */
  private refuses({ operation }: Call, body: unknown): boolean {
    const check = this.checkOf(operation);
    return check !== null && !check(body);
  }

  private checkOf({ requestBody }: Operation): ValidateFunction | null {
    const reference = requestBody?.content['application/json']?.schema.$ref;
    if (reference === undefined) return null;
    return this.ajv.getSchema(`openapi${reference}`) ?? null;
  }
}

/** What a call becomes in the first way that fits it, from a chosen one on; null when none does. */
function firstFitting(ways: Readonly<Record<string, Way>>, call: Call, chance: Chance): Broken | null {
  const all = Object.entries(ways);
  const start = chance.way % all.length;
  for (const [kind, way] of [...all.slice(start), ...all.slice(0, start)]) {
    const broken = way(call, chance);
    if (broken !== null) return { kind, operation: call.operation, ...broken };
  }
  return null;
}

/** Parameters of telephony flows that are read as far as they can be. */
const LENIENT = new Set(['yes,no']);
const name = (schema: Schema) => String(schema['enum'] ?? '');

function isJson({ body, type = 'application/json' }: Call): boolean {
  return typeof body === 'object' && /json$/.test(type);
}

function jsonOf(call: Call): string | null {
  return isJson(call) ? JSON.stringify(call.body) : null;
}

/** A value of which one text is another one; null when it has no text. */
function onText(value: unknown, place: number, change: (text: string) => string): unknown {
  const copy = structuredClone(value);
  const places = containersOf(copy).flatMap((container) =>
    Object.entries(container).flatMap(([key, held]) =>
      typeof held === 'string' ? [{ container, key, held }] : [],
    ),
  );
  const one = places[place % Math.max(places.length, 1)];
  if (one === undefined) return null;
  (one.container as Record<string, unknown>)[one.key] = change(one.held);
  return copy;
}

/** The text with the first field of some object written twice; null when there is no field. */
function doubled(text: string, place: number): string | null {
  const objects = containersOf(JSON.parse(text)).filter(
    (one) => !Array.isArray(one) && Object.keys(one).length > 0,
  );
  const one = objects[place % Math.max(objects.length, 1)];
  if (one === undefined) return null;
  const written = JSON.stringify(one);
  const [key = ''] = Object.keys(one);
  return text.replace(
    written,
    () => `${written.slice(0, -1)},${JSON.stringify(key)}:${JSON.stringify(Object.values(one)[0])}}`,
  );
}

/** The text with a byte that no character begins with, inside a string where there is one. */
function notUtf8(text: string, place: number): Buffer | null {
  const strings = [...text.matchAll(/"(?=[^"\\]+":|[^"\\]+"[,}\]])/g)];
  const at = strings[place % Math.max(strings.length, 1)]?.index;
  if (at === undefined) return null;
  return Buffer.concat([
    Buffer.from(text.slice(0, at + 1)),
    Buffer.from([0xff]),
    Buffer.from(text.slice(at + 1)),
  ]);
}
