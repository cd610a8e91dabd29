import { at } from '../../domain/pointers.js';
import type { ExchangedCustomer } from '../exchanged-customer.js';
import type { Loss, Reading, Writing } from './neighbour.js';

/**
 * A place in a document that remembers whether anybody used it. What nobody took is a loss: so a mapping can't forget
 * a field in silence, neither one it never heard of nor one whose value it could not read.
 */
export interface Part {
  readonly pointer: string;
  /** What stands there, looked at without taking it; undefined when there is nothing. */
  readonly value: unknown;
  /** The same as a word, when it is text or a number; empty for anything else. */
  readonly word: string;
  get(...steps: readonly (string | number)[]): Part;
  /** The elements of a list; none when it is no list. */
  items(): readonly Part[];
  /** The fields of an object by name; none when it is no object. */
  fields(): readonly (readonly [name: string, part: Part])[];
  /** Takes text of 1 to 255 characters, without the blanks around it; undefined, and not taken, for anything else. */
  text(): string | undefined;
  /** Takes true or false. */
  flag(): boolean | undefined;
  /** Takes a finite number. */
  number(): number | undefined;
  /** The place and all below it has been used, or says nothing. */
  take(): void;
  /** What stands there is lost, for this reason; nothing is lost where nothing stands. */
  lose(detail: string): void;
}

interface Track {
  readonly covered: Set<string>;
  /** Places with a covered one somewhere below. */
  readonly opened: Set<string>;
  readonly losses: Loss[];
}

const LONGEST_TEXT = 255;
const CONTROL = /\p{Cc}|\p{Cs}/u;

/** Opens a record of a neighbour: `map` takes what it can use, and the rest becomes losses. */
export function readRecord(
  record: unknown,
  findFault: (root: Part) => Loss | null,
  map: (root: Part) => ExchangedCustomer,
): Reading {
  if (!isObject(record) || Array.isArray(record)) {
    return { faults: [{ pointer: '', detail: 'A record of this shape is a JSON object.' }] };
  }
  const { root, losses } = openDocument(record, 'This has no place here.');
  const fault = findFault(root);
  return fault === null ? { customer: map(root), losses: losses() } : { faults: [fault] };
}

/** Opens a customer: `map` takes what the shape can hold, and the rest becomes losses. */
export function writeRecord(customer: ExchangedCustomer, map: (root: Part) => unknown): Writing {
  const { root, losses } = openDocument(customer, 'This shape has no place for it.');
  const record = map(root);
  for (const list of ['languages', 'needs', 'objections']) {
    const part = root.get('preferences', list);
    if (Array.isArray(part.value) && part.value.length === 0)
      part.lose('This shape can not say that there are none.');
  }
  return { record, losses: losses() };
}

function openDocument(document: object, untaken: string): { root: Part; losses: () => Loss[] } {
  const track: Track = { covered: new Set(), opened: new Set(['']), losses: [] };
  const root = toPart(document, '', [], track);
  return { root, losses: () => [...track.losses, ...leftOver(root, track, untaken)] };
}

/** Walks only where something was covered, so that a deep or large part that nobody used costs one step. */
function leftOver(part: Part, track: Track, detail: string): Loss[] {
  const { pointer, value } = part;
  if (track.covered.has(pointer)) return [];
  if (!track.opened.has(pointer)) return saysNothing(value) ? [] : [{ pointer, detail }];
  const below = Array.isArray(value) ? part.items() : part.fields().map(([, field]) => field);
  return below.flatMap((each) => leftOver(each, track, detail));
}

function toPart(value: unknown, pointer: string, above: readonly string[], track: Track): Part {
  const step = (key: string | number): Part =>
    toPart(own(value, key), at(pointer, key), [...above, pointer], track);
  const cover = (): void => {
    track.covered.add(pointer);
    for (const each of above) track.opened.add(each);
  };
  const takeIf = <T>(found: T | undefined): T | undefined => {
    if (found !== undefined) cover();
    return found;
  };
  return {
    pointer,
    value,
    word: typeof value === 'string' || typeof value === 'number' ? String(value) : '',
    get: (...steps) => {
      const [first, ...rest] = steps;
      if (first === undefined) return toPart(value, pointer, above, track);
      return step(first).get(...rest);
    },
    items: () => (Array.isArray(value) ? value.map((_, index) => step(index)) : []),
    fields: () =>
      isObject(value) && !Array.isArray(value)
        ? Object.keys(value).map((name) => [name, step(name)] as const)
        : [],
    text: () => takeIf(toText(value)),
    flag: () => takeIf(typeof value === 'boolean' ? value : undefined),
    number: () => takeIf(typeof value === 'number' && Number.isFinite(value) ? value : undefined),
    take: cover,
    lose: (detail) => {
      if (saysNothing(value) && !Array.isArray(value)) return;
      if (!track.losses.some((loss) => loss.pointer === pointer)) track.losses.push({ pointer, detail });
      cover();
    },
  };
}

function toText(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text !== '' && text.length <= LONGEST_TEXT && !CONTROL.test(text) ? text : undefined;
}

/** Nothing was said by null, by an empty text, and by a list or an object that holds nothing else. */
function saysNothing(value: unknown, depth = 4): boolean {
  if (value === undefined || value === null || value === '') return true;
  return isObject(value) && depth > 0 && Object.values(value).every((each) => saysNothing(each, depth - 1));
}

/** A name such as `constructor` finds nothing that does not stand in the document. */
function own(value: unknown, key: string | number): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function isObject(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null;
}
