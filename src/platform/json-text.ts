import { Problem } from './problem.js';

/** A NUL escape, and not an escaped backslash that happens to stand before `u0000`. */
const ESCAPED_NUL = /(?<!\\)(?:\\\\)*\\u0000/;

/** Throws `malformed` for JSON with a NUL character in it: PostgreSQL can't hold one, so it is refused at the border. */
export function refuseNulIn(json: string): void {
  if (ESCAPED_NUL.test(json)) throw new Problem('malformed', 'The body holds a NUL character.');
}

/** The value of a JSON text; throws `malformed` for what is none, and for a NUL character in it. */
export function parseJson(text: string): unknown {
  refuseNulIn(text);
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem('malformed', 'This is no JSON.');
  }
}
