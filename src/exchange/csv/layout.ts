import type { ContactPointKind } from '../../domain/catalogue.js';

/** Where the parts of one contact point stand: numbers of columns. */
export interface ContactColumns {
  /** Its kind, when the column itself says it: `phone`, `email_2`. */
  readonly kind?: ContactPointKind;
  readonly parts: Map<ContactPart, number>;
}

/** Where the parts of one choice stand. */
export interface ChoiceColumns {
  /** Key of the topic; null for the general choice. */
  readonly topic: string | null;
  /** By rank, as numbered in the names of the columns. */
  readonly ranks: Map<number, Map<RankPart, number>>;
  declined?: number;
  limit?: number;
}

/** Which column holds what. */
export interface Layout {
  readonly single: Map<SingleColumn, number>;
  readonly externals: Map<number, Map<'system' | 'id', number>>;
  /** In the order of their columns, which is their rank. */
  readonly contacts: Map<string, ContactColumns>;
  readonly choices: Map<string, ChoiceColumns>;
  /** How many columns there are. */
  readonly width: number;
}

const SINGLE_COLUMNS = [
  'id',
  'silenced',
  'languages',
  'time_zone',
  'pause_from',
  'pause_until',
  'needs',
  'objections',
] as const;
export type SingleColumn = (typeof SINGLE_COLUMNS)[number];

/** Parts of a contact point; from `street` on of a postal address. */
export const CONTACT_PARTS = [
  'kind',
  'value',
  'use',
  'verified_at',
  'undeliverable',
  'street',
  'postal_code',
  'locality',
  'region',
  'country',
] as const;
type ContactPart = (typeof CONTACT_PARTS)[number];

export const RANK_PARTS = ['channel', 'mode', 'contact_point', 'windows'] as const;
export type RankPart = (typeof RANK_PARTS)[number];

const SHORT_CONTACT = /^(phone|email|handle)(?:_\d{1,2})?$/;
const CONTACT = new RegExp(`^contact_(\\d{1,2})_(${CONTACT_PARTS.join('|')})$`);
const EXTERNAL = /^external_(system|id)(?:_(\d{1,2}))?$/;
const RANK = new RegExp(`^(.+)_(\\d{1,3})_(${RANK_PARTS.join('|')})$`);
const OF_CHOICE = /^(.+)_(declined|limit)$/;

/** Begins the columns of a topic; only one with the key `general` needs it. */
const TOPIC = 'topic:';

/** What columns of a choice begin with. */
export function prefixOf(topic: string | null): string {
  if (topic === null) return 'general';
  return topic === 'general' ? `${TOPIC}general` : topic;
}

/** Reads the names of columns; answers the names that mean nothing, or stand there twice. */
export function readHeader(
  names: readonly string[],
  topics: ReadonlySet<string>,
): Layout | { readonly unknown: string[]; readonly repeated: string[] } {
  const layout: Layout = {
    single: new Map(),
    externals: new Map(),
    contacts: new Map(),
    choices: new Map(),
    width: names.length,
  };
  const cleaned = names.map((name) => name.trim().toLowerCase());
  const unknown = cleaned.filter(
    (name, column) => !PLACES.some((place) => place(layout, name, column, topics)),
  );
  const repeated = cleaned.filter((name, column) => cleaned.indexOf(name) < column);
  return unknown.length + repeated.length > 0 ? { unknown, repeated } : layout;
}

/** Puts a column in its place; false when it is of another sort. */
type Put = (layout: Layout, name: string, column: number, topics: ReadonlySet<string>) => boolean;

const putSingle: Put = ({ single }, name, column) => {
  const known = SINGLE_COLUMNS.find((each) => each === name);
  if (known) single.set(known, column);
  return known !== undefined;
};

const putExternal: Put = ({ externals }, name, column) => {
  const [, part, number = '1'] = EXTERNAL.exec(name) ?? [];
  if (part === undefined) return false;
  entry(externals, Number(number), () => new Map()).set(part as 'system', column);
  return true;
};

const putContact: Put = ({ contacts }, name, column) => {
  const [, kind] = SHORT_CONTACT.exec(name) ?? [];
  if (kind !== undefined) contacts.set(name, { kind: kind as 'phone', parts: new Map([['value', column]]) });
  const [, number, part] = CONTACT.exec(name) ?? [];
  if (number !== undefined)
    entry(contacts, `contact_${Number(number)}`, () => ({ parts: new Map() })).parts.set(
      part as ContactPart,
      column,
    );
  return (kind ?? number) !== undefined;
};

const putChoice: Put = ({ choices }, name, column, topics) => {
  const [, ofRank, number, part] = RANK.exec(name) ?? [];
  const [, ofChoice, field] = OF_CHOICE.exec(name) ?? [];
  const prefix = ofRank ?? ofChoice;
  if (prefix === undefined) return false;
  const topic = prefix === 'general' ? null : prefix.replace(TOPIC, '');
  if (topic !== null && !topics.has(topic)) return false;
  const choice: ChoiceColumns = entry(choices, prefixOf(topic), () => ({ topic, ranks: new Map() }));
  if (number === undefined) choice[field as 'declined' | 'limit'] = column;
  else entry(choice.ranks, Number(number), () => new Map()).set(part as RankPart, column);
  return true;
};

const PLACES: readonly Put[] = [putSingle, putExternal, putContact, putChoice];

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
