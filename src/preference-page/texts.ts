import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { texts as english } from './languages/en.js';

/** Name of a text of the page. */
export type TextKey = keyof typeof english;

/** All texts of one language. */
export type Texts = Readonly<Record<TextKey, string>>;

/** Language of a customer who asks for none that there is. */
const USUAL = 'en';

const FOLDER = join(import.meta.dirname, 'languages');

/** The languages of the page by BCP 47 tag: a file in `languages` is a language. */
export const LANGUAGES: ReadonlyMap<string, Texts> = await loadLanguages();

async function loadLanguages(): Promise<ReadonlyMap<string, Texts>> {
  const files = await readdir(FOLDER);
  const tags = files.flatMap((file) => /^([a-z]{2,3}(?:-[A-Za-z]+)?)\.[jt]s$/.exec(file)?.[1] ?? []).sort();
  const modules = await Promise.all(tags.map(loadLanguage));
  return new Map(tags.map((tag, index) => [tag, modules[index] as Texts]));
}

async function loadLanguage(tag: string): Promise<Texts> {
  const extension = import.meta.filename.slice(-3);
  const file = pathToFileURL(join(FOLDER, tag + extension)).href;
  const { texts } = (await import(/* @vite-ignore */ file)) as { texts: Texts };
  return texts;
}

/** Reads and writes in one language. */
export interface Speech {
  /** BCP 47. */
  readonly tag: string;
  /** The text of this name, with its places filled. */
  readonly say: (key: TextKey, places?: Readonly<Record<string, string | number>>) => string;
}

/** Speech in a language that there is. */
export function speechOf(tag: string): Speech {
  const texts = LANGUAGES.get(tag) ?? LANGUAGES.get(USUAL);
  if (texts === undefined) throw new Error(`The page lacks the language ${USUAL}.`);
  return { tag: LANGUAGES.has(tag) ? tag : USUAL, say: (key, places = {}) => fill(texts[key], places) };
}

/** Fills the places of a text. What is filled in is not looked at again: braces in it are only braces. */
function fill(text: string, places: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(places[name] ?? place));
}

/** The first of these tags for which there is a language, on its own or without its region. */
export function chooseLanguage(wanted: readonly (string | null | undefined)[]): string {
  for (const tag of wanted) {
    if (!tag) continue;
    const found = [...LANGUAGES.keys()].find((known) => isSameLanguage(known, tag));
    if (found !== undefined) return found;
  }
  return USUAL;
}

function isSameLanguage(known: string, tag: string): boolean {
  const [wanted, given] = [tag.toLowerCase(), known.toLowerCase()];
  return wanted === given || wanted.startsWith(`${given}-`);
}

/** Tags of an `Accept-Language` header, best first (RFC 9110, section 12.5.4). */
export function acceptedLanguages(header: string | undefined): string[] {
  const parts = (header ?? '').slice(0, 500).split(',');
  const weighed = parts.flatMap((part) => {
    const [, tag, weight] = /^\s*([A-Za-z-]{2,35})\s*(?:;\s*q=([\d.]+))?\s*$/.exec(part) ?? [];
    return tag === undefined ? [] : [{ tag, weight: weight === undefined ? 1 : Number(weight) }];
  });
  return weighed
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}
