/** Instants outside these years are refused: PostgreSQL and the zone data can't both hold them. */
const FIRST_YEAR = 1970;
const LAST_YEAR = 2200;

/** Whether a text is an RFC 3339 instant with offset that exists and that the registry can hold. */
export function isInstant(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i.test(text)) return false;
  const year = Number(text.slice(0, 4));
  if (year < FIRST_YEAR || year > LAST_YEAR) return false;
  return isDate(text.slice(0, 10)) && !Number.isNaN(Date.parse(text));
}

/** Whether a text is a calendar date that exists. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
