import { describe, expect, it } from 'vitest';
import type { FaultContext } from '../../../src/domain/choice-faults.js';
import { HIGHEST_LIMIT, findFaults, findWindowFaults } from '../../../src/domain/choice-faults.js';
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

  it.each(['n', 'nl-', 'nl-abcdefghi', '-nl', 'nl1', 'nl nl', 'xnl_', 'abcdefghi', 'nl-é', ' nl'])(
    'with the language %j say so',
    (language) => {
      expect(findFaults({ languages: ['en', language] }, CONTEXT)).toEqual([
        { pointer: '/languages/1', detail: 'This is not the tag of a language, such as nl or pt-BR.' },
      ]);
    },
  );

  it('take a language tag of up to 35 characters', () => {
    const longest = 'abcdefgh-abcdefgh-abcdefgh-abcdefgh';
    expect(longest).toHaveLength(35);
    expect(pointers({ languages: [longest, 'nl', 'zh-Hans-CN', 'de-1996'] })).toEqual([]);
    expect(pointers({ languages: [`${longest}-a`] })).toEqual(['/languages/0']);
  });

  it.each<[unknown, unknown, string[]]>([
    [1, 'day', []],
    [HIGHEST_LIMIT, 'month', []],
    [0, 'week', ['max']],
    [HIGHEST_LIMIT + 1, 'week', ['max']],
    [1.5, 'day', ['max']],
    [NaN, 'day', ['max']],
    [3, 'year', ['per']],
    [-1, '', ['max', 'per']],
  ])('with a limit of %j in a %s have a fault of %j', (max, per, fields) => {
    const limit = { max, per } as { max: number; per: 'day' };
    const faults = findFaults({ topics: { billing: { ...choice([]), limit } } }, CONTEXT);
    expect(faults.map(({ pointer }) => pointer)).toEqual(
      fields.map((field) => `/topics/billing/limit/${field}`),
    );
    const rules = {
      max: 'A limit is a whole number from 1 to 100.',
      per: 'A period is one of day, week, month.',
    };
    expect(faults.map(({ detail }) => detail)).toEqual(fields.map((field) => rules[field as 'max' | 'per']));
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

describe('a list of windows', () => {
  const at = (days: string[], from: string, to: string) => [{ days: days as 'mon'[], from, to }];
  const faults = (windows: ReturnType<typeof at>) =>
    findWindowFaults(windows, '/w').map(({ pointer, detail }) => [pointer, detail]);
  const BEGINS = 'A window begins at a time HH:MM from 00:00 to 23:59.';
  const ENDS = 'A window ends at a time HH:MM from 00:00 to 24:00.';
  const DIFFERS = 'A window begins and ends at different times. For a whole day say from 00:00 to 24:00.';

  it('may be absent, but not empty', () => {
    expect(findWindowFaults(undefined, '/w')).toEqual([]);
    expect(faults([])).toEqual([['/w', 'An empty list suits no time. Leave windows out for any time.']]);
  });

  it.each<[string, string, string[][]]>([
    ['00:00', '24:00', []],
    ['22:00', '00:00', []],
    ['23:59', '23:58', []],
    ['24:00', '02:00', [['/w/0/from', BEGINS]]],
    ['9:00', '10:00', [['/w/0/from', BEGINS]]],
    ['09:00', '24:01', [['/w/0/to', ENDS]]],
    [
      'x',
      'x',
      [
        ['/w/0/from', BEGINS],
        ['/w/0/to', ENDS],
      ],
    ],
    ['00:00', '00:00', [['/w/0/to', DIFFERS]]],
    [
      '24:00',
      '24:00',
      [
        ['/w/0/from', BEGINS],
        ['/w/0/to', DIFFERS],
      ],
    ],
  ])('from %s to %s has the faults %j', (from, to, expected) => {
    expect(faults(at(['mon', 'sun'], from, to))).toEqual(expected);
  });

  it.each<[string[], string[][]]>([
    [[], [['/w/0/days', 'A window has at least one day of mon, tue, wed, thu, fri, sat, sun.']]],
    [['mon', 'Tue'], [['/w/0/days/1', 'A day is one of mon, tue, wed, thu, fri, sat, sun.']]],
    [['mon', 'tue', 'mon'], [['/w/0/days/2', 'This day stands more than once in the window.']]],
  ])('on the days %j has the faults %j', (days, expected) => {
    expect(faults(at(days, '09:00', '10:00'))).toEqual(expected);
  });
});

describe('a fault', () => {
  const details = (preferences: Preferences) => findFaults(preferences, CONTEXT).map(({ detail }) => detail);

  it.each<[Preferences, string]>([
    [
      { general: choice([{ channel: 'phone', contactPointId: 'e1' }]) },
      'This contact point is of kind email, but the channel needs a contact point of kind phone.',
    ],
    [
      { general: choice([{ channel: 'chat', contactPointId: 'e1' }]) },
      'This contact point is of kind email, but the channel needs no contact point.',
    ],
    [
      { pause: { from: '2026-12-02', until: '2026-12-01' } },
      'A pause ends on a later date than it begins; until is exclusive.',
    ],
    [{ pause: { from: 'soon', until: '2026-12-01' } }, 'This is not a calendar date YYYY-MM-DD.'],
    [{ general: choice(['sms'], ['sms']) }, 'This channel is both ranked and declined. Keep one of the two.'],
  ])('of %j says what to do', (preferences, detail) => {
    expect(details(preferences)).toEqual([detail]);
  });

  it('of a contact point on a channel that does not exist is that of the channel alone', () => {
    expect(pointers({ general: choice([{ channel: 'ghost', contactPointId: 'e1' }]) })).toEqual([
      '/general/channels/0/channel',
    ]);
  });
});
