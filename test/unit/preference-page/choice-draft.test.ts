import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Choice } from '../../../src/domain/preferences.js';
import { DAYS } from '../../../src/domain/windows.js';
import {
  applyButton,
  findDraftFaults,
  readDraft,
  toChoice,
  toDraft,
  withoutGone,
  type ChoiceDraft,
} from '../../../src/preference-page/choice-draft.js';
import type { FormFields } from '../../../src/preference-page/form-fields.js';
import { CHANNELS } from './catalogue.js';

/** What a browser sends for a draft. */
function send(draft: ChoiceDraft): FormFields {
  const fields: Record<string, string | string[]> = { channel: draft.map(({ channel }) => channel) };
  for (const { channel, wish, mode, contactPointId, anyTime, windows } of draft) {
    fields[`wish.${channel}`] = wish;
    fields[`mode.${channel}`] = mode;
    fields[`point.${channel}`] = contactPointId;
    fields[`when.${channel}`] = anyTime ? 'any' : 'times';
    fields[`windows.${channel}`] = String(windows.length);
    windows.forEach(({ days, from, to }, index) => {
      fields[`days.${channel}.${index}`] = [...days];
      fields[`from.${channel}.${index}`] = from;
      fields[`to.${channel}.${index}`] = to === '24:00' ? '00:00' : to;
    });
  }
  return fields;
}

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const window = fc
  .record({
    days: fc.subarray([...DAYS], { minLength: 1 }),
    from: time,
    to: fc.oneof(time, fc.constant('24:00')),
  })
  .filter(({ from, to }) => from !== to && to !== '00:00');
const choice: fc.Arbitrary<Choice> = fc.shuffledSubarray(CHANNELS.map(({ key }) => key)).chain((keys) =>
  fc.integer({ min: 0, max: keys.length }).chain((cut) =>
    fc.record({
      channels: fc.tuple(
        ...keys.slice(0, cut).map((channel) =>
          fc.record(
            {
              channel: fc.constant(channel),
              mode: fc.constantFrom('human' as const, 'automated' as const),
              contactPointId: fc.constant('p1'),
              windows: fc.array(window, { minLength: 1, maxLength: 3 }),
            },
            { requiredKeys: ['channel'] },
          ),
        ),
      ),
      declined: fc.constant(keys.slice(cut)),
    }),
  ),
);

describe('the form of a choice', () => {
  it('gives back any choice as it was, once around through the browser', () => {
    fc.assert(
      fc.property(choice, (stated) => {
        const shown = toDraft(stated, CHANNELS);
        const isNothing = stated.channels.length + stated.declined.length === 0;
        expect(toChoice(readDraft(send(shown), shown))).toEqual(isNothing ? null : stated);
        expect(findDraftFaults(readDraft(send(shown), shown))).toEqual([]);
      }),
    );
  });

  it('takes nothing away when a form brings only a part, or what it does not know', () => {
    fc.assert(
      fc.property(choice, (stated) => {
        const shown = toDraft(stated, CHANNELS);
        const strange = { channel: ['toString', 'unknown'], 'wish.unknown': 'yes', 'wish.__proto__': 'no' };
        expect(toChoice(readDraft(strange, shown))).toEqual(toChoice(shown));
      }),
    );
  });

  it('changes places with the next wanted channel, and back', () => {
    const stated = { channels: [{ channel: 'post' }, { channel: 'email' }], declined: [] };
    const shown = toDraft(stated, CHANNELS);
    const moved = applyButton(shown, 'up:email');
    expect(toChoice(moved)?.channels.map(({ channel }) => channel)).toEqual(['email', 'post']);
    expect(applyButton(moved, 'down:email')).toEqual(shown);
    expect(applyButton(shown, 'up:post')).toEqual(shown);
    expect(applyButton(shown, 'down:email')).toEqual(shown);
    for (const nonsense of ['up:', 'up:nothing', 'drop:post:99', 'explode:post', ''])
      expect(toChoice(applyButton(shown, nonsense))).toEqual(stated);
  });

  it('adds and removes times; without any left it is any time again', () => {
    const shown = toDraft({ channels: [{ channel: 'phone' }], declined: [] }, CHANNELS);
    const first = applyButton(shown, 'add:phone');
    expect(first[0]).toMatchObject({ anyTime: false, windows: [{ days: [] }] });
    const second = applyButton(first, 'add:phone');
    expect(second[0]?.windows).toHaveLength(2);
    expect(applyButton(applyButton(second, 'drop:phone:1'), 'drop:phone:0')[0]?.anyTime).toBe(true);
  });

  it('names no contact point that is gone, or of another kind than its channel needs', () => {
    const channels = CHANNELS.map((channel) => ({ ...channel, contactPoint: 'phone' as const }));
    const shown = toDraft({ channels: [{ channel: 'phone', contactPointId: 'p1' }], declined: [] }, channels);
    const pointWith = (...points: { id: string; kind: 'phone' | 'email' }[]) =>
      withoutGone(shown, channels, points)[0]?.contactPointId;
    expect(pointWith({ id: 'p1', kind: 'phone' })).toBe('p1');
    expect(pointWith({ id: 'p1', kind: 'email' })).toBe('');
    expect(pointWith({ id: 'p2', kind: 'phone' })).toBe('');
    expect(pointWith()).toBe('');
  });

  it('names what is missing in times, and never takes missing times for any time', () => {
    const shown = toDraft({ channels: [{ channel: 'phone' }], declined: [] }, CHANNELS);
    const fields = {
      'when.phone': 'times',
      'windows.phone': '3',
      'from.phone.0': '09:00',
      'to.phone.0': '17:00',
    };
    const more = { 'days.phone.1': 'mon', 'from.phone.1': '18:00 PM', 'to.phone.1': '20:00' };
    const same = { 'days.phone.2': ['mon', 'xyz'], 'from.phone.2': '09:00', 'to.phone.2': '09:00' };
    const draft = readDraft({ ...fields, ...more, ...same }, shown);
    expect(findDraftFaults(draft)).toEqual([
      { kind: 'noDay', channel: 'phone', number: 1 },
      { kind: 'noTime', channel: 'phone', number: 2 },
      { kind: 'sameTime', channel: 'phone', number: 3 },
    ]);
    const none = readDraft({ 'when.phone': 'times', 'windows.phone': '0' }, shown);
    expect(findDraftFaults(none)).toEqual([{ kind: 'noWindow', channel: 'phone', number: 0 }]);
  });
});
