import { isDeepStrictEqual } from 'node:util';
import { strongerStatement, unitePoint, uniteSilence } from '../domain/merging.js';
import { newId } from '../platform/ids.js';
import {
  findStated,
  toColumns,
  withoutPresent,
  type PointName,
  type Reading,
} from './contact-point-changes.js';
import type { ContactPointRecord } from './contact-point-record.js';
import type { HeldCustomer } from './customer.repository.js';
import type { ExternalIdRow } from './external-id.entity.js';
import type { RemovedContactPointRow } from './removed-contact-point.entity.js';

/** A customer after a merge or its undoing, and the new ids of contact points that got another one. */
export interface CustomerUnion {
  readonly after: HeldCustomer;
  readonly renamed: ReadonlyMap<string, string>;
}

/** What two customers were before a merge, and what the one was after it. */
export interface MergedRecords {
  readonly from: HeldCustomer;
  readonly before: HeldCustomer;
  readonly after: HeldCustomer;
}

/**
 * One customer with all that two had: contact points united by kind and value, its own first in their order, the others
 * after them. Where both have one, the survivor's id stays, and whoever names the other id has to follow.
 */
export function uniteCustomers(
  into: HeldCustomer,
  from: HeldCustomer,
  hashOf: Reading['hashOf'],
): CustomerUnion {
  const customerId = into.customer.id;
  const renamed = new Map<string, string>();
  const contactPoints: ContactPointRecord[] = [];
  let removed = uniteRemoved(into.removed, from.removed, customerId);
  const others = from.contactPoints.filter((point) => find(into.contactPoints, point) === undefined);
  for (const point of [...into.contactPoints, ...others]) {
    const merged = unitePoint(findStated(into, point, hashOf), findStated(from, point, hashOf));
    const twin = find(from.contactPoints, point);
    if (twin !== undefined && twin.id !== point.id) renamed.set(twin.id, point.id);
    const position = contactPoints.length;
    const statement = merged.statements['/value'];
    if (merged.facts !== null) contactPoints.push({ ...point, customerId, ...toColumns(merged), position });
    else if (statement)
      removed = uniteRemoved(removed, [{ customerId, hash: hashOf(point), statement }], customerId);
  }
  const customer = {
    ...into.customer,
    silenced: uniteSilence(into.customer.silenced, from.customer.silenced),
  };
  const externalIds = [...into.externalIds, ...from.externalIds.map((id) => ({ ...id, customerId }))];
  return {
    after: {
      ...{ customer, contactPoints, externalIds: externalIds.sort(bySystem) },
      removed: withoutPresent(removed, contactPoints, hashOf),
    },
    renamed,
  };
}

/**
 * The survivor of a merge without what came from the other one. What was not touched since is as it was before; what was
 * written since stays, and if it was the other one's contact point it stays as a new one, for the other gets its own back.
 */
export function separateCustomers(
  now: HeldCustomer,
  { from, before, after }: MergedRecords,
  hashOf: Reading['hashOf'],
): CustomerUnion {
  const renamed = new Map<string, string>();
  const kept = now.contactPoints.flatMap((row): ContactPointRecord[] => {
    if (isUntouched(row, after.contactPoints)) return before.contactPoints.filter(({ id }) => id === row.id);
    if (!from.contactPoints.some(({ id }) => id === row.id)) return [row];
    const id = newId();
    renamed.set(row.id, id);
    return [{ ...row, id }];
  });
  const lost = before.contactPoints.filter(
    (row) => find(after.contactPoints, row) === undefined && find(kept, row) === undefined,
  );
  const contactPoints = [...kept, ...lost].map((row, position) => ({ ...row, position }));
  const { silenced } = now.customer.silenced === after.customer.silenced ? before.customer : now.customer;
  const removed = separateRemoved(now, before, after);
  return {
    after: {
      ...{ customer: { ...now.customer, silenced }, contactPoints },
      externalIds: now.externalIds.filter((id) => !hasId(from, id)),
      removed: withoutPresent(removed, contactPoints, hashOf),
    },
    renamed,
  };
}

/** The other customer as it was, without external ids that the survivor gave up since. */
export function restoreCustomer(now: HeldCustomer, { from }: MergedRecords): HeldCustomer {
  return { ...from, externalIds: from.externalIds.filter((id) => hasId(now, id)) };
}

/** JSON pointers to what a union or its undoing changes. */
export function differencesOf(a: HeldCustomer, b: HeldCustomer): string[] {
  const isSamePlace = (one: readonly object[], other: readonly object[]) =>
    isDeepStrictEqual(one.map(plain), other.map(plain));
  return [
    ...(isSamePlace(a.contactPoints, b.contactPoints) ? [] : ['/contactPoints']),
    ...(isSamePlace(a.externalIds, b.externalIds) ? [] : ['/externalIds']),
    ...(a.customer.silenced === b.customer.silenced ? [] : ['/silenced']),
  ];
}

function uniteRemoved(
  a: readonly RemovedContactPointRow[],
  b: readonly RemovedContactPointRow[],
  customerId: string,
): RemovedContactPointRow[] {
  const byHash = new Map(a.map((row) => [row.hash, row]));
  for (const { hash, statement } of b) {
    const known = byHash.get(hash);
    const counts = known ? strongerStatement(known.statement, statement) : statement;
    if (known?.statement !== counts) byHash.set(hash, { customerId, hash, statement: counts });
  }
  return [...byHash.values()];
}

/** What was remembered before, unless it was put back since, and what was taken away since. */
function separateRemoved(
  now: HeldCustomer,
  before: HeldCustomer,
  after: HeldCustomer,
): RemovedContactPointRow[] {
  const hashesOf = ({ removed }: Pick<HeldCustomer, 'removed'>) => new Set(removed.map(({ hash }) => hash));
  const [then, today] = [hashesOf(after), hashesOf(now)];
  const since = now.removed.filter(
    (row) => !after.removed.some((each) => isDeepStrictEqual(plain(each), plain(row))),
  );
  const known = hashesOf({ removed: since });
  const untouched = before.removed.filter(
    ({ hash }) => !known.has(hash) && (!then.has(hash) || today.has(hash)),
  );
  return [...since, ...untouched];
}

function isUntouched(row: ContactPointRecord, after: readonly ContactPointRecord[]): boolean {
  const then = after.find(({ id }) => id === row.id);
  return (
    then !== undefined && isDeepStrictEqual(plain({ ...then, position: 0 }), plain({ ...row, position: 0 }))
  );
}

function find(
  points: readonly ContactPointRecord[],
  { kind, value }: PointName,
): ContactPointRecord | undefined {
  return points.find((point) => point.kind === kind && point.value === value);
}

function hasId({ externalIds }: HeldCustomer, { system, id }: ExternalIdRow): boolean {
  return externalIds.some((each) => each.system === system && each.id === id);
}

function bySystem(a: ExternalIdRow, b: ExternalIdRow): number {
  return `${a.system}\n${a.id}` < `${b.system}\n${b.id}` ? -1 : 1;
}

/** Rows from the database are class instances; what counts is their content. */
function plain(row: object): object {
  return JSON.parse(JSON.stringify(row)) as object;
}
