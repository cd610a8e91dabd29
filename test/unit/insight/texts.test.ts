import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../../src/insight/texts.js';

const placesIn = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

describe('the languages of the insight page', () => {
  it.each(['nl', 'en'])('have all texts in %s, with the same places, and none that is empty', (tag) => {
    const [english, texts] = [LANGUAGES.get('en'), LANGUAGES.get(tag)];
    if (!english || !texts) throw new Error('A language is missing.');
    expect(Object.keys(texts).sort()).toEqual(Object.keys(english).sort());
    for (const [key, text] of Object.entries(english)) {
      const translated = texts[key as keyof typeof texts];
      expect(translated.trim(), key).not.toBe('');
      expect(placesIn(translated), key).toEqual(placesIn(text));
    }
  });
});
