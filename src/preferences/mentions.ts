import type { Merge, Statements } from '../domain/authority.js';
import type { PreferencesBody } from './preferences.body.js';

/** Whether a merge patch says anything of a path, such as `/general` or `/topics/billing`. */
export function mentions(patch: PreferencesBody, path: string): boolean {
  const [, field = '', topic] = path.split('/');
  const value = (patch as Record<string, unknown>)[field];
  if (topic === undefined || value === null || value === undefined) return value !== undefined;
  return Object.hasOwn(value as object, topic);
}

/** A merge without the paths that its write says nothing of: who only speaks of one thing does not state the others. */
export function onlyMentioned(
  merge: Merge,
  before: Statements,
  isMentioned: (path: string) => boolean,
): Merge {
  if ('conflicts' in merge) return merge;
  const { changed, statements } = merge;
  const kept = Object.entries(statements).filter(([path]) => isMentioned(path));
  return { changed: changed.filter(isMentioned), statements: { ...before, ...Object.fromEntries(kept) } };
}
