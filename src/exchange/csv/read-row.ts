import type { InputFault } from '../../platform/problem.js';
import type { ImportedCustomer, ImportedChoice, ImportedPreferences } from '../imported-customer.js';
import { EMPTY, readLimit, readWindows, readWords, unprotect, WITHDRAWN } from './cells.js';
import type { ChoiceColumns, ContactColumns, Layout, RankPart, SingleColumn } from './layout.js';

/** The text of a cell; undefined for an empty one, which says nothing. */
type Cell = (column: number | undefined) => string | undefined;

/**
 * What a row says, to be checked like any other line; or what in it can't be read. An empty cell says nothing:
 * what is stored stays.
 */
export function readRow(
  layout: Layout,
  cells: readonly string[],
): { value: ImportedCustomer } | { faults: InputFault[] } {
  if (cells.length > layout.width)
    return { faults: [{ pointer: '', detail: 'This row has more cells than there are columns.' }] };
  const faults: InputFault[] = [];
  const cell: Cell = (column) => {
    const text = column === undefined ? '' : unprotect(cells[column] ?? '').trim();
    return text === '' ? undefined : text;
  };
  const single = (name: SingleColumn) => cell(layout.single.get(name));
  const preferences = readPreferences(layout, cell, single, faults);
  const silenced = single('silenced');
  const value = {
    id: single('id'),
    externalIds: readExternals(layout, cell),
    contactPoints: readContacts(layout, cell, faults),
    silenced: silenced === EMPTY ? null : silenced,
    preferences: preferences && Object.keys(preferences).length > 0 ? preferences : undefined,
  };
  return faults.length > 0 ? { faults } : { value: stated(value) as ImportedCustomer };
}

/** Without what is not said. */
function stated<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Partial<T>;
}

function readExternals({ externals }: Layout, cell: Cell): object[] | undefined {
  const read = [...externals]
    .sort(([a], [b]) => a - b)
    .map(([, parts]) => stated({ system: cell(parts.get('system')), id: cell(parts.get('id')) }))
    .filter((key) => 'id' in key);
  return read.length > 0 ? read : undefined;
}

function readContacts({ contacts }: Layout, cell: Cell, faults: InputFault[]): object[] | undefined {
  const read = [...contacts].map(([name, columns]) => readContact(name, columns, cell, faults));
  if (read.includes(EMPTY)) return [];
  const points = read.filter((point) => typeof point === 'object');
  return points.length > 0 ? points : undefined;
}

function readContact(
  name: string,
  { kind: known, parts }: ContactColumns,
  cell: Cell,
  faults: InputFault[],
): object | string | undefined {
  const part = (each: Parameters<typeof parts.get>[0]) => cell(parts.get(each));
  if (part('kind') === EMPTY || part('value') === EMPTY) return EMPTY;
  const kind = known ?? part('kind')?.toLowerCase();
  const address = stated({
    street: part('street'),
    postalCode: part('postal_code'),
    locality: part('locality'),
    region: part('region'),
    country: part('country'),
  });
  const value = Object.keys(address).length > 0 ? address : part('value');
  const point = stated({
    value,
    use: part('use'),
    verifiedAt: part('verified_at'),
    undeliverable: readYesNo(part('undeliverable'), `${name}_undeliverable`, faults),
  });
  if (Object.keys(point).length === 0 && (known !== undefined || kind === undefined)) return undefined;
  return stated({ kind, ...point });
}

const YES = ['yes', 'true', '1'];
const NO = ['no', 'false', '0'];

function readYesNo(text: string | undefined, column: string, faults: InputFault[]): boolean | undefined {
  const word = text?.toLowerCase();
  if (word === undefined) return undefined;
  if (!YES.includes(word) && !NO.includes(word)) faults.push({ pointer: column, detail: 'Write yes or no.' });
  return YES.includes(word);
}

function readPreferences(
  { choices }: Layout,
  cell: Cell,
  single: (name: SingleColumn) => string | undefined,
  faults: InputFault[],
): ImportedPreferences | undefined {
  const topics: Record<string, ImportedChoice | null> = {};
  let general: ImportedChoice | null | undefined;
  for (const [prefix, columns] of choices) {
    const choice = readChoice(prefix, columns, cell, faults);
    if (columns.topic === null) general = choice;
    else if (choice !== undefined) topics[columns.topic] = choice;
  }
  const fields = {
    languages: withdrawable(single('languages'), readWords),
    timeZone: withdrawable(single('time_zone'), (name) => name),
    general,
    topics: Object.keys(topics).length > 0 ? topics : undefined,
    pause: readPause(single('pause_from'), single('pause_until')),
    needs: withdrawable(single('needs'), readWords),
    objections: withdrawable(single('objections'), readWords),
  };
  return stated(fields) as ImportedPreferences;
}

function withdrawable<T>(text: string | undefined, read: (text: string) => T): T | null | undefined {
  return text === undefined ? undefined : text === WITHDRAWN ? null : read(text);
}

function readPause(from: string | undefined, until: string | undefined): object | null | undefined {
  if (from === undefined && until === undefined) return undefined;
  return from === WITHDRAWN ? null : stated({ from, until });
}

function readChoice(
  prefix: string,
  { ranks, declined, limit: limited }: ChoiceColumns,
  cell: Cell,
  faults: InputFault[],
): ImportedChoice | null | undefined {
  const limit = readLimitOf(`${prefix}_limit`, cell(limited), faults);
  const read = [...ranks]
    .sort(([a], [b]) => a - b)
    .map(([number, parts]) => readRank(`${prefix}_${number}`, parts, cell, faults));
  const channels = read.filter((rank) => Object.keys(rank).length > 0);
  const refused = cell(declined);
  if (refused === WITHDRAWN || channels.some(({ channel }) => channel === WITHDRAWN)) return null;
  if (refused === undefined && channels.length === 0) return limit === undefined ? undefined : { limit };
  return {
    ...(ranks.size > 0 && { channels }),
    ...(declined !== undefined && { declined: refused === undefined ? [] : readWords(refused) }),
    ...(limit !== undefined && { limit }),
  } as ImportedChoice;
}

function readLimitOf(column: string, text: string | undefined, faults: InputFault[]) {
  if (text === undefined) return undefined;
  const limit = readLimit(text);
  if (limit === undefined)
    faults.push({ pointer: column, detail: 'Write a limit as a number per day, week or month: 2 per week' });
  return limit;
}

function readRank(
  prefix: string,
  parts: ReadonlyMap<RankPart, number>,
  cell: Cell,
  faults: InputFault[],
): { channel?: string } {
  const part = (name: RankPart) => cell(parts.get(name));
  const refuse = (name: RankPart, detail: string) => faults.push({ pointer: `${prefix}_${name}`, detail });
  const [windows, contactPoint] = [part('windows'), part('contact_point')];
  const read = windows === undefined ? undefined : readWindows(windows);
  if (read === null) refuse('windows', 'Write windows as: mon,tue 18:00-20:30; sat 10:00-12:00');
  const point = contactPoint === undefined ? undefined : readPoint(contactPoint);
  if (point === null) refuse('contact_point', 'Write a contact point as kind and value: phone:+31201234567');
  return stated({
    channel: part('channel'),
    mode: part('mode'),
    contactPoint: point ?? undefined,
    windows: read ?? undefined,
  });
}

/** `phone:+31…`; the value of a postal address is JSON. */
function readPoint(text: string): object | null {
  const [, kind = '', value = ''] = /^([a-z]+):(.+)$/s.exec(text) ?? [];
  if (kind !== 'post') return value === '' ? null : { kind, value };
  try {
    return { kind, value: JSON.parse(value) };
  } catch {
    return null;
  }
}
