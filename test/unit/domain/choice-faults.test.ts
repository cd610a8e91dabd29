import { describe, expect, it } from 'vitest';
import type { FaultContext } from '../../../src/domain/choice-faults.js';
import { findFaults } from '../../../src/domain/choice-faults.js';
import type { Preferences } from '../../../src/domain/preferences.js';
import { CHANNELS, EMAIL, PHONE, choice, window } from './examples.js';

const CONTEXT: FaultContext = {
  channels: new Map(CHANNELS.map((each) => [each.key, each])),
  topics: new Set(['billing', 'a/b~c']),
  contactPoints: [PHONE, EMAIL],
  isTimeZone: (name) => name === 'Europe/Amsterdam',
};

const pointers = (preferences: Preferences) => findFaults(preferences, CONTEXT).map(({ pointer }) => pointer);
const withWindows = (...windows: Parameters<typeof window>[]): Preferences => ({
  general: choice([{ channel: 'phone', windows: windows.map((each) => window(...each)) }]),
});

describe('preferences', () => {
  it('without a fault have none', () => {
    const preferences: Preferences = {
      languages: ['nl', 'pt-BR', ...Array.from({ length: 18 }, (_, at) => `aa-${at}`)],
      timeZone: 'Europe/Amsterdam',
      general: choice(
        [{ channel: 'phone', contactPointId: 'p1', windows: [window('mon', '22:00-02:00')] }, 'email'],
        ['sms'],
      ),
      topics: { billing: choice([]) },
      pause: { from: '2026-12-01', until: '2026-12-02' },
    };
    expect(findFaults(preferences, CONTEXT)).toEqual([]);
    expect(findFaults({}, CONTEXT)).toEqual([]);
  });

  it.each<[string, Preferences, string[]]>([
    [
      'languages that are none',
      { languages: ['nl', 'nl_NL', '', '<b>'] },
      [1, 2, 3].map((at) => `/languages/${at}`),
    ],
    ['a language twice, in any case', { languages: ['nl', 'en', 'NL'] }, ['/languages/2']],
    ['a tag that is too long', { languages: [`nl${'-abcdefgh'.repeat(4)}`] }, ['/languages/0']],
    ['too many languages', { languages: Array.from({ length: 21 }, (_, at) => `aa-${at}`) }, ['/languages']],
    ['an unknown time zone', { timeZone: 'CEST' }, ['/timeZone']],
    ['an unknown topic, escaped', { topics: { 'x/y~z': choice([]) } }, ['/topics/x~1y~0z']],
    [
      'an unknown channel',
      { general: choice(['fon'], ['ghost']) },
      ['/general/channels/0/channel', '/general/declined/0'],
    ],
    [
      'a channel ranked twice',
      { topics: { 'a/b~c': choice(['sms', 'sms']) } },
      ['/topics/a~1b~0c/channels/1/channel'],
    ],
    ['a channel declined twice', { general: choice([], ['sms', 'sms']) }, ['/general/declined/1']],
    ['a channel ranked and declined', { general: choice(['sms'], ['sms']) }, ['/general/declined/0']],
    ['a window without length', withWindows(['mon', '09:00-09:00']), ['/general/channels/0/windows/0/to']],
    ['a day twice', withWindows(['mon,mon', '09:00-10:00']), ['/general/channels/0/windows/0/days/1']],
    [
      'times that are none',
      withWindows(['mon', '18:00 PM-25:00']),
      ['/general/channels/0/windows/0/from', '/general/channels/0/windows/0/to'],
    ],
    ['an empty list of windows', withWindows(), ['/general/channels/0/windows']],
    [
      'a contact point of another',
      { general: choice([{ channel: 'phone', contactPointId: 'x9' }]) },
      ['/general/channels/0/contactPointId'],
    ],
    [
      'a contact point of the wrong kind',
      { general: choice([{ channel: 'phone', contactPointId: 'e1' }]) },
      ['/general/channels/0/contactPointId'],
    ],
    [
      'a contact point where none is needed',
      { general: choice([{ channel: 'chat', contactPointId: 'e1' }]) },
      ['/general/channels/0/contactPointId'],
    ],
    [
      'a pause that ends as it begins',
      { pause: { from: '2026-12-01', until: '2026-12-01' } },
      ['/pause/until'],
    ],
    [
      'a pause on days that are none',
      { pause: { from: '2026-02-30', until: 'soon' } },
      ['/pause/from', '/pause/until'],
    ],
  ])('with %s say so, and where', (_case, preferences, expected) => {
    expect(pointers(preferences)).toEqual(expected);
  });

  it('have at most fifty windows in one choice', () => {
    const many = Array.from({ length: 26 }, () => window('mon', '09:00-10:00'));
    const twice = [
      { channel: 'phone', windows: many },
      { channel: 'email', windows: many.slice(0, 24) },
    ];
    expect(pointers({ general: choice(twice) })).toEqual([]);
    expect(pointers({ general: choice([...twice, { channel: 'sms', windows: many.slice(0, 1) }]) })).toEqual([
      '/general/channels',
    ]);
  });

  it('report every fault at once, in sentences that quote nobody', () => {
    const secret = '+31612345678';
    const faults = findFaults(
      {
        languages: [secret],
        timeZone: secret,
        general: choice([{ channel: secret, contactPointId: secret, windows: [] }], [secret, secret]),
        pause: { from: secret, until: secret },
      },
      CONTEXT,
    );
    expect(faults.length).toBe(12);
    for (const { detail } of faults) {
      expect(detail).not.toContain(secret);
      expect(detail).toMatch(/^[A-Z].*\.$/);
    }
  });
});
