import { join } from 'node:path';
import { chooseTag, loadLanguages, speechIn, type SpeechOf } from '../platform/languages.js';
import type { texts as english } from './languages/en.js';

/** Name of a text of the page. */
export type TextKey = keyof typeof english;

/** All texts of one language. */
export type Texts = Readonly<Record<TextKey, string>>;

/** The languages of the page by BCP 47 tag: a file in `languages` is a language. */
export const LANGUAGES: ReadonlyMap<string, Texts> = await loadLanguages<TextKey>(
  join(import.meta.dirname, 'languages'),
);

/** Reads and writes in one language. */
export type Speech = SpeechOf<TextKey>;

/** Speech in a language that there is. */
export function speechOf(tag: string): Speech {
  return speechIn(LANGUAGES, tag);
}

/** The first of these tags for which there is a language, on its own or without its region. */
export function chooseLanguage(wanted: readonly (string | null | undefined)[]): string {
  return chooseTag(LANGUAGES.keys(), wanted);
}
