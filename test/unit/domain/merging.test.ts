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
  strongerStatement,
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

  it.each<[what: string, Stated, Stated, Preferences['objections'], Statement | undefined]>([
    [
      'both object to the same, and the higher word counts',
      record({ objections: ['marketing', 'research'] }, by('import', 2)),
      record({ objections: ['research', 'marketing'] }, by('customer', 1)),
      ['research', 'marketing'],
      by('customer', 1),
    ],
    [
      'one withdrew them, and the other still objects',
      { preferences: {}, statements: { '/objections': by('customer', 2) } },
      record({ objections: ['marketing'] }, by('import')),
      ['marketing'],
      by('import'),
    ],
    [
      'both withdrew them',
      { preferences: {}, statements: { '/objections': by('import', 2) } },
      { preferences: {}, statements: { '/objections': by('customer', 1) } },
      undefined,
      by('customer', 1),
    ],
    [
      'each objects to something else, in the order of purposes',
      record({ objections: ['research'] }, by('import', 2)),
      record({ objections: ['marketing', 'service'] }, by('inferred', 3)),
      ['service', 'marketing', 'research'],
      by('import', 2),
    ],
  ])('of whom %s', (_what, a, b, objections, statement) => {
    for (const { preferences, statements } of [unite(a, b), unite(b, a)])
      expect([preferences.objections, statements['/objections']]).toEqual([objections, statement]);
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

describe('of two statements', () => {
  const via = (channel: string | null) => ({ ...by('import'), via: channel });

  it.each<[string, Statement, Statement]>([
    ['the higher', by('customer', 1), by('import', 2)],
    ['the newer of two as high', by('import', 2), by('import', 1)],
    ['of two as new the one with the later name of its key', by('import', 1, 'l'), by('import', 1, 'k')],
    ['of two by one key the one with the later name of where', via('phone'), via('email')],
    ['the one that says where', via('email'), via(null)],
  ])('%s counts, in either order', (_rule, stronger, weaker) => {
    expect(strongerStatement(stronger, weaker)).toBe(stronger);
    expect(strongerStatement(weaker, stronger)).toBe(stronger);
    const values = [record({ needs: ['audio'] }, stronger), record({ needs: ['braille'] }, weaker)] as const;
    expect(unite(...values)).toEqual(values[0]);
    expect(unite(values[1], values[0])).toEqual(values[0]);
  });

  it('that are equal, the text of the values decides, in either order', () => {
    const [a, b] = [
      record({ timeZone: 'Asia/Tokyo' }, by('import')),
      record({ timeZone: 'UTC' }, by('import')),
    ];
    expect([unite(a, b), unite(b, a)]).toEqual([b, b]);
  });

  it('one that is there counts more than none', () => {
    const unstated: Stated = { preferences: { timeZone: 'UTC' }, statements: {} };
    const stated = record({ timeZone: 'Asia/Tokyo' }, by('inferred'));
    expect([unite(unstated, stated), unite(stated, unstated)]).toEqual([stated, stated]);
  });
});

describe('one contact point in two records', () => {
  const known = (
    facts: Partial<StatedPoint['facts']>,
    statements: StatedPoint['statements'],
  ): StatedPoint => ({
    facts: { use: null, verifiedAt: null, undeliverable: false, ...facts },
    statements,
  });
  const united = (a: StatedPoint, b: StatedPoint) => {
    expect(unitePoint(b, a)).toEqual(unitePoint(a, b));
    return unitePoint(a, b);
  };

  it('has the latest proof, whoever has it, and of equal proofs the higher word', () => {
    const proven = (verifiedAt: number | null, statement: Statement) =>
      known({ verifiedAt }, { '/value': by('import'), '/verifiedAt': statement });
    expect(united(proven(2, by('inferred')), proven(1, by('customer', 3)))).toEqual(
      proven(2, by('inferred')),
    );
    expect(united(proven(0, by('inferred')), proven(null, by('customer', 3)))).toEqual(
      proven(0, by('inferred')),
    );
    expect(united(proven(2, by('import')), proven(2, by('customer')))).toEqual(proven(2, by('customer')));
  });

  it('does not work, and is for work, as the higher word says', () => {
    const broken = known({ undeliverable: true }, { '/value': by('import'), '/undeliverable': by('import') });
    const well = known({ use: 'work' }, { '/value': by('import'), '/use': by('inferred') });
    expect(united(broken, well)).toEqual({
      facts: { use: 'work', verifiedAt: null, undeliverable: true },
      statements: { '/value': by('import'), '/use': by('inferred'), '/undeliverable': by('import') },
    });
    const mended = known({}, { '/value': by('import'), '/undeliverable': by('customer') });
    expect(united(broken, mended)).toEqual(mended);
  });

  it('is gone when the higher word took it away, with all that was known of it', () => {
    const gone: StatedPoint = { facts: null, statements: { '/value': by('customer', 2) } };
    const there = known({ use: 'work' }, { '/value': by('customer', 1), '/use': by('customer', 1) });
    expect(united(gone, there)).toEqual(gone);
    const back = known({ use: 'work' }, { '/value': by('customer', 3), '/use': by('import', 1) });
    expect(united(gone, back)).toEqual(back);
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

  it('they differ on the paths of other values, and of other statements', () => {
    const a = record(
      { timeZone: 'UTC', needs: ['audio'], topics: { x: choice(['sms']), y: choice([]) } },
      by('import'),
    );
    const b: Stated = {
      preferences: { timeZone: 'UTC', needs: ['braille'], topics: { y: choice([]), z: choice([]) } },
      statements: { ...a.statements, '/timeZone': by('customer'), '/pause': by('customer') },
    };
    const paths = ['/needs', '/pause', '/timeZone', '/topics/x', '/topics/z'];
    expect([differences(a, b), differences(b, a)]).toEqual([paths, paths]);
  });

  it('one is within the other only with every value of it', () => {
    const whole: Preferences = { timeZone: 'UTC', needs: ['audio'], topics: { x: choice(['sms']) } };
    expect(isWithin({}, whole)).toBe(true);
    expect(isWithin({ needs: ['audio'] }, whole)).toBe(true);
    expect(isWithin({ needs: ['audio'], topics: { x: choice(['sms']) } }, whole)).toBe(true);
    expect(isWithin({ needs: ['audio'], timeZone: 'Asia/Tokyo' }, whole)).toBe(false);
    expect(isWithin({ topics: { x: choice(['sms']), y: choice([]) } }, whole)).toBe(false);
    expect(isWithin(whole, { timeZone: 'UTC' })).toBe(false);
  });

  it('the same value said again since, by a higher word, stays when they are separated', () => {
    const a = record({ timeZone: 'UTC', needs: ['audio'] }, by('import'));
    const raised = { ...a.statements, '/timeZone': by('customer', 2) };
    const now: Stated = { preferences: a.preferences, statements: raised };
    expect(separate(EMPTY, a, now)).toEqual(record({ timeZone: 'UTC' }, by('customer', 2)));
    const changed: Stated = { preferences: { ...a.preferences, needs: [] }, statements: a.statements };
    expect(separate(EMPTY, a, changed)).toEqual(record({ needs: [] }, by('import')));
  });
});
