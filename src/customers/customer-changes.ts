import { isDeepStrictEqual } from 'node:util';
import { newId } from '../platform/ids.js';
import type { InputFault } from '../platform/problem.js';
import type { ContactPointRow } from './contact-point.entity.js';
import { normalise, type NormalisedContactPoint, type WrittenContactPoint } from './contact-points.js';
import type { CustomerBody } from './customer.dto.js';
import type { CustomerRecord } from './customer.repository.js';
import type { ExternalIdRow } from './external-id.entity.js';

/** The record that a write asks for, and JSON pointers to what differs from the stored one. */
export interface CustomerChange {
  readonly after: CustomerRecord;
  readonly paths: string[];
}

/** Applies a write to a record; what the write leaves out stays as it is. Answers the faults when it has any. */
export function changeCustomer(
  before: CustomerRecord,
  body: CustomerBody,
  region: string,
  at: Date,
): CustomerChange | { faults: InputFault[] } {
  const faults: InputFault[] = [];
  const { id } = before.customer;
  const after = {
    customer: { ...before.customer },
    contactPoints:
      body.contactPoints === undefined
        ? before.contactPoints
        : pointsOf(id, body.contactPoints ?? [], before.contactPoints, region, faults),
    externalIds:
      body.externalIds === undefined ? before.externalIds : idsOf(id, body.externalIds ?? [], faults),
  };
  if (body.silenced !== undefined) after.customer.silenced = body.silenced;
  if (faults.length > 0) return { faults };
  const paths = changedPaths(before, after);
  if (paths.length > 0)
    Object.assign(after.customer, { version: before.customer.version + 1, updatedAt: at });
  return { after, paths };
}

function pointsOf(
  customerId: string,
  written: readonly WrittenContactPoint[],
  stored: readonly ContactPointRow[],
  region: string,
  faults: InputFault[],
): ContactPointRow[] {
  const rows: ContactPointRow[] = [];
  for (const [index, point] of written.entries()) {
    const normalised = normalise(point, region);
    const pointer = `/contactPoints/${index}`;
    if (typeof normalised === 'string') {
      faults.push({ pointer: `${pointer}/value`, detail: normalised });
    } else if (findPoint(rows, normalised)) {
      faults.push({ pointer, detail: 'This contact point is in the list twice.' });
    } else {
      rows.push(toRow(customerId, normalised, findPoint(stored, normalised), rows.length));
    }
  }
  return rows;
}

function findPoint(rows: readonly ContactPointRow[], { kind, value }: NormalisedContactPoint) {
  return rows.find((row) => row.kind === kind && row.value === value);
}

const NEW: Pick<ContactPointRow, 'use' | 'verifiedAt' | 'undeliverable'> = {
  use: null,
  verifiedAt: null,
  undeliverable: false,
};

/** A contact point that is known keeps its id, and what the write does not mention. */
function toRow(
  customerId: string,
  { kind, value, address, ...written }: NormalisedContactPoint,
  stored: ContactPointRow | undefined,
  position: number,
): ContactPointRow {
  const { use, verifiedAt, undeliverable } = stored ?? NEW;
  return {
    id: stored?.id ?? newId(),
    customerId,
    kind,
    value,
    address,
    use: written.use === undefined ? use : written.use,
    verifiedAt: written.verifiedAt === undefined ? verifiedAt : toDate(written.verifiedAt),
    undeliverable: written.undeliverable ?? undeliverable,
    position,
  };
}

function toDate(instant: string | null): Date | null {
  return instant === null ? null : new Date(instant);
}

function idsOf(
  customerId: string,
  written: { system: string; id: string }[],
  faults: InputFault[],
): ExternalIdRow[] {
  const seen = new Set<string>();
  for (const [index, { system, id }] of written.entries()) {
    const name = JSON.stringify([system, id]);
    if (seen.has(name))
      faults.push({ pointer: `/externalIds/${index}`, detail: 'This external id is in the list twice.' });
    seen.add(name);
  }
  const rows = written.map(({ system, id }) => ({ system, id, customerId }));
  return rows.sort((a, b) => compare(a.system, b.system) || compare(a.id, b.id));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function changedPaths(before: CustomerRecord, after: CustomerRecord): string[] {
  const paths: string[] = [];
  if (!isDeepStrictEqual(plain(before.contactPoints), plain(after.contactPoints)))
    paths.push('/contactPoints');
  if (!isDeepStrictEqual(idSet(before.externalIds), idSet(after.externalIds))) paths.push('/externalIds');
  if (before.customer.silenced !== after.customer.silenced) paths.push('/silenced');
  return paths;
}

/** Rows from the database are class instances; what counts is their content. */
function plain(rows: readonly ContactPointRow[]): object[] {
  return rows.map((row) => ({ ...row }));
}

function idSet(rows: readonly ExternalIdRow[]): Set<string> {
  return new Set(rows.map(({ system, id }) => JSON.stringify([system, id])));
}
