import { Problem } from './problem.js';

/** A NUL escape, and not an escaped backslash that happens to stand before `u0000`. */
const ESCAPED_NUL = /(?<!\\)(?:\\\\)*\\u0000/;

/** Nothing that is documented nests deeper than a dozen; much deeper ones exhaust the stack of whoever walks them. */
const DEEPEST = 100;

const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

/** Throws `malformed` for JSON with a NUL character in it: PostgreSQL can't hold one, so it is refused at the border. */
export function refuseNulIn(json: string): void {
  if (ESCAPED_NUL.test(json)) throw new Problem('malformed', 'The body holds a NUL character.');
}

/**
 * What is wrong with a JSON text that could be read, or null: a field that stands twice in one object, of which readers
 * take now the first and now the last (RFC 8259, section 4), or nesting without end. Costs some 5 µs per kB, as much as reading it.
 */
export function unsoundness(json: string, value: unknown): Problem | null {
  const held = countMembers(value);
  if (held === null) return new Problem('malformed', 'The JSON is nested too deep.');
  if (held === countColons(json)) return null;
  return new Problem('malformed', 'A field stands twice in one object.');
}

/** The value of a JSON text; throws `malformed` for what is none, for a NUL character in it, and what is unsound. */
export function parseJson(text: string): unknown {
  refuseNulIn(text);
  const value = read(text);
  const problem = unsoundness(text, value);
  if (problem !== null) throw problem;
  return value;
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem('malformed', 'This is no JSON.');
  }
}

/** Colons outside of strings: one for each member that was written. */
function countColons(json: string): number {
  let count = 0;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) at = endOfString(json, at);
    else if (code === COLON) count += 1;
  }
  return count;
}

function endOfString(json: string, start: number): number {
  let at = start + 1;
  for (; at < json.length && json.charCodeAt(at) !== QUOTE; at += 1)
    if (json.charCodeAt(at) === BACKSLASH) at += 1;
  return at;
}

/** Members of all objects in a value: those that were kept. Null when it is nested too deep. */
function countMembers(value: unknown, depth = 0): number | null {
  if (typeof value !== 'object' || value === null) return 0;
  if (depth === DEEPEST) return null;
  const parts: unknown[] = Array.isArray(value) ? value : Object.values(value);
  let count = Array.isArray(value) ? 0 : parts.length;
  for (const part of parts) {
    const below = countMembers(part, depth + 1);
    if (below === null) return null;
    count += below;
  }
  return count;
}
