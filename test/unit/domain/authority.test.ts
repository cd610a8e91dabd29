import { describe, expect, it } from 'vitest';
import { AUTHORITIES, type Authority, type Stated, type Statement } from '../../../src/domain/authority.js';
import { heightOf, isOutdated, judge, mergeStatements } from '../../../src/domain/authority.js';
import type { Preferences } from '../../../src/domain/preferences.js';
import { choice, window } from './examples.js';

const by = (authority: Authority, key = 'k'): Statement => ({
  authority,
  via: 'test',
  at: '2026-11-23T09:00:00+01:00',
  key,
});
const EMPTY: Stated = { preferences: {}, statements: {} };

/** What is stored after a write that is known to succeed. */
function stored(before: Stated, after: Preferences, statement: Statement): Stated {
  const merge = mergeStatements(before, after, statement);
  if ('conflicts' in merge) throw new Error(merge.conflicts.join());
  return { preferences: after, statements: merge.statements };
}

const GENERAL: Preferences = { general: choice(['phone', 'email'], ['sms', 'post']) };

describe('a write of preferences', () => {
  it('records who stated each path', () => {
    const merge = mergeStatements(
      EMPTY,
      { ...GENERAL, topics: { 'a/b': choice(['sms']) }, needs: [] },
      by('import'),
    );
    expect(merge).toEqual({
      changed: ['/general', '/topics/a~1b', '/needs'],
      statements: { '/general': by('import'), '/topics/a~1b': by('import'), '/needs': by('import') },
    });
  });

  it.each<[Authority, Authority, boolean]>([
    ['customer', 'customer', true],
    ['customer', 'employee_on_behalf', false],
    ['employee_on_behalf', 'customer', true],
    ['import', 'inferred', false],
    ['inferred', 'import', true],
    ['import', 'employee_on_behalf', true],
  ])('over a value by %s with another by %s succeeds: %s', (first, second, succeeds) => {
    const before = stored(EMPTY, GENERAL, by(first));
    const merge = mergeStatements(before, { general: choice(['email']) }, by(second));
    if (succeeds) expect(merge).toEqual({ changed: ['/general'], statements: { '/general': by(second) } });
    else expect(merge).toEqual({ conflicts: ['/general'] });
  });

  it('of the same value changes nothing, whatever the order of keys and declines or an explicit `any`', () => {
    const windows = [window('mon', '09:00-10:00')];
    const before = stored(
      EMPTY,
      { general: choice([{ channel: 'phone', windows }], ['sms', 'post']) },
      by('customer'),
    );
    const same = {
      general: { declined: ['post', 'sms'], channels: [{ windows, mode: 'any' as const, channel: 'phone' }] },
    };
    for (const authority of ['customer', 'inferred'] as const) {
      expect(mergeStatements(before, same, by(authority, 'other'))).toEqual({
        changed: [],
        statements: before.statements,
      });
    }
  });

  it('in another order of channels, or another mode, is another value', () => {
    const before = stored(EMPTY, GENERAL, by('customer'));
    for (const other of [
      choice(['email', 'phone'], ['sms', 'post']),
      choice([{ channel: 'phone', mode: 'human' }, 'email'], ['sms', 'post']),
    ]) {
      expect(mergeStatements(before, { general: other }, by('import'))).toEqual({ conflicts: ['/general'] });
    }
  });

  it('of the same value by a higher authority raises the statement', () => {
    const before = stored(EMPTY, GENERAL, by('import'));
    expect(mergeStatements(before, GENERAL, by('customer'))).toEqual({
      changed: ['/general'],
      statements: { '/general': by('customer') },
    });
  });

  it('cannot put back what a higher authority withdrew', () => {
    const before = stored(stored(EMPTY, GENERAL, by('import')), {}, by('customer'));
    expect(before.statements).toEqual({ '/general': by('customer') });
    expect(mergeStatements(before, GENERAL, by('import'))).toEqual({ conflicts: ['/general'] });
    expect(mergeStatements(before, GENERAL, by('customer', 'k2'))).toMatchObject({ changed: ['/general'] });
    expect(mergeStatements(before, {}, by('import'))).toEqual({ changed: [], statements: before.statements });
  });

  it('cannot withdraw what a higher authority stated', () => {
    const before = stored(EMPTY, { topics: { 'a~b': choice(['sms']) } }, by('customer'));
    expect(mergeStatements(before, {}, by('employee_on_behalf'))).toEqual({ conflicts: ['/topics/a~0b'] });
  });

  it('of the general choice never touches a topic (fault 7)', () => {
    const topics = { billing: choice(['email']), news: choice([], ['phone']) };
    const before = stored(EMPTY, { ...GENERAL, topics }, by('customer'));
    const merge = mergeStatements(before, { general: choice(['post']), topics }, by('customer', 'k2'));
    expect(merge).toMatchObject({ changed: ['/general'] });
    expect(merge).toMatchObject({
      statements: { '/topics/billing': by('customer'), '/topics/news': by('customer') },
    });
  });

  it('reports all conflicts, and a conflict leaves no statement behind', () => {
    const before = stored(
      EMPTY,
      { ...GENERAL, timeZone: 'Europe/Amsterdam', languages: ['nl', 'en'] },
      by('customer'),
    );
    const after: Preferences = {
      general: choice([]),
      timeZone: 'UTC',
      languages: ['en', 'nl'],
      needs: ['braille'],
    };
    expect(mergeStatements(before, after, by('import'))).toEqual({
      conflicts: ['/languages', '/timeZone', '/general'],
    });
  });

  it('of an empty list is a statement, and absence is none (fault 16)', () => {
    const empty = stored(EMPTY, { objections: [] }, by('customer'));
    expect(Object.keys(empty.statements)).toEqual(['/objections']);
    expect(mergeStatements(empty, {}, by('import'))).toEqual({ conflicts: ['/objections'] });
    expect(mergeStatements(EMPTY, {}, by('import'))).toEqual({ changed: [], statements: {} });
  });

  it('takes needs and objections as sets', () => {
    const before = stored(
      EMPTY,
      { needs: ['braille', 'audio'], objections: ['marketing', 'research'] },
      by('customer'),
    );
    const turned: Preferences = { needs: ['audio', 'braille'], objections: ['research', 'marketing'] };
    expect(mergeStatements(before, turned, by('import'))).toMatchObject({ changed: [] });
  });
});

it('what was said before the recorded word of the same authority does not undo it', () => {
  const said = (at: string) => ({ authority: 'customer', via: null, at, key: 'k' }) as const;
  const before = {
    preferences: { timeZone: 'Europe/Amsterdam' },
    statements: { '/timeZone': said('2026-11-20T10:00:00.000Z') },
  };
  const after = { timeZone: 'Europe/Paris' };
  expect(mergeStatements(before, after, said('2019-01-01T00:00:00.000Z'))).toEqual({
    conflicts: ['/timeZone'],
  });
  expect(mergeStatements(before, after, said('2026-11-20T09:59:30.000Z'))).toMatchObject({
    changed: ['/timeZone'],
  });
});

it('what a clock that was ahead put into the future does not keep anybody from stating otherwise now', () => {
  const now = Date.parse('2026-11-23T09:00:00+01:00');
  const ahead = { ...by('customer'), at: '2026-11-23T15:00:00+01:00' };
  const before = stored(EMPTY, GENERAL, ahead);
  const after = { general: choice(['email']) };
  expect(mergeStatements(before, after, by('customer'), now)).toMatchObject({ changed: ['/general'] });
  expect(mergeStatements(before, after, by('employee_on_behalf'), now)).toEqual({ conflicts: ['/general'] });
  const late = { ...by('customer'), at: '2026-11-23T08:00:00+01:00' };
  expect(mergeStatements(before, after, late, now)).toEqual({ conflicts: ['/general'] });
});

it('a statement is outdated only by more than the minute by which clocks may differ', () => {
  const said = (ms: number) => ({ ...by('import'), at: new Date(1_700_000_000_000 + ms).toISOString() });
  expect([-60_001, -60_000, 0, 60_001].map((ms) => isOutdated(said(ms), said(0)))).toEqual([
    ...[true, false, false, false],
  ]);
  expect(isOutdated(said(0), undefined)).toBe(false);
});

it('authorities are as high as they stand in the list, all of them above nobody', () => {
  expect(AUTHORITIES.map(heightOf)).toEqual([4, 3, 2, 1]);
  for (const authority of AUTHORITIES)
    expect([judge(true, undefined, by(authority)), judge(false, undefined, by(authority))]).toEqual([
      ...['changed', 'changed'],
    ]);
});

it('what was recorded for later than now counts as said now: to the minute that clocks may differ', () => {
  const now = Date.parse('2026-11-23T09:00:00.000Z');
  const at = (ms: number) => ({ ...by('customer'), at: new Date(now + ms).toISOString() });
  const after = { general: choice(['email']) };
  const merge = (recorded: number, said: number) =>
    'changed' in mergeStatements(stored(EMPTY, GENERAL, at(recorded)), after, at(said), now);
  expect([merge(3_600_000, -60_000), merge(3_600_000, -60_001)]).toEqual([true, false]);
  expect([merge(0, -60_000), merge(0, -60_001)]).toEqual([true, false]);
  expect([merge(-1_000, -61_000), merge(-1_000, -61_001)]).toEqual([true, false]);
});

it('topics are told in the order of their paths, those before, those after and those withdrawn', () => {
  const of = (...keys: string[]) => ({ topics: Object.fromEntries(keys.map((key) => [key, choice([key])])) });
  const once = stored(EMPTY, { ...of('c', 'w'), needs: [] }, by('import'));
  const before = stored(once, of('c', 'b'), by('import'));
  const merge = mergeStatements(before, of('w', 'a', 'b'), by('customer'));
  expect(merge).toMatchObject({ changed: ['/topics/a', '/topics/b', '/topics/c', '/topics/w', '/needs'] });
});
