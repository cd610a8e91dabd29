import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContactPointRecord } from '../../../src/customers/contact-point-record.js';
import type { PointName } from '../../../src/customers/contact-point-changes.js';
import type { HeldCustomer } from '../../../src/customers/customer.repository.js';
import { restoreCustomer, separateCustomers, uniteCustomers } from '../../../src/customers/customer-union.js';
import { AUTHORITIES, type Statement } from '../../../src/domain/authority.js';

const hashOf = ({ kind, value }: PointName) => `#${kind}:${value}`;
const VALUES = ['a', 'b', 'c', 'd'];
const AT = new Date('2026-11-23T09:00:00Z');

const statement: fc.Arbitrary<Statement> = fc
  .tuple(fc.constantFrom(...AUTHORITIES), fc.integer({ min: 1, max: 5 }))
  .map(([authority, day]) => ({ authority, via: null, at: `2026-11-0${day}T09:00:00.000Z`, key: 'k' }));

const customer = (id: string): fc.Arbitrary<HeldCustomer> =>
  fc
    .record({
      silenced: fc.constantFrom(null, null, 'deceased' as const, 'legal' as const),
      points: fc.array(
        fc.record({ fate: fc.constantFrom('there', 'gone', 'unknown'), statement, wrong: fc.boolean() }),
        {
          minLength: VALUES.length,
          maxLength: VALUES.length,
        },
      ),
      order: fc.shuffledSubarray(
        VALUES.map((_, index) => index),
        { minLength: VALUES.length },
      ),
      keys: fc.subarray(['1', '2', '3']),
    })
    .map(({ silenced, points, order, keys }) => {
      const named = order.map((index) => ({ value: VALUES[index] ?? '', ...points[index] }));
      return {
        customer: { id, silenced, version: 1, createdAt: AT, updatedAt: AT },
        contactPoints: named
          .filter(({ fate }) => fate === 'there')
          .map(({ value, statement: by, wrong = false }, position): ContactPointRecord => ({
            ...{ id: `${id}-${value}`, customerId: id, kind: 'handle', value, address: null, use: null },
            ...{ verifiedAt: null, undeliverable: wrong, position },
            statements: by ? { '/value': by, ...(wrong && { '/undeliverable': by }) } : {},
          })),
        removed: named.flatMap(({ fate, value, statement: by }) =>
          fate === 'gone' && by
            ? [{ customerId: id, hash: hashOf({ kind: 'handle', value }), statement: by }]
            : [],
        ),
        externalIds: keys.map((key) => ({ system: id, id: key, customerId: id })),
      };
    });

const pair = fc.record({ into: customer('into'), from: customer('from') });

const byKey = <T>(rows: readonly T[], key: (row: T) => string): T[] =>
  [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1));
/** What a customer has, whatever the order and the ids. */
const content = ({ customer: { silenced }, contactPoints, removed, externalIds }: HeldCustomer) => ({
  silenced,
  contactPoints: byKey(contactPoints, ({ value }) => value).map(({ value, undeliverable, statements }) => ({
    ...{ value, undeliverable, statements },
  })),
  removed: byKey(removed, ({ hash }) => hash).map(({ hash, statement: by }) => ({ hash, by })),
  externalIds: byKey(externalIds, ({ system, id }) => `${system} ${id}`).map(({ system, id }) => ({
    system,
    id,
  })),
});

describe('two customers that are merged', () => {
  it('are the same one in whichever direction, but for the ids', () => {
    fc.assert(
      fc.property(pair, ({ into, from }) => {
        const other = uniteCustomers(from, into, hashOf).after;
        expect(content(uniteCustomers(into, from, hashOf).after)).toEqual(content(other));
      }),
    );
  });

  it('have every contact point once, that of the survivor under its own id, its own first', () => {
    fc.assert(
      fc.property(pair, ({ into, from }) => {
        const { after, renamed } = uniteCustomers(into, from, hashOf);
        const ids = after.contactPoints.map(({ id }) => id);
        const values = after.contactPoints.map(({ value }) => value);
        expect(new Set(values).size).toBe(values.length);
        expect(ids).toEqual([
          ...into.contactPoints.map(({ id }) => id).filter((id) => ids.includes(id)),
          ...ids.filter((id) => id.startsWith('from')),
        ]);
        for (const [old, id] of renamed)
          expect([old.slice(-1), id]).toEqual([id.slice(-1), `into-${id.slice(-1)}`]);
        const gone = new Set(after.removed.map(({ hash }) => hash));
        for (const value of values) expect(gone).not.toContain(hashOf({ kind: 'handle', value }));
      }),
    );
  });

  it('are both as they were when the merge is undone at once', () => {
    fc.assert(
      fc.property(pair, ({ into, from }) => {
        const { after } = uniteCustomers(into, from, hashOf);
        const records = { from, before: into, after };
        const apart = separateCustomers(after, records, hashOf);
        expect(apart.renamed.size).toBe(0);
        const point = ({ id }: ContactPointRecord) => id;
        const plain = (rows: readonly ContactPointRecord[]) =>
          byKey(rows, point).map((row) => ({ ...row, position: 0 }));
        expect(plain(apart.after.contactPoints)).toEqual(plain(into.contactPoints));
        expect(content(apart.after)).toEqual(content(into));
        expect(restoreCustomer(after, records)).toEqual(from);
      }),
    );
  });

  it("keep with the survivor what was marked since, under a new id where it was the other one's", () => {
    fc.assert(
      fc.property(pair, fc.nat(3), ({ into, from }, index) => {
        const { after } = uniteCustomers(into, from, hashOf);
        const marked = after.contactPoints[index];
        if (marked === undefined) return;
        const now = {
          ...after,
          contactPoints: after.contactPoints.map((row) =>
            row === marked ? { ...row, undeliverable: !row.undeliverable } : row,
          ),
        };
        const apart = separateCustomers(now, { from, before: into, after }, hashOf);
        const kept = apart.after.contactPoints.find(({ value }) => value === marked.value);
        expect(kept?.undeliverable).toBe(!marked.undeliverable);
        expect(kept?.id === marked.id).toBe(marked.id.startsWith('into'));
        expect(apart.renamed.get(marked.id)).toBe(marked.id.startsWith('into') ? undefined : kept?.id);
      }),
    );
  });
});
