import type { ContactPointKind } from '../../domain/catalogue.js';
import type { ExchangedChoice, ExchangedRankedChannel, ExportedCustomer } from '../exchanged-customer.js';
import { EMPTY, protect, writeLimit, writeWindows, writeWords } from './cells.js';
import { CONTACT_PARTS, prefixOf, RANK_PARTS } from './layout.js';

/** How many columns of each sort a file needs. */
export interface Extent {
  readonly externalIds: number;
  readonly contactPoints: number;
  /** Ranked channels of the general choice. */
  readonly general: number;
  /** Ranked channels by topic key, in the order of their columns. */
  readonly topics: ReadonlyMap<string, number>;
}

type Contact = NonNullable<ExportedCustomer['contactPoints']>[number];

/** The names of the columns. */
export function headerOf(extent: Extent): string[] {
  return [
    'id',
    ...times(extent.externalIds, (number) => [nth('external_system', number), nth('external_id', number)]),
    'silenced',
    ...times(extent.contactPoints, (number) => CONTACT_PARTS.map((part) => `contact_${number}_${part}`)),
    ...['languages', 'time_zone'],
    ...choicesOf(extent).flatMap(([topic, ranks]) => [
      ...times(ranks, (number) => RANK_PARTS.map((part) => `${prefixOf(topic)}_${number}_${part}`)),
      ...['declined', 'limit'].map((field) => `${prefixOf(topic)}_${field}`),
    ]),
    ...['pause_from', 'pause_until', 'needs', 'objections'],
  ];
}

/** The cells of a customer; null when the columns can't hold it. */
export function writeRow(customer: ExportedCustomer, extent: Extent): string[] | null {
  const { id, externalIds = [], contactPoints = [], silenced, preferences = {} } = customer;
  if (!fits(customer, extent)) return null;
  const cells = [
    id,
    ...times(extent.externalIds, (number) => writeExternal(externalIds[number - 1])),
    silenced ?? EMPTY,
    ...times(extent.contactPoints, (number) => writeContact(contactPoints[number - 1], contactPoints.length)),
    ...[writeList(preferences.languages), text(preferences.timeZone)],
    ...choicesOf(extent).flatMap(([topic, ranks]) => writeChoice(choiceOf(preferences, topic), ranks)),
    ...[text(preferences.pause?.from), text(preferences.pause?.until)],
    ...[writeList(preferences.needs), writeList(preferences.objections)],
  ];
  return cells.map(protect);
}

type Preferences = NonNullable<ExportedCustomer['preferences']>;

function choiceOf({ general, topics = {} }: Preferences, topic: string | null): ExchangedChoice | undefined {
  if (topic === null) return general;
  return Object.hasOwn(topics, topic) ? topics[topic] : undefined;
}

function writeExternal(key: { system: string; id: string } | undefined): string[] {
  return key === undefined ? ['', ''] : [key.system, key.id];
}

/** Nothing for what is not stated. */
function text(value: string | null | undefined): string {
  return value ?? '';
}

function writeList(words: readonly string[] | undefined): string {
  return words === undefined ? '' : writeWords(words);
}

/** Whether the columns hold all of a customer: choices may grow while others are being written. */
function fits(
  { externalIds = [], contactPoints = [], preferences }: ExportedCustomer,
  extent: Extent,
): boolean {
  const { general, topics = {} } = preferences ?? {};
  return (
    externalIds.length <= extent.externalIds &&
    contactPoints.length <= extent.contactPoints &&
    (general?.channels.length ?? 0) <= extent.general &&
    Object.entries(topics).every(([key, { channels }]) => channels.length <= (extent.topics.get(key) ?? -1))
  );
}

function choicesOf({ general, topics }: Extent): [string | null, number][] {
  return [[null, general], ...topics];
}

function writeContact(point: Contact | undefined, known: number): string[] {
  if (point === undefined) return [known === 0 ? EMPTY : '', ...CONTACT_PARTS.slice(1).map(() => '')];
  const { kind, value, use, verifiedAt, undeliverable } = point;
  const isText = typeof value === 'string';
  const usage = [
    text(use),
    text(verifiedAt),
    undeliverable === undefined ? '' : undeliverable ? 'yes' : 'no',
  ];
  return [kind, isText ? value : '', ...usage, ...writeAddress(isText ? {} : value)];
}

type Address = Exclude<Contact['value'], string>;

function writeAddress({ street, postalCode, locality, region, country }: Partial<Address>): string[] {
  return [street, postalCode, locality, region, country].map(text);
}

function writeChoice(choice: ExchangedChoice | undefined, ranks: number): string[] {
  const channels = times(ranks, (number) => writeRank(choice?.channels[number - 1]));
  return [...channels, ...(choice ? [writeWords(choice.declined), writeLimit(choice.limit)] : ['', ''])];
}

function writeRank(rank: ExchangedRankedChannel | undefined): string[] {
  if (rank === undefined) return RANK_PARTS.map(() => '');
  const { channel, mode, contactPoint, windows } = rank;
  return [
    channel,
    mode ?? '',
    contactPoint ? writePoint(contactPoint) : '',
    windows ? writeWindows(windows) : '',
  ];
}

function writePoint({ kind, value }: { kind: ContactPointKind; value: Contact['value'] }): string {
  return `${kind}:${typeof value === 'string' ? value : JSON.stringify(value)}`;
}

function times(count: number, make: (number: number) => string[]): string[] {
  return Array.from({ length: count }, (_, index) => make(index + 1)).flat();
}

function nth(name: string, number: number): string {
  return number === 1 ? name : `${name}_${number}`;
}
