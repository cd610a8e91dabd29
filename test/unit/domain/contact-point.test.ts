import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AUTHORITIES, type Authority, type Statement } from '../../../src/domain/authority.js';
import {
  UNSPOKEN,
  isWorthRemembering,
  removePoint,
  statePoint,
  type PointFacts,
  type StatedPoint,
} from '../../../src/domain/contact-point.js';

const NOON = Date.parse('2026-11-23T12:00:00Z');
const by = (authority: Authority, minutes = 0): Statement => ({
  ...{ authority, via: null, key: 'k' },
  at: new Date(NOON + minutes * 60_000).toISOString(),
});
const BLANK: PointFacts = { use: null, verifiedAt: null, undeliverable: false };

type Deed = { readonly by: Statement } & (
  { readonly does: 'state'; readonly written: Partial<PointFacts> } | { readonly does: 'remove' }
);

/** The contact point after a deed, or before it when the deed is refused. */
function after(point: StatedPoint, deed: Deed): StatedPoint {
  const merge =
    deed.does === 'state' ? statePoint(point, deed.written, deed.by) : removePoint(point, deed.by);
  return 'conflicts' in merge ? point : merge;
}

/** What is left of a history of deeds. */
const lived = (...deeds: Deed[]): StatedPoint => deeds.reduce(after, UNSPOKEN);
const state = (authority: Authority, written: Partial<PointFacts> = {}): Deed => ({
  ...{ does: 'state', by: by(authority), written },
});
const remove = (authority: Authority): Deed => ({ does: 'remove', by: by(authority) });

const statement = fc
  .tuple(fc.constantFrom(...AUTHORITIES), fc.integer({ min: 0, max: 30 }))
  .map(([authority, minutes]) => by(authority, minutes));
const written: fc.Arbitrary<Partial<PointFacts>> = fc.record(
  {
    use: fc.constantFrom(null, 'private' as const, 'work' as const),
    verifiedAt: fc.constantFrom(null, NOON - 1_000, NOON),
    undeliverable: fc.boolean(),
  },
  { requiredKeys: [] },
);
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('state' as const), by: statement, written }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('remove' as const), by: statement }) },
);
const history = fc.array(deed, { maxLength: 6 }).map((deeds) => lived(...deeds));

const heightOf = ({ authority }: Statement) => AUTHORITIES.length - AUTHORITIES.indexOf(authority);
const isHigher = (a: Statement | undefined, b: Statement) => a !== undefined && heightOf(a) > heightOf(b);

describe('a statement about a contact point', () => {
  it.each(AUTHORITIES.flatMap((first) => AUTHORITIES.map((second) => [first, second] as const)))(
    'that %s made is taken away or put back by %s only when that is no lower',
    (first, second) => {
      const allowed = heightOf(by(second)) >= heightOf(by(first));
      expect('conflicts' in removePoint(lived(state(first)), by(second))).toBe(!allowed);
      expect('conflicts' in statePoint(lived(state(first), remove(first)), {}, by(second))).toBe(!allowed);
    },
  );

  it('by a lower authority says that it does not work, and the same one says that it does again', () => {
    const bounced = lived(state('customer', { use: 'private' }), state('import', { undeliverable: true }));
    expect(bounced.facts).toEqual({ ...BLANK, use: 'private', undeliverable: true });
    expect(bounced.statements['/value']).toEqual(by('customer'));
    expect(statePoint(bounced, { undeliverable: false }, by('import'))).toMatchObject({
      facts: { undeliverable: false },
    });
    expect(statePoint(bounced, { undeliverable: false }, by('inferred'))).toEqual({
      conflicts: ['/undeliverable'],
    });
  });

  it('does not undo what the customer said of it', () => {
    const own = lived(state('customer', { use: 'work', verifiedAt: NOON, undeliverable: true }));
    const other = { use: 'private', verifiedAt: null, undeliverable: false } as const;
    expect(statePoint(own, other, by('employee_on_behalf'))).toEqual({
      conflicts: ['/use', '/verifiedAt', '/undeliverable'],
    });
  });

  it('adds what is not known yet, and a newer proof, on whatever authority', () => {
    const own = lived(state('customer'));
    const merge = statePoint(own, { use: 'work', verifiedAt: NOON }, by('inferred'));
    expect(merge).toMatchObject({ facts: { use: 'work', verifiedAt: NOON } });
    const proven = lived(state('customer', { verifiedAt: NOON }));
    expect(statePoint(proven, { verifiedAt: NOON - 1 }, by('import'))).toEqual(proven);
    expect(statePoint(proven, { verifiedAt: NOON + 1 }, by('import'))).toMatchObject({
      facts: { verifiedAt: NOON + 1 },
    });
  });

  it('that was made long before the recorded one does not undo it', () => {
    const gone = lived(state('import'), remove('import'));
    expect(statePoint(gone, {}, by('import', -5))).toEqual({ conflicts: ['/value'] });
    const well = lived(state('import', { undeliverable: true }), state('import', { undeliverable: false }));
    expect(statePoint(well, { undeliverable: true }, by('import', -5))).toEqual({
      conflicts: ['/undeliverable'],
    });
  });

  it('is not kept back by what a clock that was ahead put into the future', () => {
    const now = NOON;
    const ahead = by('customer', 360);
    const facts = { ...BLANK, verifiedAt: NOON, use: 'work' as const, undeliverable: true };
    const stated = statePoint(UNSPOKEN, facts, ahead) as StatedPoint;
    const otherwise = { verifiedAt: null, use: null, undeliverable: false };
    const well = { facts, statements: { ...stated.statements, '/undeliverable': ahead } };
    expect(statePoint(well, otherwise, by('customer'), {}, now)).toMatchObject({ facts: otherwise });
    expect(removePoint(stated, by('customer'), now)).toMatchObject({ facts: null });
    const gone = removePoint(stated, ahead) as StatedPoint;
    expect(statePoint(gone, {}, by('customer'), {}, now)).toMatchObject({ facts: BLANK });
    // but what was said long before now is still no word against it, and a lower authority has none
    expect(removePoint(stated, by('customer', -5), now)).toEqual({ conflicts: ['/value'] });
    expect(removePoint(stated, by('import'), now)).toEqual({ conflicts: ['/value'] });
  });

  it('of removal need not be remembered when nothing is lower', () => {
    expect(AUTHORITIES.filter((authority) => isWorthRemembering(by(authority)))).toEqual(
      AUTHORITIES.slice(0, -1),
    );
  });
});

describe('whatever happened before', () => {
  it('a lower authority never takes away, puts back or alters, but for the two observations', () => {
    fc.assert(
      fc.property(history, deed, (before, each) => {
        const now = after(before, each);
        if (isHigher(before.statements['/value'], each.by))
          expect(now.facts === null).toBe(before.facts === null);
        if (before.facts === null || now.facts === null) return;
        if (isHigher(before.statements['/use'], each.by)) expect(now.facts.use).toBe(before.facts.use);
        if (isHigher(before.statements['/undeliverable'], each.by) && before.facts.undeliverable)
          expect(now.facts.undeliverable).toBe(true);
        if (isHigher(before.statements['/verifiedAt'], each.by))
          expect(now.facts.verifiedAt ?? -1).toBeGreaterThanOrEqual(before.facts.verifiedAt ?? -1);
      }),
    );
  });

  it('the same deed again changes nothing more', () => {
    fc.assert(
      fc.property(history, deed, (before, each) => {
        const once = after(before, each);
        expect(after(once, each)).toEqual(once);
      }),
    );
  });

  it('the customer can state anything of it', () => {
    fc.assert(
      fc.property(history, written, (before, wanted) => {
        const merge = statePoint(before, wanted, by('customer', 60));
        if ('conflicts' in merge) throw new Error(merge.conflicts.join());
        expect(merge.facts).toMatchObject(wanted);
      }),
    );
  });

  it('is the same in another registry that is told who stated what, however it came to be', () => {
    fc.assert(
      fc.property(history, ({ facts, statements }) => {
        if (facts === null) return;
        const moved = statePoint(UNSPOKEN, facts, by('inferred', 90), statements);
        expect(moved).toEqual({ facts, statements });
        expect(statePoint({ facts, statements }, facts, by('inferred', 90), statements)).toEqual(moved);
      }),
    );
  });

  it('a statement is only ever replaced by one that is no lower, but for the two observations', () => {
    fc.assert(
      fc.property(history, deed, (before, each) => {
        const now = after(before, each);
        for (const path of ['/value', '/use']) {
          const [old, fresh] = [before.statements[path], now.statements[path]];
          if (old && fresh) expect(heightOf(fresh)).toBeGreaterThanOrEqual(heightOf(old));
        }
      }),
    );
  });
});
