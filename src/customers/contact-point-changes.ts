import type { Statement, Statements } from '../domain/authority.js';
import { UNSPOKEN, isWorthRemembering, removePoint, statePoint } from '../domain/contact-point.js';
import type { PointFacts, StatedPoint } from '../domain/contact-point.js';
import type { ContactPointKind } from '../domain/catalogue.js';
import { newId } from '../platform/ids.js';
import type { InputFault } from '../platform/problem.js';
import type { ContactPointRecord } from './contact-point-record.js';
import { normalise, type NormalisedContactPoint, type WrittenContactPoint } from './contact-points.js';
import type { HeldCustomer } from './customer.repository.js';
import type { RemovedContactPointRow } from './removed-contact-point.entity.js';

/** When a write happens, and what contact points are read and compared with. */
export interface Reading {
  /** Country of national phone numbers, ISO 3166-1 alpha-2. */
  readonly region: string;
  /** The keyed hash under which a contact point is remembered when it was taken away. */
  readonly hashOf: (point: PointName) => string;
  /** Who stated each contact point of the list in the registry that it comes from; the writer where it does not say. */
  readonly own?: readonly Statements[];
  /** When it is written: nothing that is known counts as said later than that. */
  readonly at: Date;
}

/** What tells one contact point of a customer from another. */
export interface PointName {
  readonly kind: ContactPointKind;
  readonly value: string;
}

/** The contact points of a customer, and what is remembered of those that were taken away. */
export type Points = Pick<HeldCustomer, 'contactPoints' | 'removed'>;

/** The contact points that a list asks for, what is wrong with it, and where it contradicts a higher authority. */
export interface PointsChange extends Points {
  readonly faults: readonly InputFault[];
  readonly conflicts: readonly InputFault[];
}

/** Applies a list of contact points: who is not in it is removed. The order is the list's, whoever wrote it. */
export function changePoints(
  before: HeldCustomer,
  written: readonly WrittenContactPoint[],
  by: Statement,
  { region, hashOf, own = [], at }: Reading,
): PointsChange {
  const { points, faults } = read(written, region);
  const contactPoints: ContactPointRecord[] = [];
  const conflicts: InputFault[] = [];
  for (const [position, point] of points.entries()) {
    const merge = statePoint(
      findStated(before, point, hashOf),
      toFacts(point),
      by,
      own[position],
      at.getTime(),
    );
    if ('conflicts' in merge) conflicts.push(...merge.conflicts.map((path) => contradiction(position, path)));
    else contactPoints.push({ ...toRow(before, point), ...toColumns(merge), position });
  }
  let { removed } = before;
  for (const row of before.contactPoints.filter((stored) => findPoint(points, stored) === undefined)) {
    const merge = removePoint(toStated(row), by, at.getTime());
    if ('conflicts' in merge) conflicts.push(leftOut(row));
    else removed = remember(removed, row, by, hashOf);
  }
  return { contactPoints, removed: withoutPresent(removed, contactPoints, hashOf), faults, conflicts };
}

/** What is remembered when one more contact point is taken away. */
export function remember(
  removed: readonly RemovedContactPointRow[],
  row: ContactPointRecord,
  statement: Statement,
  hashOf: Reading['hashOf'],
): RemovedContactPointRow[] {
  if (!isWorthRemembering(statement)) return [...removed];
  const { customerId } = row;
  return [...removed, { customerId, hash: hashOf(row), statement }];
}

/** What is remembered without what is there again. */
export function withoutPresent(
  removed: RemovedContactPointRow[],
  present: readonly ContactPointRecord[],
  hashOf: Reading['hashOf'],
): RemovedContactPointRow[] {
  if (removed.length === 0) return removed;
  const hashes = new Set(present.map(hashOf));
  return removed.filter(({ hash }) => !hashes.has(hash));
}

/** What is known of a contact point that is there, was taken away, or was never spoken of. */
export function findStated({ contactPoints, removed }: Points, point: PointName, hashOf: Reading['hashOf']) {
  const row = findPoint(contactPoints, point);
  if (row !== undefined) return toStated(row);
  const hash = removed.length > 0 ? hashOf(point) : null;
  const gone = removed.find((each) => each.hash === hash);
  return gone === undefined ? UNSPOKEN : { facts: null, statements: { '/value': gone.statement } };
}

export function toStated({ use, verifiedAt, undeliverable, statements }: ContactPointRecord): StatedPoint {
  return { facts: { use, verifiedAt: verifiedAt?.getTime() ?? null, undeliverable }, statements };
}

/** The columns of a contact point that is there. */
export function toColumns({ facts, statements }: StatedPoint) {
  const { use = null, verifiedAt = null, undeliverable = false } = facts ?? {};
  return { use, verifiedAt: verifiedAt === null ? null : new Date(verifiedAt), undeliverable, statements };
}

function read(written: readonly WrittenContactPoint[], region: string) {
  const points: NormalisedContactPoint[] = [];
  const faults: InputFault[] = [];
  for (const [index, point] of written.entries()) {
    const normalised = normalise(point, region);
    const pointer = `/contactPoints/${index}`;
    if (typeof normalised === 'string') faults.push({ pointer: `${pointer}/value`, detail: normalised });
    else if (findPoint(points, normalised))
      faults.push({ pointer, detail: 'This contact point is in the list twice.' });
    else points.push(normalised);
  }
  return { points, faults };
}

function findPoint<P extends PointName>(points: readonly P[], { kind, value }: PointName): P | undefined {
  return points.find((point) => point.kind === kind && point.value === value);
}

function toFacts({ use, verifiedAt, undeliverable }: NormalisedContactPoint): Partial<PointFacts> {
  return {
    ...(use !== undefined && { use }),
    ...(verifiedAt !== undefined && { verifiedAt: verifiedAt === null ? null : Date.parse(verifiedAt) }),
    ...(undeliverable !== undefined && { undeliverable }),
  };
}

/** A contact point that is known keeps its id. */
function toRow({ customer, contactPoints }: HeldCustomer, { kind, value, address }: NormalisedContactPoint) {
  const stored = findPoint(contactPoints, { kind, value });
  return { id: stored?.id ?? newId(), customerId: customer.id, kind, value, address };
}

function contradiction(index: number, path: string): InputFault {
  const isGone = path === '/value';
  return {
    pointer: `/contactPoints/${index}${isGone ? '' : path}`,
    detail: isGone
      ? 'Taken away by a higher authority, or later by the same one.'
      : 'Stated by a higher authority, or later by the same one.',
  };
}

function leftOut({ id }: ContactPointRecord): InputFault {
  return {
    pointer: '/contactPoints',
    detail: `The list leaves out the contact point ${id}, which a higher authority stated, or the same one later.`,
  };
}
