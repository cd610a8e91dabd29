import type { Speech } from './texts.js';

/** What a form that was not saved begins with; null when there is nothing the matter. */
export function toldByForm(
  { faults, conflict }: { readonly faults: readonly string[]; readonly conflict: object | null },
  { say }: Speech,
): string | null {
  if (conflict !== null) return say('conflict.title');
  return faults.length > 0 ? say('fault.title') : null;
}

/** The title of a page that has something to tell: that comes first, in its first sentence, as tabs are narrow. */
export function toldTitle(title: string, told: string | null): string {
  return told === null ? title : `${/^[^.]*/.exec(told)?.[0] ?? told} – ${title}`;
}
