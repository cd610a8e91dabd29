import { offsetAt, MINUTE, type ZoneRules } from '../domain/zones.js';
import type { ShareDto } from '../reports/index.js';
import type { Speech } from './texts.js';

/** English without a region means day before month, and 24 hours. */
const regional = (tag: string) => (tag === 'en' ? 'en-GB' : tag);

/** `1,203`. */
export function countWords(count: number, { tag }: Pick<Speech, 'tag'>): string {
  return new Intl.NumberFormat(regional(tag)).format(count);
}

/** `+12` or `−12`. */
export function changeWords(change: number, { tag }: Pick<Speech, 'tag'>): string {
  return new Intl.NumberFormat(regional(tag), { signDisplay: 'exceptZero' }).format(change);
}

/** `78`, or `78.4` where it matters. */
export function scoreWords(score: number, { tag }: Pick<Speech, 'tag'>): string {
  return new Intl.NumberFormat(regional(tag), { maximumFractionDigits: 0 }).format(score);
}

/** `81%`, `<1%` for what is little but not nothing, and a dash where there is nothing to be a share of. */
export function shareWords(
  { count, of }: Pick<ShareDto, 'count' | 'of'>,
  { tag }: Pick<Speech, 'tag'>,
): string {
  if (of === 0) return '–';
  const format = new Intl.NumberFormat(regional(tag), { style: 'percent' });
  const share = count / of;
  if (count > 0 && share < 0.005) return `<${format.format(0.01)}`;
  return count < of && share > 0.995 ? `>${format.format(0.99)}` : format.format(share);
}

/** `812 of 1,000 (81%)`. */
export function shareInFull(share: ShareDto, speech: Speech): string {
  if (share.of === 0) return '–';
  const [count, of] = [countWords(share.count, speech), countWords(share.of, speech)];
  return speech.say('figures.of', { count, of, share: shareWords(share, speech) });
}

/** "1 contact", "812 contacts". */
export function contactsWords(count: number, speech: Speech): string {
  return count === 1
    ? speech.say('figures.one')
    : speech.say('figures.many', { count: countWords(count, speech) });
}

/** "24 December 2026" for the date `2026-12-24`. */
export function dateWords(date: string, { tag }: Pick<Speech, 'tag'>): string {
  return format(tag, { day: 'numeric', month: 'long', year: 'numeric' }).format(utc(date));
}

/** Date and time of an instant. */
export function momentWords(instant: number, zone: ZoneRules, { tag }: Pick<Speech, 'tag'>): string {
  const parts = {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  } as const;
  return format(tag, parts).format(wallClock(instant, zone));
}

/** The date `YYYY-MM-DD` at an instant, in a zone. */
export function localDate(instant: number, zone: ZoneRules): string {
  return wallClock(instant, zone).toISOString().slice(0, 10);
}

/** Keys of rows by time in words: "November 2026" for `2026-11`, "week 48 of 2026" for `2026-W48`, else the date. */
export function periodWords(key: string, { tag }: Pick<Speech, 'tag'>): string {
  const [year = '', week] = key.split('-W');
  if (week !== undefined) return `week ${Number(week)}, ${year}`;
  if (key.length === 7) return format(tag, { month: 'long', year: 'numeric' }).format(utc(`${key}-01`));
  return dateWords(key, { tag });
}

/** The same, as short as can be below a chart. */
export function periodSign(key: string, { tag }: Pick<Speech, 'tag'>): string {
  const [, week] = key.split('-W');
  if (week !== undefined) return `w${Number(week)}`;
  if (key.length === 7) return format(tag, { month: 'short' }).format(utc(`${key}-01`));
  return format(tag, { day: 'numeric', month: 'short' }).format(utc(key));
}

function wallClock(instant: number, zone: ZoneRules): Date {
  return new Date(instant + offsetAt(zone, instant) * MINUTE);
}

function utc(date: string): Date {
  return new Date(`${date}T00:00:00Z`);
}

function format(tag: string, parts: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(regional(tag), { timeZone: 'UTC', ...parts });
}
