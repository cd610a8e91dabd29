import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AUTHORITIES, type Authority, type Stated, type Statement } from '../../../src/domain/authority.js';
import { PURPOSES } from '../../../src/domain/catalogue.js';
import { UNSPOKEN, type StatedPoint } from '../../../src/domain/contact-point.js';
import {
  differences,
  isWithin,
  renamePoints,
  separate,
  unite,
  unitePoint,
  uniteSilence,
} from '../../../src/domain/merging.js';
import type { Choice, Preferences } from '../../../src/domain/preferences.js';
import { choice } from './examples.js';

const by = (authority: Authority, day = 1, key = 'k'): Statement => ({
  ...{ authority, via: null, key },
  at: `2026-11-0${day}T09:00:00.000Z`,
});
const record = (preferences: Preferences, statement: Statement): Stated => ({
  preferences,
  statements: Object.fromEntries(
    Object.keys(preferences).flatMap((field) =>
      field === 'topics'
        ? Object.keys(preferences.topics ?? {}).map((key) => [`/topics/${key}`, statement])
        : [[`/${field}`, statement]],
    ),
  ),
});
const EMPTY: Stated = { preferences: {}, statements: {} };

const statement = fc
  .tuple(fc.constantFrom(...AUTHORITIES), fc.integer({ min: 1, max: 4 }), fc.constantFrom('k', 'l'))
  .map(([authority, day, key]) => by(authority, day, key));
const choices = fc.constantFrom(choice(['phone']), choice(['email', 'chat'], ['sms']));
const VALUES: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  '/general': choices,
  '/topics/a': choices,
  '/topics/b': choices,
  '/languages': fc.constantFrom(['nl'], ['en', 'nl']),
  '/timeZone': fc.constantFrom('Europe/Amsterdam', 'Europe/Paris'),
  '/needs': fc.constantFrom([], ['audio']),
  '/objections': fc.subarray([...PURPOSES]),
};
/** Anything stated on any path, withdrawn, or never spoken of. */
const anyRecord: fc.Arbitrary<Stated> = fc
  .tuple(
    ...Object.entries(VALUES).map(([path, value]) =>
      fc.option(fc.record({ path: fc.constant(path), value: fc.option(value), statement })),
    ),
  )
  .map((paths) => {
    const preferences: Record<string, unknown> = {};
    const topics: Record<string, Choice> = {};
    const statements: Record<string, Statement> = {};
    for (const each of paths) {
      if (each === null) continue;
      statements[each.path] = each.statement;
      if (each.value === null) continue;
      const [, field = '', key] = each.path.split('/');
      if (key === undefined) preferences[field] = each.value;
      else topics[key] = each.value as Choice;
    }
    return { preferences: { ...preferences, ...(Object.keys(topics).length > 0 && { topics }) }, statements };
  });

const point: fc.Arbitrary<StatedPoint> = fc.oneof(
  fc.constant(UNSPOKEN),
  statement.map((each) => ({ facts: null, statements: { '/value': each } })),
  fc
    .record({
      use: fc.constantFrom(null, 'private' as const, 'work' as const),
      verifiedAt: fc.constantFrom(null, 1_000, 2_000),
      undeliverable: fc.boolean(),
      statements: fc.tuple(statement, statement, statement, statement),
    })
    .map(({ statements: [value, used, proven, marked], ...facts }) => ({
      facts,
      statements: {
        '/value': value,
        ...(facts.use !== null && { '/use': used }),
        ...(facts.verifiedAt !== null && { '/verifiedAt': proven }),
        ...(facts.undeliverable && { '/undeliverable': marked }),
      },
    })),
);

describe('two records of one person', () => {
  it.each<[Authority, number, Authority, number, 'first' | 'second']>([
    ['customer', 1, 'import', 2, 'first'],
    ['import', 2, 'import', 1, 'first'],
    ['inferred', 3, 'employee_on_behalf', 1, 'second'],
    ['customer', 1, 'customer', 2, 'second'],
  ])('stated by %s on day %i and by %s on day %i keep the word of the %s', (a, dayA, b, dayB, who) => {
    const [first, second] = [
      record({ general: choice(['phone']), topics: { x: choice(['sms']) } }, by(a, dayA)),
      record({ general: choice(['email']), topics: { y: choice(['chat']) } }, by(b, dayB)),
    ];
    const { preferences, statements } = unite(first, second);
    expect(preferences.general).toEqual((who === 'first' ? first : second).preferences.general);
    expect(preferences.topics).toEqual({ x: choice(['sms']), y: choice(['chat']) });
    expect(statements['/topics/y']).toEqual(by(b, dayB));
  });

  it('keep a withdrawal that is newer than the choice', () => {
    const withdrawn: Stated = { preferences: {}, statements: { '/general': by('customer', 2) } };
    expect(unite(record({ general: choice(['phone']) }, by('customer', 1)), withdrawn)).toEqual(withdrawn);
  });

  it('keep every objection of either, stated by whom it was stated', () => {
    const [objecting, free] = [
      record({ objections: ['marketing'] }, by('import')),
      record({ objections: [] }, by('customer', 2)),
    ];
    expect(unite(free, objecting)).toEqual(objecting);
    const both = unite(objecting, record({ objections: ['research'] }, by('customer')));
    expect(both).toEqual(record({ objections: ['marketing', 'research'] }, by('customer')));
  });

  it('are silenced when either is', () => {
    expect([
      uniteSilence(null, 'legal'),
      uniteSilence('legal', 'deceased'),
      uniteSilence(null, null),
    ]).toEqual([...['legal', 'deceased', null]]);
  });

  it('keep naming the right contact point when one of them changes its id', () => {
    const named = { channel: 'phone', contactPointId: 'old' };
    const preferences = { general: choice([named]), topics: { x: choice([named, 'sms']) }, needs: [] };
    const renamed = { channel: 'phone', contactPointId: 'new' };
    expect(renamePoints(preferences, new Map([['old', 'new']]))).toEqual({
      general: choice([renamed]),
      topics: { x: choice([renamed, 'sms']) },
      needs: [],
    });
  });

  it('keep all else of their choices then, such as how often they may be contacted', () => {
    const ranked = [{ channel: 'phone', contactPointId: 'old' }];
    const limited = { ...choice(ranked, ['sms']), limit: { max: 2, per: 'week' as const } };
    const { general, topics } = renamePoints(
      { general: limited, topics: { x: limited } },
      new Map([['old', 'new']]),
    );
    const renamed = { ...limited, channels: [{ channel: 'phone', contactPointId: 'new' }] };
    expect([general, topics]).toEqual([renamed, { x: renamed }]);
    expect(renamePoints({ general: limited }, new Map([['other', 'new']]))).toEqual({ general: limited });
  });
});

describe('whatever two records state', () => {
  it('their union is the same in either order', () => {
    fc.assert(
      fc.property(anyRecord, anyRecord, (a, b) => {
        expect(unite(a, b)).toEqual(unite(b, a));
      }),
    );
    fc.assert(
      fc.property(point, point, (a, b) => {
        expect(unitePoint(a, b)).toEqual(unitePoint(b, a));
      }),
    );
  });

  it('uniting again with either changes nothing', () => {
    fc.assert(
      fc.property(anyRecord, anyRecord, (a, b) => {
        expect(unite(a, a)).toEqual(a);
        expect(unite(a, EMPTY)).toEqual(a);
        expect(unite(unite(a, b), b)).toEqual(unite(a, b));
      }),
    );
    fc.assert(
      fc.property(point, point, (a, b) => {
        expect(unitePoint(a, a)).toEqual(a);
        expect(unitePoint(unitePoint(a, b), b)).toEqual(unitePoint(a, b));
      }),
    );
  });

  it('no objection is lost, and no other value is made up', () => {
    fc.assert(
      fc.property(anyRecord, anyRecord, (a, b) => {
        const { preferences } = unite(a, b);
        const either = [...(a.preferences.objections ?? []), ...(b.preferences.objections ?? [])];
        expect(new Set(preferences.objections ?? [])).toEqual(new Set(either));
        expect([a.preferences.general, b.preferences.general]).toContainEqual(preferences.general);
      }),
    );
  });

  it('no lower word stands where a higher one was spoken, but for objections', () => {
    fc.assert(
      fc.property(anyRecord, anyRecord, (a, b) => {
        const { statements } = unite(a, b);
        const height = (each?: Statement) => (each ? 4 - AUTHORITIES.indexOf(each.authority) : 0);
        for (const path of Object.keys(VALUES).filter((each) => each !== '/objections'))
          expect(height(statements[path])).toBe(
            Math.max(height(a.statements[path]), height(b.statements[path])),
          );
      }),
    );
  });

  it('what was not touched since is as before when they are separated', () => {
    fc.assert(
      fc.property(anyRecord, anyRecord, (a, b) => {
        const united = unite(a, b);
        expect(separate(a, united, united)).toEqual(a);
      }),
    );
  });

  it('what was said since stays when they are separated', () => {
    fc.assert(
      fc.property(anyRecord, anyRecord, statement, (a, b, later) => {
        const united = unite(a, b);
        const said = { ...later, at: '2026-12-01T09:00:00.000Z' };
        const now: Stated = {
          preferences: { ...united.preferences, timeZone: 'Asia/Tokyo' },
          statements: { ...united.statements, '/timeZone': said },
        };
        const { preferences, statements } = separate(a, united, now);
        expect([preferences.timeZone, statements['/timeZone']]).toEqual(['Asia/Tokyo', said]);
        expect(preferences.general).toEqual(a.preferences.general);
      }),
    );
  });

  it('they differ nowhere from themselves, and everything of them is within them', () => {
    fc.assert(
      fc.property(anyRecord, (a) => {
        expect(differences(a, a)).toEqual([]);
        expect(isWithin(a.preferences, a.preferences)).toBe(true);
      }),
    );
  });
});
