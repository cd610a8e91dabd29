import { describe, expect, it } from 'vitest';
import { findDueQuestion, leaseOf } from '../../../src/domain/question.js';
import { DAY, MINUTE } from '../../../src/domain/zones.js';
import type { Preferences } from '../../../src/domain/preferences.js';
import { catalogue, channel, choice, customer, instant, window } from './examples.js';

const NOW = instant('2026-11-23T12:00:00+01:00');
const due = (preferences: Preferences, topic?: string, fields = {}) => {
  const request = { direction: 'inbound' as const, ...(topic !== undefined && { topic }) };
  return findDueQuestion(request, customer(preferences, fields), catalogue(), NOW);
};

const mail = choice(['email']);
const calls = choice([{ channel: 'phone', mode: 'human' }]);

describe('the question that is due', () => {
  it.each([
    ['nothing was stated', {}, undefined, 'preferred_channel', null],
    ['only needs were stated', { needs: ['braille'] }, 'billing', 'preferred_channel', null],
    ['the topic has no choice', { general: mail }, 'billing', 'topic_channel', 'billing'],
    ['calls have no times', { general: calls }, undefined, 'times', null],
    ['calls about a topic have no times', { topics: { billing: calls } }, 'billing', 'times', 'billing'],
  ] as const)('%s', (_when, preferences, topic, kind, about) => {
    expect(due(preferences as Preferences, topic)).toEqual({ kind, topic: about });
  });

  it('is whether all is still right, when the last word is old', () => {
    expect(due({ general: mail }, 'billing', { lastSaidAt: NOW - 365 * DAY })?.kind).toBe('confirm');
    expect(due({ general: mail }, 'billing', { lastSaidAt: NOW - 365 * DAY + 1 })?.kind).toBe(
      'topic_channel',
    );
    expect(due({ general: mail }, undefined, { lastSaidAt: null })?.kind).toBe('confirm');
  });

  it('is none when all is said, and none for the silenced', () => {
    const timed = choice([{ channel: 'phone', windows: [window('mon', '09:00-17:00')] }]);
    expect(due({ general: mail })).toBeNull();
    expect(due({ general: timed })).toBeNull();
    expect(due({ general: choice([{ channel: 'phone', mode: 'automated' }]) })).toBeNull();
    expect(due({ general: mail, topics: { billing: mail } }, 'billing.dispute')).toBeNull();
    expect(due({}, undefined, { silenced: 'legal' })).toBeNull();
  });
});

describe('the times are asked for', () => {
  const calling = channel('line', { contactPoint: 'phone' });
  const asked = (on: typeof calling, wish: object = {}) => {
    const known = catalogue([on, channel('mail')]);
    const preferences = { general: choice([{ channel: 'line', ...wish }]) };
    return findDueQuestion({ direction: 'inbound' }, customer(preferences), known, NOW)?.kind ?? null;
  };

  it.each([
    ['a person may call', calling, {}, 'times'],
    ['a person is to call', calling, { mode: 'human' }, 'times'],
    ['a machine is to call', calling, { mode: 'automated' }, null],
    ['times were stated', calling, { windows: [window('mon', '09:00-17:00')] }, null],
    ['nobody is rung', channel('line', { contactPoint: 'handle' }), {}, null],
    [
      'the company does not call',
      channel('line', { contactPoint: 'phone', directions: ['inbound'] }),
      {},
      null,
    ],
    ['only machines call', channel('line', { contactPoint: 'phone', modes: ['automated'] }), {}, null],
  ] as const)('or not, where %s', (_where, on, wish, kind) => {
    expect(asked(on, wish)).toBe(kind);
  });

  it('of no channel that was not ranked, and of the best one alone', () => {
    const known = catalogue([calling, channel('mail')]);
    const due = (preferences: Preferences) =>
      findDueQuestion({ direction: 'inbound' }, customer(preferences), known, NOW);
    expect(due({ general: choice([], ['mail']) })).toBeNull();
    expect(due({ general: choice(['mail', 'line']) })).toBeNull();
    expect(due({ topics: { billing: choice(['line']) } })).toBeNull();
    const nothing = customer({ general: choice(['line']) });
    expect(findDueQuestion({ direction: 'inbound' }, nothing, catalogue([]), NOW)).toBeNull();
  });
});

describe('a question is kept', () => {
  it.each([
    ['two minutes on the phone', channel('phone', { contactPoint: 'phone' }), 2 * MINUTE],
    ['two minutes in a chat', channel('chat', { directions: ['inbound'] }), 2 * MINUTE],
    ['a day in a text message', channel('sms', { contactPoint: 'phone', modes: ['automated'] }), DAY],
    [
      'two minutes with people behind a handle',
      channel('desk', { contactPoint: 'handle', directions: ['inbound'] }),
      2 * MINUTE,
    ],
    [
      'a day with machines behind a handle',
      channel('bot', { contactPoint: 'handle', directions: ['inbound'], modes: ['automated'] }),
      DAY,
    ],
    ['a day in the app', channel('app', { contactPoint: 'handle' }), DAY],
    ['a week by e-mail', channel('email', { contactPoint: 'email' }), 7 * DAY],
    ['a week in a portal', channel('portal', { modes: ['automated'] }), 7 * DAY],
    ['four weeks by letter', channel('post', { contactPoint: 'post' }), 28 * DAY],
  ])('%s', (_where, on, milliseconds) => {
    expect(leaseOf(on)).toBe(milliseconds);
  });
});
