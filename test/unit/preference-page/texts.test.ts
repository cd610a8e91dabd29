import { describe, expect, it } from 'vitest';
import { acceptedLanguages } from '../../../src/platform/languages.js';
import { chooseLanguage, LANGUAGES, speechOf } from '../../../src/preference-page/texts.js';

const placesIn = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

describe('the languages of the page', () => {
  it('are at least Dutch and English', () => {
    expect([...LANGUAGES.keys()]).toEqual(expect.arrayContaining(['en', 'nl']));
  });

  it.each([...LANGUAGES.keys()])(
    'have all texts in %s, with the same places, and none that is empty',
    (tag) => {
      const [english, texts] = [LANGUAGES.get('en'), LANGUAGES.get(tag)];
      if (!english || !texts) throw new Error('A language is missing.');
      expect(Object.keys(texts).sort()).toEqual(Object.keys(english).sort());
      for (const [key, text] of Object.entries(english)) {
        const translated = texts[key as keyof typeof texts];
        expect(translated.trim(), key).not.toBe('');
        expect(placesIn(translated), key).toEqual(placesIn(text));
      }
    },
  );

  it('are chosen by the first wish that there is, with or without its region', () => {
    expect(chooseLanguage([null, 'fr', 'nl-BE', 'en'])).toBe('nl');
    expect(chooseLanguage(['EN-us'])).toBe('en');
    expect(chooseLanguage(['nlx'])).toBe('en');
    expect(chooseLanguage([])).toBe('en');
  });

  it('are read from the header of the browser by weight', () => {
    expect(acceptedLanguages('fr;q=0.3, nl-NL, en;q=0.8, de;q=0')).toEqual(['nl-NL', 'en', 'fr']);
    expect(acceptedLanguages(undefined)).toEqual([]);
    expect(acceptedLanguages('*;q=,;;')).toEqual([]);
  });

  it('fill places once: braces in what is filled in are only braces', () => {
    expect(speechOf('en').say('home.lead', { company: '{company} $& {date}' })).toBe(
      'This is how you want {company} $& {date} to help and reach you.',
    );
  });
});
