import { one } from './form-fields.js';
import type { TextKey } from './texts.js';
import type { Visit } from './visit.js';

const NOTICES = [
  'saved',
  'same',
  'confirmed',
  'changed',
  'withdrawn',
  'removed',
  'marked',
  'unmarked',
  'proven',
  'cancelled',
  'answered',
] as const;

/** What was done on the request before, as the address says; null for nothing. */
export function noticeOf({ query }: Visit): TextKey | null {
  const said = NOTICES.find((notice) => notice === one(query, 'said'));
  return said === undefined ? null : `said.${said}`;
}
