// Promise: every fault in a customer's stated preferences, each with its place; never a value that could identify anyone.

import type { ContactPointKind } from './catalogue.js';
import { at } from './pointers.js';
import type { Choice, Pause, Preferences, RankedChannel } from './preferences.js';
import { PERIODS } from './preferences.js';
import type { WeekWindow } from './windows.js';
import { DAYS, toMinuteOfDay } from './windows.js';
import { toUtcDate } from './zones.js';

/** One fault: where (a JSON pointer, RFC 6901) and what, in a sentence for an integrator. */
export interface Fault {
  readonly pointer: string;
  readonly detail: string;
}

/** What preferences may refer to. */
export interface FaultContext {
  readonly channels: ReadonlyMap<string, { readonly contactPoint: ContactPointKind | null }>;
  readonly topics: ReadonlySet<string>;
  /** The contact points of this customer. */
  readonly contactPoints: readonly { readonly id: string; readonly kind: ContactPointKind }[];
  readonly isTimeZone: (name: string) => boolean;
}

/** More windows than this in one choice are refused. */
const MAX_WINDOWS = 50;

/** A higher limit than this is none. */
export const HIGHEST_LIMIT = 100;

/** More languages than this are refused. */
const MAX_LANGUAGES = 20;
/** The longest language tag. */
const LONGEST_LANGUAGE = 35;
/** A language tag by its shape (BCP 47). */
const LANGUAGE = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/;

/** All faults, in the order of the document; none means that the preferences may be stored. */
export function findFaults(preferences: Preferences, context: FaultContext): Fault[] {
  const { languages = [], timeZone, general, topics = {}, pause } = preferences;
  const faults = languageFaults(languages);
  if (timeZone !== undefined && !context.isTimeZone(timeZone)) {
    faults.push({
      pointer: '/timeZone',
      detail: 'This is not the name of a time zone in the IANA database.',
    });
  }
  if (general !== undefined) faults.push(...choiceFaults(general, '/general', context));
  for (const [key, choice] of Object.entries(topics)) {
    const pointer = at('/topics', key);
    if (!context.topics.has(key))
      faults.push({ pointer, detail: 'The catalogue has no topic with this key.' });
    faults.push(...choiceFaults(choice, pointer, context));
  }
  if (pause !== undefined) faults.push(...pauseFaults(pause));
  return faults;
}

function languageFaults(languages: readonly string[]): Fault[] {
  if (languages.length > MAX_LANGUAGES)
    return [{ pointer: '/languages', detail: `There are at most ${MAX_LANGUAGES} languages.` }];
  const folded = languages.map((language) => language.toLowerCase());
  return folded.flatMap((language, index) => {
    const pointer = at('/languages', index);
    if (language.length > LONGEST_LANGUAGE || !LANGUAGE.test(language))
      return [{ pointer, detail: 'This is not the tag of a language, such as nl or pt-BR.' }];
    if (folded.indexOf(language) < index)
      return [{ pointer, detail: 'This language stands more than once in the list.' }];
    return [];
  });
}

function choiceFaults(choice: Choice, pointer: string, context: FaultContext): Fault[] {
  return [
    ...choice.channels.flatMap((ranked, index) => rankFaults(choice, index, pointer, ranked, context)),
    ...tooManyWindows(choice, pointer),
    ...limitFaults(choice, at(pointer, 'limit')),
    ...choice.declined.flatMap((key, index) => declineFaults(choice, index, pointer, key, context)),
  ];
}

function limitFaults({ limit }: Choice, pointer: string): Fault[] {
  if (limit === undefined) return [];
  const faults: Fault[] = [];
  const { max, per } = limit;
  if (!Number.isInteger(max) || max < 1 || max > HIGHEST_LIMIT)
    faults.push({
      pointer: at(pointer, 'max'),
      detail: `A limit is a whole number from 1 to ${HIGHEST_LIMIT}.`,
    });
  if (!PERIODS.includes(per))
    faults.push({ pointer: at(pointer, 'per'), detail: `A period is one of ${PERIODS.join(', ')}.` });
  return faults;
}

function rankFaults(
  { channels }: Choice,
  index: number,
  base: string,
  ranked: RankedChannel,
  context: FaultContext,
): Fault[] {
  const pointer = at(base, 'channels', index);
  const faults = channelFaults(ranked.channel, at(pointer, 'channel'), context);
  if (channels.findIndex(({ channel }) => channel === ranked.channel) < index) {
    faults.push({ pointer: at(pointer, 'channel'), detail: 'This channel is ranked more than once.' });
  }
  faults.push(...contactPointFaults(ranked, at(pointer, 'contactPointId'), context));
  faults.push(...findWindowFaults(ranked.windows, at(pointer, 'windows')));
  return faults;
}

function declineFaults(
  { channels, declined }: Choice,
  index: number,
  base: string,
  key: string,
  context: FaultContext,
): Fault[] {
  const pointer = at(base, 'declined', index);
  const faults = channelFaults(key, pointer, context);
  if (declined.indexOf(key) < index)
    faults.push({ pointer, detail: 'This channel is declined more than once.' });
  if (channels.some(({ channel }) => channel === key)) {
    faults.push({ pointer, detail: 'This channel is both ranked and declined. Keep one of the two.' });
  }
  return faults;
}

function channelFaults(key: string, pointer: string, { channels }: FaultContext): Fault[] {
  return channels.has(key) ? [] : [{ pointer, detail: 'The catalogue has no channel with this key.' }];
}

function contactPointFaults(ranked: RankedChannel, pointer: string, context: FaultContext): Fault[] {
  const { channel, contactPointId } = ranked;
  if (contactPointId === undefined) return [];
  const point = context.contactPoints.find(({ id }) => id === contactPointId);
  if (point === undefined) return [{ pointer, detail: 'This customer has no contact point with this id.' }];
  const needed = context.channels.get(channel)?.contactPoint;
  if (needed === undefined || needed === point.kind) return [];
  const need = needed === null ? 'no contact point' : `a contact point of kind ${needed}`;
  return [{ pointer, detail: `This contact point is of kind ${point.kind}, but the channel needs ${need}.` }];
}

function tooManyWindows({ channels }: Choice, base: string): Fault[] {
  const count = channels.reduce((sum, { windows }) => sum + (windows?.length ?? 0), 0);
  if (count <= MAX_WINDOWS) return [];
  const detail = `A choice has at most ${MAX_WINDOWS} windows in all; this one has ${count}.`;
  return [{ pointer: at(base, 'channels'), detail }];
}

/**
 * The faults of a list of windows that stands at `pointer`. An empty list is refused, since it would mean "never" to
 * one reader and "always" to another.
 */
export function findWindowFaults(windows: readonly WeekWindow[] | undefined, pointer: string): Fault[] {
  if (windows === undefined) return [];
  if (windows.length === 0)
    return [{ pointer, detail: 'An empty list suits no time. Leave windows out for any time.' }];
  return windows.flatMap((window, index) => windowFaults(window, at(pointer, index)));
}

function windowFaults({ days, from, to }: WeekWindow, pointer: string): Fault[] {
  const faults = dayFaults(days, at(pointer, 'days'));
  const start = toMinuteOfDay(from);
  const end = toMinuteOfDay(to);
  if (start === null || from === '24:00') {
    faults.push({
      pointer: at(pointer, 'from'),
      detail: 'A window begins at a time HH:MM from 00:00 to 23:59.',
    });
  }
  if (end === null) {
    faults.push({ pointer: at(pointer, 'to'), detail: 'A window ends at a time HH:MM from 00:00 to 24:00.' });
  }
  if (start !== null && start === end) {
    const detail = 'A window begins and ends at different times. For a whole day say from 00:00 to 24:00.';
    faults.push({ pointer: at(pointer, 'to'), detail });
  }
  return faults;
}

function dayFaults(days: WeekWindow['days'], pointer: string): Fault[] {
  if (days.length === 0) return [{ pointer, detail: `A window has at least one day of ${DAYS.join(', ')}.` }];
  return days.flatMap((day, index) => {
    const faults: Fault[] = [];
    if (!DAYS.includes(day))
      faults.push({ pointer: at(pointer, index), detail: `A day is one of ${DAYS.join(', ')}.` });
    if (days.indexOf(day) < index) {
      faults.push({ pointer: at(pointer, index), detail: 'This day stands more than once in the window.' });
    }
    return faults;
  });
}

function pauseFaults({ from, until }: Pause): Fault[] {
  const start = toUtcDate(from);
  const end = toUtcDate(until);
  const detail = 'This is not a calendar date YYYY-MM-DD.';
  const faults: Fault[] = [];
  if (start === null) faults.push({ pointer: '/pause/from', detail });
  if (end === null) faults.push({ pointer: '/pause/until', detail });
  if (start !== null && end !== null && end <= start) {
    faults.push({
      pointer: '/pause/until',
      detail: 'A pause ends on a later date than it begins; until is exclusive.',
    });
  }
  return faults;
}
