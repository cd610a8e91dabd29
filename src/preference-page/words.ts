import type { LabelledCatalogue } from '../catalogue/index.js';
import { offsetAt, MINUTE, type ZoneRules } from '../domain/zones.js';
import type { Speech } from './texts.js';

/** A label in the language of the page, or what there is of it. */
export function channelName(catalogue: LabelledCatalogue, key: string, { tag }: Speech): string {
  const label = catalogue.channelLabels.get(key);
  return label?.[tag] ?? label?.en ?? key;
}

/** What a topic is called. */
export function topicName(catalogue: LabelledCatalogue, key: string, { tag }: Speech): string {
  const label = catalogue.topicLabels.get(key);
  return label?.[tag] ?? label?.en ?? key;
}

/** "a, b and c". */
export function listed(
  items: readonly string[],
  { say }: Speech,
  key: 'says.and' | 'says.or' = 'says.and',
): string {
  const last = items.at(-1) ?? '';
  if (items.length < 2) return last;
  return say(key, { first: items.slice(0, -1).join(', '), last });
}

/** What a language is called in the language of the page. */
export function languageName(code: string, { tag }: Speech): string {
  try {
    return new Intl.DisplayNames([tag], { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** "24 December 2026" for the calendar date `2026-12-24`. */
export function dateWords(date: string, { tag }: Speech): string {
  return format(tag, DATE).format(new Date(`${date}T00:00:00Z`));
}

/** The date at an instant, in a zone. */
export function dayWords(instant: number, zone: ZoneRules, { tag }: Speech): string {
  return format(tag, DATE).format(wallClock(instant, zone));
}

/** Weekday, date and time of an instant that is near. The zone's rules are ours: the runtime's lag. */
export function timeWords(instant: number, zone: ZoneRules, { tag }: Speech): string {
  const parts = {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  } as const;
  return format(tag, parts).format(wallClock(instant, zone));
}

/** Date with its year, and time, of any instant. */
export function momentWords(instant: number, zone: ZoneRules, { tag }: Speech): string {
  return format(tag, { ...DATE, hour: '2-digit', minute: '2-digit' }).format(wallClock(instant, zone));
}

/** The calendar date `YYYY-MM-DD` at an instant, in a zone. */
export function localDate(instant: number, zone: ZoneRules): string {
  return wallClock(instant, zone).toISOString().slice(0, 10);
}

/** A date as many days later as given. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function wallClock(instant: number, zone: ZoneRules): Date {
  return new Date(instant + offsetAt(zone, instant) * MINUTE);
}

const DATE = { day: 'numeric', month: 'long', year: 'numeric' } as const;

/** English without a region means day before month, and 24 hours, as in the rest of the page. */
function format(tag: string, parts: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(tag === 'en' ? 'en-GB' : tag, { timeZone: 'UTC', ...parts });
}
