import { describe, expect, it } from 'vitest';
import { DAYS } from '../../../src/domain/windows.js';
import type { Preferences } from '../../../src/domain/preferences.js';
import { summarise } from '../../../src/preference-page/summary.js';
import { speechOf } from '../../../src/preference-page/texts.js';
import { catalogue } from './catalogue.js';

const tell = (preferences: Preferences, language: string) =>
  summarise(preferences, {
    speech: speechOf(language),
    catalogue: catalogue(),
    points: new Map([['p1', '+31 ••• 678']]),
  });

const EVENING = { days: ['mon', 'tue', 'wed'] as const, from: '18:00', to: '20:30' };

const CASES: { name: string; preferences: Preferences; en: string[]; nl: string[] }[] = [
  {
    name: 'nothing',
    preferences: {},
    en: ['You have not told us anything yet. We use whatever works.'],
    nl: ['U hebt ons nog niets verteld. We gebruiken wat werkt.'],
  },
  {
    name: 'a topic before the general choice',
    preferences: {
      general: { channels: [{ channel: 'phone', mode: 'human', windows: [EVENING] }], declined: [] },
      topics: { billing: { channels: [{ channel: 'email' }], declined: ['phone', 'sms'] } },
    },
    en: [
      'Billing: first E-mail. Never Phone or Text message.',
      'In general: first Phone, with a person, on Monday to Wednesday between 18:00 and 20:30.',
    ],
    nl: [
      'Rekening: eerst E-mail. Nooit Telefoon of Sms.',
      'In het algemeen: eerst Telefoon, met een mens, op maandag tot en met woensdag tussen 18:00 en 20:30.',
    ],
  },
  {
    name: 'several windows, at night and all day, and a number',
    preferences: {
      general: {
        channels: [
          {
            channel: 'phone',
            mode: 'automated',
            contactPointId: 'p1',
            windows: [
              { days: ['fri', 'sat'], from: '22:00', to: '02:00' },
              { days: ['sun'], from: '00:00', to: '24:00' },
            ],
          },
          { channel: 'post' },
          { channel: 'email' },
        ],
        declined: [],
      },
    },
    en: [
      'In general: first Phone, at +31 ••• 678, automatically, on Friday and Saturday from 22:00 until 02:00 the next day and all day on Sunday; otherwise Post; otherwise E-mail.',
    ],
    nl: [
      'In het algemeen: eerst Telefoon, op +31 ••• 678, automatisch, op vrijdag en zaterdag van 22:00 tot 02:00 de volgende dag en op zondag de hele dag; anders Post; anders E-mail.',
    ],
  },
  {
    name: 'windows on every day',
    preferences: {
      general: {
        channels: [
          { channel: 'phone', windows: [{ days: DAYS, from: '18:00', to: '20:30' }] },
          { channel: 'sms', windows: [{ days: DAYS, from: '22:00', to: '02:00' }] },
          { channel: 'email', windows: [{ days: DAYS, from: '00:00', to: '24:00' }] },
        ],
        declined: [],
      },
    },
    en: [
      'In general: first Phone, every day between 18:00 and 20:30; otherwise Text message, every day from 22:00 until 02:00 the next day; otherwise E-mail, all day every day.',
    ],
    nl: [
      'In het algemeen: eerst Telefoon, elke dag tussen 18:00 en 20:30; anders Sms, elke dag van 22:00 tot 02:00 de volgende dag; anders E-mail, elke dag de hele dag.',
    ],
  },
  {
    name: 'only a decline',
    preferences: { general: { channels: [], declined: ['sms'] } },
    en: ['In general: never Text message.'],
    nl: ['In het algemeen: nooit Sms.'],
  },
  {
    name: 'the rest, with the last day of the pause included',
    preferences: {
      languages: ['nl', 'fr'],
      timeZone: 'America/New_York',
      pause: { from: '2026-12-24', until: '2027-01-02' },
      needs: ['braille', 'extra_time'],
      objections: ['marketing'],
    },
    en: [
      'We speak Dutch or French with you.',
      'Your times count in the time zone America/New York.',
      'From 24 December 2026 until and including 1 January 2027 we do not reach you on our own account, except where your safety is concerned.',
      'We take care of: Braille and Extra time.',
      'You get no offers and advertising from us.',
    ],
    nl: [
      'We spreken Nederlands of Frans met u.',
      'Uw tijden gelden in de tijdzone America/New York.',
      'Van 24 december 2026 tot en met 1 januari 2027 benaderen we u niet uit onszelf, behalve als het uw veiligheid raakt.',
      'We zorgen voor: Braille en Extra tijd.',
      'U krijgt van ons geen aanbiedingen en reclame.',
    ],
  },
  {
    name: 'lists that were stated to be empty',
    preferences: { languages: [], needs: [], objections: [] },
    en: ['You have not told us anything yet. We use whatever works.'],
    nl: ['U hebt ons nog niets verteld. We gebruiken wat werkt.'],
  },
];

describe('the summary', () => {
  it.each(CASES)('tells $name', ({ preferences, en, nl }) => {
    expect(tell(preferences, 'en')).toEqual(en);
    expect(tell(preferences, 'nl')).toEqual(nl);
  });
});
