import { isDeepStrictEqual } from 'node:util';
import type { Statement } from '../domain/authority.js';
import type { InputFault } from '../platform/problem.js';
import { changePoints, type PointsChange, type Reading } from './contact-point-changes.js';
import type { ContactPointRecord } from './contact-point-record.js';
import type { CustomerBody } from './customer.dto.js';
import type { CustomerRecord, HeldCustomer } from './customer.repository.js';
import type { ExternalIdRow } from './external-id.entity.js';

/** The record that a write asks for, and JSON pointers to what differs from the stored one. */
export interface CustomerChange {
  readonly after: HeldCustomer;
  readonly paths: string[];
}

/** Why a write is not to be stored: it is wrong, or contradicts a higher authority. */
export type CustomerRefusal = { readonly faults: InputFault[] } | { readonly conflicts: InputFault[] };

/**
 * Applies a write to a record; what the write leaves out stays as it is. Who states it counts for contact points:
 * external ids and `silenced` are the company's own, whoever writes them.
 */
export function changeCustomer(
  before: HeldCustomer,
  body: Omit<CustomerBody, 'source'>,
  by: Statement,
  context: Reading,
): CustomerChange | CustomerRefusal {
  const faults: InputFault[] = [];
  const { id } = before.customer;
  const points = pointsOf(before, body, by, context);
  faults.push(...points.faults);
  const after: HeldCustomer = {
    customer: { ...before.customer },
    contactPoints: points.contactPoints,
    removed: points.removed,
    externalIds:
      body.externalIds === undefined ? before.externalIds : idsOf(id, body.externalIds ?? [], faults),
  };
  if (body.silenced !== undefined) after.customer.silenced = body.silenced;
  if (faults.length > 0) return { faults };
  if (points.conflicts.length > 0) return { conflicts: [...points.conflicts] };
  const paths = changedPaths(before, after);
  if (paths.length > 0)
    Object.assign(after.customer, { version: before.customer.version + 1, updatedAt: context.at });
  return { after, paths };
}

/** The type of the ledger row of a change: what concerns contact points alone says so. */
export function toChangeType(paths: readonly string[]): 'customer.updated' | 'contact_point.changed' {
  return paths.every((path) => path === '/contactPoints') ? 'contact_point.changed' : 'customer.updated';
}

function pointsOf(
  before: HeldCustomer,
  { contactPoints }: Pick<CustomerBody, 'contactPoints'>,
  by: Statement,
  reading: Reading,
): PointsChange {
  if (contactPoints === undefined) return { ...before, faults: [], conflicts: [] };
  return changePoints(before, contactPoints ?? [], by, reading);
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
function plain(rows: readonly ContactPointRecord[]): object[] {
  return rows.map((row) => ({ ...row }));
}

function idSet(rows: readonly ExternalIdRow[]): Set<string> {
  return new Set(rows.map(({ system, id }) => JSON.stringify([system, id])));
}
