import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Language of somebody who asks for none that there is. */
const USUAL = 'en';

/** What fills the places of a text. */
type Places = Readonly<Record<string, string | number>>;

/** Reads and writes in one language. */
export interface SpeechOf<Key extends string> {
  /** BCP 47. */
  readonly tag: string;
  /** The text of this name, with its places filled. */
  readonly say: (key: Key, places?: Places) => string;
}

type TextsOf<Key extends string> = Readonly<Record<Key, string>>;

/** Languages by BCP 47 tag: each file in a folder is one. It is loaded because it is there. */
export async function loadLanguages<Key extends string>(
  folder: string,
): Promise<ReadonlyMap<string, TextsOf<Key>>> {
  const files = (await readdir(folder)).filter((file) => /^[a-z]{2,3}(-[A-Za-z]+)?\.[jt]s$/.test(file));
  const languages = await Promise.all(
    files.sort().map(async (file): Promise<[string, TextsOf<Key>]> => {
      const address = pathToFileURL(join(folder, file)).href;
      const { texts } = (await import(/* @vite-ignore */ address)) as { texts: TextsOf<Key> };
      return [file.slice(0, -extname(file).length), texts];
    }),
  );
  return new Map(languages);
}

/** Speech in one of these languages; in English when there is no such language. */
export function speechIn<Key extends string>(
  languages: ReadonlyMap<string, TextsOf<Key>>,
  tag: string,
): SpeechOf<Key> {
  const texts = languages.get(tag) ?? languages.get(USUAL);
  if (texts === undefined) throw new Error(`The page lacks the language ${USUAL}.`);
  return {
    tag: languages.has(tag) ? tag : USUAL,
    say: (key, places = {}) => fill(texts[key], places),
  };
}

/** Fills the places of a text. What is filled in is not looked at again: braces in it are only braces. */
function fill(text: string, places: Places): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(places[name] ?? place));
}

/** The first of the wanted tags that is known, on its own or without its region. */
export function chooseTag(known: Iterable<string>, wanted: readonly (string | null | undefined)[]): string {
  const tags = [...known];
  for (const tag of wanted) {
    if (!tag) continue;
    const found = tags.find((one) => isSameLanguage(one, tag));
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
