import type { LabelledCatalogue } from '../catalogue/index.js';
import { DAYS, type Day, type WeekWindow } from '../domain/windows.js';
import type { Choice, Preferences, RankedChannel } from '../domain/preferences.js';
import type { Speech } from './texts.js';
import { addDays, channelName, dateWords, languageName, listed, topicName } from './words.js';

/** What sentences are made with. */
export interface Narration {
  readonly speech: Speech;
  readonly catalogue: LabelledCatalogue;
  /** How to name a contact point, by id. */
  readonly points: ReadonlyMap<string, string>;
}

/** What preferences mean, in sentences for the customer: the special ones first, as they win. */
export function summarise(preferences: Preferences, n: Narration): string[] {
  const { general, topics = {} } = preferences;
  const keys = [...n.catalogue.topicLabels.keys()].filter((key) => Object.hasOwn(topics, key));
  const sentences = [
    ...keys.flatMap((key) => choiceSentences(topics[key], topicName(n.catalogue, key, n.speech), n)),
    ...choiceSentences(general, n.speech.say('says.general'), n),
    ...restSentences(preferences, n),
  ];
  return sentences.length > 0 ? sentences : [n.speech.say('says.nothing')];
}

/** What one choice means, with what it is about before it: a list of one, or of none for no choice. */
export function choiceSentences(choice: Choice | null | undefined, about: string, n: Narration): string[] {
  const words = choiceWords(choice, n);
  return words === null ? [] : [n.speech.say('says.about', { about, words: lowerFirst(words) })];
}

/** What one choice means, where it is clear what it is about; null for no choice. */
export function choiceWords(choice: Choice | null | undefined, n: Narration): string | null {
  const { speech } = n;
  const [first, ...others] = (choice?.channels ?? []).map((ranked) => rankedWords(ranked, n));
  const never = (choice?.declined ?? []).map((key) => channelName(n.catalogue, key, speech));
  const parts = [
    ...(first === undefined ? [] : [rankingWords(first, others, speech)]),
    ...(never.length === 0 ? [] : [speech.say('says.never', { channels: listed(never, speech, 'says.or') })]),
    ...limitWords(choice, speech),
  ];
  return parts.length === 0 ? null : parts.join(' ');
}

function limitWords(choice: Choice | null | undefined, { say }: Speech): string[] {
  if (choice?.limit === undefined) return [];
  const { max, per } = choice.limit;
  return [max === 1 ? say(`says.once.${per}`) : say(`says.limit.${per}`, { max })];
}

function rankingWords(channel: string, others: string[], { say }: Speech): string {
  if (others.length === 0) return say('says.first', { channel });
  return say('says.next', { channel, others: others.join(say('says.otherwise')) });
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

function rankedWords({ channel, mode, contactPointId, windows }: RankedChannel, n: Narration): string {
  const { say } = n.speech;
  const point = contactPointId === undefined ? undefined : n.points.get(contactPointId);
  return [
    channelName(n.catalogue, channel, n.speech),
    ...(point === undefined ? [] : [say('says.at', { value: point })]),
    ...(mode === 'human' || mode === 'automated' ? [say(`says.${mode}`)] : []),
    ...(windows === undefined
      ? []
      : [
          listed(
            windows.map((window) => windowWords(window, n.speech)),
            n.speech,
          ),
        ]),
  ].join(', ');
}

function windowWords({ days, from, to }: WeekWindow, speech: Speech): string {
  const isDaily = days.length === DAYS.length;
  const named = isDaily
    ? speech.say('says.everyDay')
    : speech.say('says.onDays', { days: daysWords(days, speech) });
  const places = { days: named, from, to };
  if (from === '00:00' && to === '24:00') return speech.say('says.wholeDay', places);
  return speech.say(to <= from ? 'says.overnight' : 'says.between', places);
}

/** "Monday to Wednesday and Saturday": three days or more in a row are a range. */
function daysWords(days: readonly Day[], speech: Speech): string {
  const parts = runsOf(days).flatMap((run) => {
    const names = run.map((day) => speech.say(`day.${day}`));
    const [first = '', last = ''] = [names[0], names.at(-1)];
    return names.length > 2 ? [speech.say('says.range', { first, last })] : names;
  });
  return listed(parts, speech);
}

function runsOf(days: readonly Day[]): Day[][] {
  const runs: Day[][] = [];
  for (const [index, day] of DAYS.entries()) {
    if (!days.includes(day)) continue;
    const before = DAYS[index - 1];
    if (before !== undefined && days.includes(before)) runs.at(-1)?.push(day);
    else runs.push([day]);
  }
  return runs;
}

/** What the rest means: languages, zone, pause, needs and objections. */
function restSentences(preferences: Preferences, n: Narration): string[] {
  const { languages, timeZone, pause, needs, objections } = preferences;
  const stated = { languages, timeZone, pause, needs, objections };
  return Object.entries(stated).flatMap(([field, value]) => fieldSentences(field, value, n));
}

/** What one field means, given its stored value; nothing for nothing. */
export function fieldSentences(field: string, value: unknown, n: Narration): string[] {
  const words = FIELDS[field];
  if (words === undefined || value === undefined || value === null) return [];
  if (Array.isArray(value) && value.length === 0) return [];
  return words(value as never, n);
}

type Words = (value: never, n: Narration) => string[];

const FIELDS: Readonly<Record<string, Words>> = {
  languages: (languages: string[], { speech }) => [
    speech.say('says.languages', {
      languages: listed(
        languages.map((code) => languageName(code, speech)),
        speech,
        'says.or',
      ),
    }),
  ],
  timeZone: (zone: string, { speech }) => [speech.say('says.zone', { zone: zone.replaceAll('_', ' ') })],
  pause: ({ from, until }: NonNullable<Preferences['pause']>, { speech }) => [
    speech.say('says.pause', { from: dateWords(from, speech), until: dateWords(addDays(until, -1), speech) }),
  ],
  needs: (needs: NonNullable<Preferences['needs']>, { speech }) => [
    speech.say('says.needs', {
      needs: listed(
        needs.map((need) => speech.say(`need.${need}`)),
        speech,
      ),
    }),
  ],
  objections: (objections: NonNullable<Preferences['objections']>, { speech }) =>
    objections.map((purpose) => speech.say(`says.objection.${purpose}`)),
};
