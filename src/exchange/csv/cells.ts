import { PERIODS, type Limit } from '../../domain/preferences.js';
import { DAYS, type Day, type WeekWindow } from '../../domain/windows.js';

/** What a cell says that no key, tag or name can be: a list that was stated to be empty, and a choice that is taken back. */
export const EMPTY = '(none)';
export const WITHDRAWN = '(withdrawn)';

/** Beginnings for which a spreadsheet runs a cell as a formula (OWASP, CSV injection), after any number of our marks. */
const RUNS = /^'*[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]/;
const MARKED = /^'+[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]/;

/** A cell that no spreadsheet runs: a mark, which spreadsheets show as text, is put before it. `unprotect` undoes it exactly. */
export function protect(cell: string): string {
  return RUNS.test(cell) ? `'${cell}` : cell;
}

/** The cell without our mark. A cell that never had one, such as `+31…` typed by hand, stays as it is. */
export function unprotect(cell: string): string {
  return MARKED.test(cell) ? cell.slice(1) : cell;
}

/** A list of words: keys, tags. */
export function writeWords(words: readonly string[]): string {
  return words.length === 0 ? EMPTY : words.join(' ');
}

export function readWords(cell: string): string[] {
  return cell === EMPTY ? [] : cell.split(/[\s,;]+/).filter((word) => word !== '');
}

/** A limit as `2 per week`; a choice without one says so. */
export function writeLimit(limit: Limit | undefined): string {
  return limit === undefined ? EMPTY : `${limit.max} per ${limit.per}`;
}

const LIMIT = new RegExp(`^(\\d{1,3})\\s*(?:per|/)\\s*(${PERIODS.join('|')})$`, 'i');

/** The same; null for `(none)`, undefined when it can't be read. */
export function readLimit(cell: string): Limit | null | undefined {
  if (cell === EMPTY) return null;
  const [, max, name = ''] = LIMIT.exec(cell) ?? [];
  const per = PERIODS.find((period) => period === name.toLowerCase());
  return per && { max: Number(max), per };
}

/** Windows as `mon,wed 18:00-20:30; sat 10:00-12:00`. */
export function writeWindows(windows: readonly WeekWindow[]): string {
  return windows.map(({ days, from, to }) => `${days.join(',')} ${from}-${to}`).join('; ');
}

const WINDOW = /^([a-z,\s-]+?)\s+(\d\d?:\d\d)\s*[-–]\s*(\d\d?:\d\d)$/i;

/** The same, also with spans of days (`mon-fri`) and short hours (`9:00`); null when a window can't be read. */
export function readWindows(cell: string): WeekWindow[] | null {
  const windows = cell.split(';').map(readWindow);
  return windows.every((window) => window !== null) ? windows : null;
}

function readWindow(text: string): WeekWindow | null {
  const [, names = '', from = '', to = ''] = WINDOW.exec(text.trim()) ?? [];
  const days = names
    .toLowerCase()
    .split(/[\s,]+/)
    .map(readDays);
  if (names === '' || days.some((span) => span === null)) return null;
  return { days: days.flatMap((span) => span ?? []), from: from.padStart(5, '0'), to: to.padStart(5, '0') };
}

/** `mon`, or `fri-mon`, which runs over the end of the week. */
function readDays(text: string): Day[] | null {
  const [first, last = first, ...more] = text.split('-').map((name) => DAYS.findIndex((day) => day === name));
  if (first === undefined || last === undefined || first < 0 || last < 0 || more.length > 0) return null;
  const count = ((last - first + DAYS.length) % DAYS.length) + 1;
  return Array.from({ length: count }, (_, index) => DAYS[(first + index) % DAYS.length] ?? 'mon');
}
