import { join } from 'node:path';
import {
  acceptedLanguages,
  chooseTag,
  loadLanguages,
  speechIn,
  type SpeechOf,
} from '../platform/languages.js';
import type { texts as english } from './languages/en.js';

/** Name of a text of the insight page. */
export type TextKey = keyof typeof english;

/** All texts of one language. */
export type Texts = Readonly<Record<TextKey, string>>;

/** Reads and writes in one language. */
export type Speech = SpeechOf<TextKey>;

/** The languages of the page by BCP 47 tag: a file in `languages` is a language. */
export const LANGUAGES: ReadonlyMap<string, Texts> = await loadLanguages<TextKey>(
  join(import.meta.dirname, 'languages'),
);

/** Speech in the language that somebody chose, or else that their browser asks for. */
export function speechFor(chosen: string | null, accepted: string | undefined): Speech {
  return speechIn(LANGUAGES, chooseTag(LANGUAGES.keys(), [chosen, ...acceptedLanguages(accepted)]));
}
