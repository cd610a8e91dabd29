import { FIELDS } from '../../src/decisions/ivr-answer.js';

/** What a telephony platform can read: only words. */
const WORD = /^[A-Za-z0-9_-]+$/;

/** What is wrong with a flat answer; nothing when every field is there, in order, and every value is a word. */
export function faultsOfFlatAnswer(answer: unknown): string[] {
  const entries = Object.entries(answer as object);
  const faults = entries.filter(([, value]) => typeof value !== 'string' || !WORD.test(value));
  const names = entries.map(([name]) => name).join();
  return [
    ...faults.map(([name]) => `${name} is no word`),
    ...(names === FIELDS.join() ? [] : [`fields ${names}`]),
  ];
}

/** Reads `k=v&k=v`. */
export function readForm(text: string): Record<string, string> {
  return Object.fromEntries(text.split('&').map((pair) => pair.split('=') as [string, string]));
}

/** Reads the items of the XML answer. */
export function readXml(text: string): Record<string, string> {
  const items = text.matchAll(/<item name="([a-z_]+)">([^<]*)<\/item>/g);
  return Object.fromEntries([...items].map(([, name = '', value = '']) => [name, value]));
}
